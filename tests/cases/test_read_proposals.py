"""A second person confirms what his page showed, and nothing that was put in its place."""

import re
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from enterprises.cases.models import Case
from enterprises.cases.services.bans import ask_undo_repair, turn_down_undo
from enterprises.cases.services.decisions import decide, reconsider
from tests import make
from tests.cases.make import FALSE, noon
from tests.make import Office
from tests.support.clients import client_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed")]


def stamp_of(user: User, case: Case) -> str:
    """Return the hidden field of the form that confirms."""
    found = re.search(
        r'name="read" value="([^"]+)"', text_of(client_of(user).get(reverse("cases-desk:case", args=[case.number])))
    )
    assert found is not None
    return found[1]


def confirm(user: User, case: Case, step: str, **given: str) -> Any:
    return client_of(user).post(reverse("cases-desk:step", args=[case.number, step]), given)


def test_only_the_decision_that_was_read_is_confirmed(proposed: Case, office: Office, day: date) -> None:
    stamp = stamp_of(office.recorder, proposed)
    third = make.officer("third", agency=office.agency, may_review=True)
    later = noon(day) + timedelta(hours=1)
    reconsider(case=proposed, reason="理由不充分", by=third, at=later)
    decide(case=proposed, outcome="GRANTED", reason="另一个理由", by=office.reviewer, at=later)
    answer = confirm(office.recorder, proposed, "confirm", read=stamp)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "待确认的内容有变动" in text_of(answer)
    assert confirm(office.recorder, proposed, "confirm").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    proposed.refresh_from_db()
    assert proposed.confirmed_by is None
    confirm(office.recorder, proposed, "confirm", read=stamp_of(office.recorder, proposed))
    proposed.refresh_from_db()
    assert proposed.confirmed_by == office.recorder


def test_only_the_undoing_that_was_read_is_confirmed(asked: Case, office: Office, day: date, until: date) -> None:
    stamp = stamp_of(office.recorder, asked)
    later = noon(day) + timedelta(hours=1)
    turn_down_undo(case=asked, reason="证据不足", by=office.recorder, at=later)
    ask_undo_repair(case=asked, reason=FALSE, banned_until=until + timedelta(days=100), by=office.reviewer, at=later)
    answer = confirm(office.recorder, asked, "undo", read=stamp)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    asked.refresh_from_db()
    assert asked.undone_at is None
    confirm(office.recorder, asked, "undo", read=stamp_of(office.recorder, asked))
    asked.refresh_from_db()
    assert asked.undone_by == office.recorder
