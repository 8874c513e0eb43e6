"""Look-alikes of ideographs on the way in: stored as the ideographs, and the typed form kept."""

from datetime import date
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from enterprises.records.desk.forms import ReasonForm
from enterprises.records.models import Record
from enterprises.register.models import Enterprise, FormerName
from enterprises.register.services.subjects import name_enterprise
from enterprises.scanning import database_findings
from enterprises.shared.rules.names import fold_name
from enterprises.shared.sheets.source import Cell
from enterprises.shared.sheets.table import TableRow
from enterprises.shared.typed_texts.models import TypedText
from lists.external.columns import read_row
from lists.listings.desk.forms import ListingReasonForm
from tests import make
from tests.importing.make import AGENCY_CODE, csv_file, new_enterprise, office, penalty, run, uscc
from tests.importing.register import file_of
from tests.importing.register import run as run_register

pytestmark = pytest.mark.django_db
TYPED, STORED = "武汉⻓⾦商贸有限公司", "武汉长金商贸有限公司"
MIGRATION = "0019_typed_texts"


def kept() -> set[tuple[str, str, str, str]]:
    return set(TypedText.objects.values_list("subject", "key", "field", "typed"))


def load(path: Path) -> str:
    return run("import_records", "penalty", str(path), "--agency", AGENCY_CODE, "--by", "luru", on="2026-06-01")


def test_a_row_of_records(tmp_path: Path) -> None:
    office()
    new_enterprise(name=STORED)
    load(csv_file(tmp_path, [penalty(CF_XDR_MC=TYPED, CF_WFXW="虚假⾦额", CF_SY="发布虚假⼴告\ufe00")]))
    record = Record.objects.get()
    assert (record.subject_name, record.details["CF_WFXW"], record.details["CF_SY"]) == (
        STORED,
        "虚假金额",
        "发布虚假广告",
    )
    of_record = ("RECORD", str(record.pk))
    assert kept() == {
        (*of_record, "CF_XDR_MC", TYPED),
        (*of_record, "CF_WFXW", "虚假⾦额"),
        (*of_record, "CF_SY", "发布虚假⼴告\ufe00"),
    }
    assert TypedText.objects.filter(on=date(2026, 6, 1)).count() == 3


def test_a_row_equal_but_for_look_alikes_is_unchanged(tmp_path: Path) -> None:
    office()
    new_enterprise()
    load(csv_file(tmp_path, [penalty(CF_SY="发布虚假广告")]))
    record = Record.objects.get()
    record.details["CF_SY"] = "发布虚假⼴告"  # as it was stored before texts were unified
    record.save()
    assert "接受0行，无变化1行，拒绝0行" in load(csv_file(tmp_path, [penalty(CF_SY="发布虚假⼴告")]))


def test_a_row_of_the_register(tmp_path: Path) -> None:
    code = uscc(7)
    row = f"{code},{TYPED},,张三,有限责任公司,,,在业,,,⻓江路1号,销售,武汉⾦⽼名有限公司"
    run_register(file_of(tmp_path, row))
    enterprise = Enterprise.objects.get(uscc=code)
    assert (enterprise.name, enterprise.address) == (STORED, "长江路1号")
    assert FormerName.objects.get().name == "武汉金老名有限公司"
    fields = {field: typed for subject, key, field, typed in kept() if (subject, key) == ("ENTERPRISE", code)}
    assert fields == {"name": TYPED, "address": "⻓江路1号", "former_name": "武汉⾦⽼名有限公司"}
    run_register(file_of(tmp_path, row), on="2026-06-02")
    assert TypedText.objects.count() == 3  # an unchanged enterprise has no step


def test_what_the_desk_types() -> None:
    made = make.office()
    named = name_enterprise(uscc=make.uscc(5), name=TYPED, not_a_person=True, by=made.recorder, at=make.AT)
    assert (named.name, named.folded_name) == (STORED, fold_name(STORED))
    record = make.draft(made, enterprise=named, CF_WFXW="虚假⾦额")
    assert record.details["CF_WFXW"] == "虚假金额"
    assert kept() == {
        ("ENTERPRISE", named.uscc, "name", TYPED),
        ("RECORD", str(record.pk), "CF_WFXW", "虚假⾦额"),
    }


@pytest.mark.parametrize("form", [ReasonForm({"reason": TYPED}, step="return"), ListingReasonForm({"reason": TYPED})])
def test_reasons_at_the_desk(form: Any) -> None:
    assert form.is_valid()
    assert form.cleaned_data["reason"] == STORED


def test_a_row_of_an_external_list() -> None:
    values: dict[str, tuple[Cell, ...]] = {"uscc": (uscc(1),), "name": (TYPED,), "listed_on": ("2026-06-01",)}
    reading = read_row(TableRow(number=2, cells=(), values=values), as_of=date(2026, 11, 1))
    assert reading.row is not None
    assert reading.row.name == STORED


def test_the_scan_reads_what_was_typed() -> None:
    TypedText.objects.create(subject="RECORD", key="1", field="CF_SY", typed="⾦ 15400001234", on=date(2026, 6, 1))
    assert [(found.place, found.field) for found in database_findings()] == [("typedtext", "typed")]


def test_names_stored_before_are_unified_and_put_back() -> None:
    operation = import_module(f"enterprises.migrations.{MIGRATION}").Migration.operations[-1]
    editor = SimpleNamespace(connection=connection)
    old = new_enterprise(name=TYPED)
    Enterprise.objects.filter(pk=old.pk).update(folded_name="武汉⻓金商贸有限公司")
    FormerName.objects.create(enterprise=old, name="⻑江", folded_name="⻑江")
    operation.code(apps, editor)
    old.refresh_from_db()
    assert (old.name, old.folded_name) == (STORED, fold_name(STORED))
    assert (former := old.former_names.get()).folded_name == fold_name(former.name) == "长江"
    assert kept() == {("ENTERPRISE", old.uscc, "name", TYPED)}
    operation.reverse_code(apps, editor)
    old.refresh_from_db()
    assert old.name == TYPED
