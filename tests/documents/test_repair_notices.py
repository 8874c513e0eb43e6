"""信用修复告知书: with every penalty decision that is published (两书同达)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from enterprises.agencies.permissions import NotPermitted
from enterprises.documents.letters import rounds
from enterprises.documents.letters.content import LetterContent
from enterprises.documents.letters.models import Letter, RepairNotice
from enterprises.documents.letters.repair_notices import NEVER_EARLY, RepairNoticeRefused, order_repair_notice
from enterprises.documents.letters.rounds import FAILED
from enterprises.documents.letters.services import withdraw_letter
from enterprises.documents.snapshot import from_plain
from enterprises.periodic_jobs import issue_repair_notices
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.services.corrections import withdraw_record
from enterprises.records.services.drafting import draft_new_version, submit_record
from enterprises.records.services.publication import publish_record
from tests import make
from tests.documents.letters import print_nothing
from tests.make import AT, Office

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def no_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    print_nothing(monkeypatch)


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def record(office: Office) -> Record:
    return make.published(office, enterprise=make.new_enterprise())


def content() -> LetterContent:
    letter = Letter.objects.latest("pk")
    return from_plain(LetterContent, letter.document.snapshot["content"])


def test_publishing_a_penalty_orders_its_notice_which_names_days_conditions_papers_and_channel(record: Record) -> None:
    issue_repair_notices(at=AT)
    letter, given = Letter.objects.get(), content()
    assert (letter.kind, letter.agency, letter.about_id) == ("REPAIR_NOTICE", record.agency, record.pk)
    assert given.addressee.uscc == record.enterprise.uscc
    assert given.about.number == record.document_number
    days = {each.label: each.on for each in given.deadlines}
    assert days["公示起始日"] == record.public_from
    assert record.public_until is not None
    assert days["公示期届满日"] == record.public_until - DAY
    assert days.get("最早可以申请信用修复的日期") == record.repairable_from
    assert len(given.papers) == 2
    assert "国家企业信用信息公示系统" in given.decision[0]
    assert given.legal_basis[0] == f"{record.legal_basis}。"


def test_a_penalty_that_is_never_repaired_early_says_so(record: Record) -> None:
    Record.objects.filter(pk=record.pk).update(repairable_from=None)
    issue_repair_notices(at=AT)
    assert [each.within for each in content().deadlines if each.within] == [NEVER_EARLY]


def test_where_the_city_takes_repairs_of_market_regulation_the_notice_names_this_portal(
    record: Record, settings: Any
) -> None:
    settings.MARKET_REGULATION_REPAIRS = True
    issue_repair_notices(at=AT)
    assert f"/cases/new/?about=record:{record.pk}" in content().decision[0]


def test_other_kinds_have_none(office: Office) -> None:
    make.published(office, enterprise=make.new_enterprise(), kind="licence")
    assert not RepairNotice.objects.exists()


def test_a_publication_that_fails_orders_none(record: Record, office: Office) -> None:
    RepairNotice.objects.all().delete()
    waiting = make.submitted(
        office, enterprise=make.new_enterprise(2, name="武汉第二有限公司"), CF_WSH="汉市监罚〔2026〕2号"
    )
    with pytest.raises(RuntimeError), transaction.atomic():
        publish_record(record=waiting, by=office.reviewer, at=AT, personal_data_confirmed=True)
        raise RuntimeError
    assert not RepairNotice.objects.exists()


def test_a_corrected_version_keeps_the_notice_of_the_first(record: Record, office: Office) -> None:
    version = draft_new_version(record=record, by=office.recorder, at=AT)
    version = submit_record(record=version, by=office.recorder, at=AT, personal_data_confirmed=True)
    publish_record(record=version, by=office.reviewer, at=AT, personal_data_confirmed=True)
    assert [each.record_id for each in RepairNotice.objects.all()] == [record.pk]


def test_a_record_withdrawn_before_the_job_ran_gets_none(record: Record, office: Office) -> None:
    withdraw_record(record=record, reason=WithdrawalReason.ANNULLED, note="撤销", by=office.reviewer, at=AT)
    issue_repair_notices(at=AT)
    assert not Letter.objects.exists()


def test_the_job_issues_each_notice_once_and_so_many_a_round(
    record: Record, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.published(office, enterprise=make.new_enterprise(2, name="武汉第二有限公司"), CF_WSH="汉市监罚〔2026〕2号")
    monkeypatch.setattr(rounds, "MOST_A_ROUND", 1)
    for _ in range(3):
        issue_repair_notices(at=AT + 7 * DAY)
    assert list(Letter.objects.order_by("pk").values_list("ordinal", flat=True)) == [1, 2]


def test_a_notice_that_cannot_be_laid_out_says_so_on_the_record(
    record: Record, office: Office, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_nothing(monkeypatch, failing="")
    issue_repair_notices(at=AT)
    client.force_login(office.recorder)
    assert FAILED in client.get(reverse("desk:record", args=[record.pk])).content.decode()


def test_an_officer_orders_the_notice_of_an_imported_penalty(record: Record, office: Office) -> None:
    RepairNotice.objects.all().delete()  # as after a batch
    client = Client()
    client.force_login(office.recorder)
    page = reverse("desk:record", args=[record.pk])
    assert "出具信用修复告知书" in client.get(page).content.decode()
    assert client.post(reverse("desk:repair-notice", args=[record.pk])).status_code == 302
    assert RepairNotice.objects.get().ordered_by == office.recorder
    assert "待自动出具" in client.get(page).content.decode()
    issue_repair_notices(at=AT)
    html = client.get(page).content.decode()
    assert Letter.objects.get().reference in html
    assert "出具信用修复告知书" not in html


def test_a_second_notice_is_refused_until_the_first_is_withdrawn(record: Record, office: Office) -> None:
    with pytest.raises(RepairNoticeRefused, match="已经出具"):
        order_repair_notice(record=record, by=office.reviewer, at=AT)
    issue_repair_notices(at=AT)
    with pytest.raises(RepairNoticeRefused, match="已经出具"):
        order_repair_notice(record=record, by=office.reviewer, at=AT)
    withdraw_letter(letter=Letter.objects.get(), reason="日期有误", by=office.reviewer, at=AT)
    order_repair_notice(record=record, by=office.reviewer, at=AT)
    issue_repair_notices(at=AT)
    assert Letter.objects.count() == 2


def test_nobody_orders_that_of_another_agency(record: Record) -> None:
    other = make.office(2, name="武汉市交通运输局", domain="TRANSPORT")
    with pytest.raises(NotPermitted):
        order_repair_notice(record=record, by=other.reviewer, at=AT)


def test_a_record_that_is_not_published_has_none(record: Record, office: Office) -> None:
    Record.objects.filter(pk=record.pk).update(state=State.SUPERSEDED)
    with pytest.raises(RepairNoticeRefused, match="只有已公示"):
        order_repair_notice(record=record, by=office.reviewer, at=AT)
