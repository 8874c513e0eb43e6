"""Refusing several cases of the inbox for one reason."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.steps import accept
from enterprises.records.models import Record
from enterprises.shared import clock
from tests import make
from tests.cases import make as cases
from tests.make import Office
from tests.support.clients import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def spam(record: Record) -> list[Case]:
    return [cases.report(cases.ref(record), on=clock.today(), statement="广告").cases[0] for _ in range(3)]


def refuse(client: Client, chosen: list[Case], **given: str) -> Any:
    return client.post(reverse("cases-desk:refuse-several"), {"case": [case.number for case in chosen], **given})


def states() -> list[str]:
    return list(Case.objects.order_by("pk").values_list("state", flat=True))


def test_the_chosen_are_named_first_and_refused_when_confirmed(
    client: Client, spam: list[Case], office: Office
) -> None:
    client.force_login(office.reviewer)
    assert f'value="{spam[0].number}"' in text_of(client.get(reverse("cases-desk:inbox")))
    page = text_of(refuse(client, spam[:2]))
    assert spam[0].number in page
    assert spam[2].number not in page
    assert states() == [CaseState.RECEIVED] * 3
    without = refuse(client, spam[:2], confirmed="1", reason=" ")
    assert without.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert states() == [CaseState.RECEIVED] * 3
    assert refuse(client, spam[:2], confirmed="1", reason="与信息无关的广告").status_code == HTTPStatus.FOUND
    assert states() == [CaseState.REFUSED, CaseState.REFUSED, CaseState.RECEIVED]
    first = Case.objects.earliest("pk")
    assert first.outcome_reason == "与信息无关的广告"
    assert first.events.get(verb="refuse").letter == "REFUSED_ACCEPTANCE"


def test_what_may_not_be_refused_is_left_out(client: Client, spam: list[Case], office: Office) -> None:
    accept(case=spam[0], by=office.reviewer, at=clock.now())
    client.force_login(office.reviewer)
    inbox = text_of(client.get(reverse("cases-desk:inbox")))
    assert [f'value="{case.number}"' in inbox for case in spam] == [False, True, True]
    assert "须单独办理" in text_of(refuse(client, spam))
    refuse(client, spam, confirmed="1", reason="广告")
    assert states() == [CaseState.ACCEPTED, CaseState.REFUSED, CaseState.REFUSED]


def test_whoever_recorded_and_other_authorities_refuse_nothing(
    client: Client, spam: list[Case], office: Office
) -> None:
    other = make.office(8, name="武汉市交通运输局", domain="TRANSPORT")
    for user in (office.recorder, other.reviewer):
        client.force_login(user)
        assert refuse(client, spam, confirmed="1", reason="广告").status_code == HTTPStatus.FOUND
    assert states() == [CaseState.RECEIVED] * 3
