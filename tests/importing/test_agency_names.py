"""Former names and codes of an agency: accepted by imports, and what a change of code does."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from enterprises.agencies.models import Agency, AgencyAlias, AgencyEvent
from enterprises.agencies.names import agencies_by_code, agency_of_code, codes_of, folded_names_of
from enterprises.agencies.permissions import NotPermitted
from enterprises.catalogue.keys import natural_key
from enterprises.catalogue.registry import kind_of
from enterprises.records.models import Record
from enterprises.records.services.agency_codes import AgencyCodeRefused, change_agency_code
from enterprises.shared.rules.names import fold_name
from enterprises.shared.workflow.refusals import ReasonMissing
from tests import make
from tests.importing import make as rows

pytestmark = pytest.mark.django_db
SOURCE = "深化党和国家机构改革方案(2018年)"
OLD_NAME = "武汉市工商行政管理局"


def alias(agency: Agency, *, name: str = OLD_NAME, code: str = "") -> AgencyAlias:
    made = AgencyAlias(agency=agency, name=name, code=code, used_until=date(2019, 1, 10), source=SOURCE)
    made.full_clean(exclude=["folded_name"])
    made.save()
    return made


def administrator() -> User:
    return User.objects.create_superuser("admin")


def test_an_agency_is_known_by_former_names_and_codes() -> None:
    agency = make.agency()
    alias(agency, name="武汉市工商行政管理局（本级）", code=make.uscc(7, department="1"))
    assert folded_names_of(agency) == {fold_name(agency.name), fold_name("武汉市工商行政管理局(本级)")}
    assert codes_of(agency) == {agency.code, make.uscc(7, department="1")}
    assert agency_of_code(make.uscc(7, department="1")) == agency
    assert agencies_by_code()[make.uscc(7, department="1")] == agency
    assert agency_of_code(make.uscc(8, department="1")) is None


def test_a_former_code_that_is_another_agencys_present_one_means_that_agency() -> None:
    one, other = make.agency(), make.agency(2, name="武汉市税务局", domain="TAX")
    alias(one, code=other.code)
    assert agency_of_code(other.code) == other
    assert agencies_by_code()[other.code] == other


@pytest.mark.parametrize("code", ["11420100MB1234567A", "1142", ""])
def test_an_agencys_code_is_checked(code: str) -> None:
    agency = Agency(code=code, name="武汉市某局")
    with pytest.raises(ValidationError, match="代码"):
        agency.full_clean()


def test_a_change_of_code_rewrites_keys_keeps_the_old_code_and_is_recorded() -> None:
    office = make.office()
    record = make.published(office, enterprise=make.new_enterprise())
    before, after = office.agency.code, make.uscc(9, department="1")
    revision = record.enterprise.revision
    event = change_agency_code(
        agency=office.agency, code=after, reason="机构编制批复1号", by=administrator(), at=make.AT
    )
    assert (event.before, event.after, event.reason) == (before, after, "机构编制批复1号")
    record = Record.objects.select_related("agency", "enterprise").get(pk=record.pk)
    assert record.natural_key == natural_key(
        kind_of(record.kind), record.field_values(), uscc=record.enterprise.uscc, agency_code=after
    )
    assert record.natural_key.startswith(after)
    assert record.enterprise.revision > revision
    assert agency_of_code(before) == agency_of_code(after) == office.agency


def test_a_change_of_code_is_refused_without_right_reason_or_a_free_code() -> None:
    agency, other = make.agency(), make.agency(2, name="武汉市税务局", domain="TAX")
    admin, officer = administrator(), make.officer("luru", agency=agency, may_record=True)
    free = make.uscc(9, department="1")
    for by, code, reason, error in (
        (officer, free, "批复", NotPermitted),
        (admin, free, " ", ReasonMissing),
        (admin, other.code, "批复", AgencyCodeRefused),
        (admin, agency.code, "批复", AgencyCodeRefused),
        (admin, "1142", "批复", AgencyCodeRefused),
    ):
        with pytest.raises(error):
            change_agency_code(agency=agency, code=code, reason=reason, by=by, at=make.AT)
    assert not AgencyEvent.objects.exists()
    assert not AgencyAlias.objects.exists()


def test_the_command_changes_a_code() -> None:
    agency, free = make.agency(), make.uscc(9, department="1")
    administrator()
    with pytest.raises(CommandError, match="没有代码"):
        call_command("change_agency_code", free, agency.code, reason="批复", by="admin")
    out = StringIO()
    call_command("change_agency_code", agency.code, free, reason="批复", by="admin", stdout=out)
    assert free in out.getvalue()
    assert Agency.objects.get(pk=agency.pk).code == free


def test_a_sheet_that_names_the_agency_as_it_was_is_taken(tmp_path: Path) -> None:
    agency = rows.office().agency
    rows.new_enterprise()
    old = make.uscc(7, department="1")
    sheets = {
        "code": rows.penalty(1, CF_CFJG=OLD_NAME, CF_CFJGDM=old, CF_SJLYDM=old),
        "name": {code: cell for code, cell in rows.penalty(2, CF_CFJG=OLD_NAME).items() if code != "CF_CFJGDM"},
    }
    for name, row in sheets.items():
        path = str(rows.csv_file(tmp_path, [row], name=f"{name}.csv"))
        rows.run_refused("import_records", "penalty", path, "--agency", agency.code, "--by", "luru")
    alias(agency, code=old)
    for name, code in (("code", agency.code), ("name", old)):
        path = str(tmp_path / f"{name}.csv")
        assert "接受1行" in rows.run("import_records", "penalty", path, "--agency", code, "--by", "luru")
    stored = Record.objects.order_by("pk")
    assert [record.agency for record in stored] == [agency, agency]
    assert all(record.natural_key.startswith(agency.code) for record in stored)
    assert stored[0].source_agency == agency


@pytest.mark.parametrize("header", ["X_CFCX", "处罚程序", "适用程序"])
def test_the_procedure_is_read_by_code_label_and_alias(tmp_path: Path, header: str) -> None:
    agency = rows.office().agency
    rows.new_enterprise()
    given = [
        rows.penalty(1) | {header: "简易程序", "处罚领域": "食品药品"},
        rows.penalty(2) | {header: "", "处罚领域": ""},
    ]
    path = str(rows.csv_file(tmp_path, given))
    rows.run("import_records", "penalty", path, "--agency", agency.code, "--by", "luru")
    simple, silent = Record.objects.order_by("pk")
    assert (simple.details["X_CFCX"], simple.details["X_CFLY"]) == ("简易程序", "食品药品")
    assert not {"X_CFCX", "X_CFLY"} & silent.details.keys()
    assert (simple.gravity, silent.gravity) == ("MINOR", "GENERAL")
