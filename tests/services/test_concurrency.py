"""Two officers at once, on a database that lets them be at once."""

import pytest

from enterprises.records.models import Record
from enterprises.records.services.drafting import draft_new_version, submit_record
from enterprises.records.services.publication import publish_record
from enterprises.records.services.waiting import return_record
from enterprises.shared.workflow.refusals import StateChanged
from tests import make
from tests.make import AT
from tests.services.watch import verbs
from tests.support.at_once import together

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_one_of_two_reviewers_publishes() -> None:
    office, enterprise = make.office(), make.new_enterprise()
    second = make.officer("second", agency=office.agency, may_review=True)
    record = make.submitted(office, enterprise=enterprise)
    outcomes = together(
        lambda: publish_record(record=record, by=office.reviewer, at=AT),
        lambda: publish_record(record=record, by=second, at=AT),
    )
    assert [outcome for outcome in outcomes if outcome] == [StateChanged]
    assert verbs(record) == ["draft", "submit", "publish"]


def test_publication_or_return_but_not_both() -> None:
    office, enterprise = make.office(), make.new_enterprise()
    second = make.officer("second", agency=office.agency, may_review=True)
    record = make.submitted(office, enterprise=enterprise)
    outcomes = together(
        lambda: publish_record(record=record, by=office.reviewer, at=AT),
        lambda: return_record(record=record, by=second, at=AT, reason="请核对"),
    )
    assert [outcome for outcome in outcomes if outcome] == [StateChanged]
    assert len(verbs(record)) == 3


def test_one_new_version_is_opened() -> None:
    office, enterprise = make.office(), make.new_enterprise()
    second = make.officer("second", agency=office.agency, may_record=True)
    first = make.published(office, enterprise=enterprise)
    outcomes = together(
        lambda: draft_new_version(record=first, by=office.recorder, at=AT),
        lambda: draft_new_version(record=first, by=second, at=AT),
    )
    assert len([outcome for outcome in outcomes if outcome]) == 1
    version = Record.objects.get(supersedes=first)
    submit_record(record=version, by=office.recorder, at=AT)
