"""Two officers at once, on a database that lets them be at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from enterprises.records.models import Record
from enterprises.records.services.drafting import draft_new_version, submit_record
from enterprises.records.services.publication import publish_record
from enterprises.records.services.waiting import return_record
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.refusals import StateChanged
from tests import make
from tests.make import AT
from tests.services.watch import verbs

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(*steps: Callable[[], object]) -> list[Refused | None]:
    """Start all steps at the same moment and tell which were refused."""
    barrier = Barrier(len(steps))

    def run(step: Callable[[], object]) -> Refused | None:
        try:
            barrier.wait(timeout=120)
            step()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def test_one_of_two_reviewers_publishes() -> None:
    office, firm = make.office(), make.firm()
    second = make.officer("second", agency=office.agency, may_review=True)
    record = make.submitted(office, enterprise=firm)
    outcomes = at_once(
        lambda: publish_record(record=record, by=office.reviewer, at=AT),
        lambda: publish_record(record=record, by=second, at=AT),
    )
    assert [type(outcome) for outcome in outcomes if outcome] == [StateChanged]
    assert verbs(record) == ["draft", "submit", "publish"]


def test_publication_or_return_but_not_both() -> None:
    office, firm = make.office(), make.firm()
    second = make.officer("second", agency=office.agency, may_review=True)
    record = make.submitted(office, enterprise=firm)
    outcomes = at_once(
        lambda: publish_record(record=record, by=office.reviewer, at=AT),
        lambda: return_record(record=record, by=second, at=AT, reason="请核对"),
    )
    assert [type(outcome) for outcome in outcomes if outcome] == [StateChanged]
    assert len(verbs(record)) == 3


def test_one_new_version_is_opened() -> None:
    office, firm = make.office(), make.firm()
    second = make.officer("second", agency=office.agency, may_record=True)
    first = make.published(office, enterprise=firm)
    outcomes = at_once(
        lambda: draft_new_version(record=first, by=office.recorder, at=AT),
        lambda: draft_new_version(record=first, by=second, at=AT),
    )
    assert len([outcome for outcome in outcomes if outcome]) == 1
    version = Record.objects.get(supersedes=first)
    submit_record(record=version, by=office.recorder, at=AT)
