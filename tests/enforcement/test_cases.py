"""Cases follow their penalties: tagged when they become public, shown as long as they are."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from enterprises.enforcement.models import InfringementTag
from enterprises.enforcement.selectors import decided_in, figures_by_month, public_cases, quarters_with_cases
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.records.services.corrections import withdraw_record
from enterprises.register.models import Enterprise
from enterprises.shared.rules.days import day_before
from tests import make
from tests.enforcement.make import TRADEMARK, case
from tests.make import AT, ON, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office(1)


@pytest.fixture
def enterprise() -> Enterprise:
    return make.new_enterprise(1)


def test_a_penalty_is_tagged_when_it_is_published(office: Office, enterprise: Enterprise) -> None:
    waiting = make.submitted(office, enterprise=enterprise, CF_WSH="武市监处〔2026〕9号", **TRADEMARK)
    assert not InfringementTag.objects.exists()
    record = case(office, enterprise)
    other = make.published(office, enterprise=enterprise, CF_WSH="武市监处〔2026〕8号")
    assert list(InfringementTag.objects.values_list("record", "infringement", "why")) == [
        (record.pk, "trademark", "《商标法》第60条")
    ]
    assert list(public_cases(on=ON)) == [record]
    assert not {waiting.pk, other.pk} & set(public_cases(on=ON).values_list("pk", flat=True))


def test_a_case_ends_with_its_penalty(office: Office, enterprise: Enterprise) -> None:
    record = case(office, enterprise)
    assert record.public_until is not None
    assert public_cases(on=day_before(record.public_until)).exists()
    assert not public_cases(on=record.public_until).exists()
    withdraw_record(record=record, reason=WithdrawalReason.ANNULLED, note="x", by=office.reviewer, at=AT)
    assert not public_cases(on=ON).exists()
    assert not InfringementTag.objects.filter(record__state="PUBLISHED").exists()


def test_an_enterprise_that_is_not_public_has_no_case(office: Office, enterprise: Enterprise) -> None:
    case(office, enterprise)
    Enterprise.objects.update(public_from=None)
    assert not public_cases(on=ON).exists()


def test_the_command_tags_what_came_without_a_signal_and_mends_tags(office: Office, enterprise: Enterprise) -> None:
    record = case(office, enterprise)
    InfringementTag.objects.update(why="other", infringement="patent")
    call_command("tag_infringements")
    assert InfringementTag.objects.get().why == "《商标法》第60条"
    InfringementTag.objects.all().delete()
    call_command("tag_infringements")
    assert InfringementTag.objects.get().record == record
    call_command("tag_infringements")
    assert InfringementTag.objects.count() == 1


def test_figures_are_by_month_of_decision(office: Office, enterprise: Enterprise) -> None:
    case(office, enterprise, 1, CF_JDRQ="2026-02-03", CF_NR_FK="1")
    case(office, enterprise, 2, CF_JDRQ="2026-02-28", CF_NR_FK="0.5", CF_WFXW="假冒专利")
    case(office, enterprise, 3, CF_JDRQ="2026-04-01", CF_NR_FK="2")
    found = figures_by_month(on=ON, first_day=date(2026, 1, 1), until=date(2027, 1, 1))
    assert [(row.month, row.cases, row.fine_yuan) for row in found] == [
        (date(2026, 4, 1), 1, Decimal(20_000)),
        (date(2026, 2, 1), 2, Decimal(15_000)),
    ]
    assert found[1].classes == (("侵犯注册商标专用权", 2), ("假冒专利", 1))
    assert not figures_by_month(on=ON, first_day=date(2025, 1, 1), until=date(2026, 1, 1))


def test_cases_are_found_by_class_and_quarter(office: Office, enterprise: Enterprise) -> None:
    first = case(office, enterprise, 1, CF_JDRQ="2026-03-31")
    second = case(office, enterprise, 2, CF_JDRQ="2026-04-01", CF_YJ="《专利法》第68条", CF_WFXW="假冒专利")
    quarters = quarters_with_cases(on=ON)
    assert [str(quarter) for quarter in quarters] == ["2026Q2", "2026Q1"]
    in_second = decided_in(public_cases(on=ON), first_day=quarters[0].first_day, until=quarters[0].until)
    assert list(in_second) == [second]
    assert list(public_cases(on=ON, infringement="trademark")) == [first]


def test_without_a_case_there_is_this_quarter_alone() -> None:
    assert [str(quarter) for quarter in quarters_with_cases(on=ON)] == ["2026Q2"]
