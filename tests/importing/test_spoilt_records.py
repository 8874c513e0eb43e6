"""A spoilt cell of a sheet of penalties never changes another stored value in silence."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterprises.catalogue.registry import kind_of
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from tests.importing.make import AGENCY_CODE, firm, office, penalty, run
from tests.importing.sheets import Error, write

pytestmark = pytest.mark.django_db

BY = ("--agency", AGENCY_CODE, "--by", "luru")
ROW = penalty(1, CF_NR="罚款2万元，没收违法所得3000元", CF_CFLB="罚款;没收违法所得", CF_NR_FK="2", CF_NR_WFFF="0.3")
CODES = tuple(ROW)
# A settled value that follows from another cell: a class of confiscation or permit from the words of the decision.
FOLLOWS = {"CF_NR": {"CF_CFLB"}, "CF_CFLB2": {"CF_CFLB"}}
ERRORS = (Error("#N/A"), Error("#REF!"), Error("#DIV/0!"))
WRONG = (*ERRORS, "", "无", "N/A", 0, -1, 46127.4375, 1e17, "甲", "2015-13-01", "30000", "叁万元", "2万")
CELLS = st.sampled_from((*WRONG, *ROW.values()))


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, object]:
    """Import the row as it is and return what is stored of it."""
    office()
    firm()
    run("import_records", "penalty", str(write(tmp_path, "xlsx", [CODES, list(ROW.values())])), *BY)
    stored = Record.objects.get().field_values()
    forget()
    return stored


def forget() -> None:
    for record in Record.objects.all():
        record.events.all().delete()
    Record.objects.all().delete()
    Enterprise.objects.filter(origin=Enterprise.Origin.RECORD).delete()


def imported(folder: Path, row: dict[str, Any], form: str) -> str:
    """Import one row and return what was printed, refused or not."""
    try:
        return run("import_records", "penalty", str(write(folder, form, [list(row), list(row.values())])), *BY)
    except CommandError as refusal:
        return str(refusal)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(code=st.sampled_from(CODES), cell=CELLS, form=st.sampled_from(("xlsx", "csv")))
def test_only_the_spoilt_value_differs_or_the_row_is_named(
    tmp_path: Path, whole: dict[str, object], code: str, cell: object, form: str
) -> None:
    forget()
    printed = imported(tmp_path, {**ROW, code: cell}, form)
    record = Record.objects.first()
    if record is None:
        assert "拒绝" in printed
        return
    now = record.field_values()
    changed = {each for each in whole.keys() | now.keys() if whole.get(each) != now.get(each)}
    named = record.contradictions + printed
    labels = {each: kind_of("penalty").field(each).label for each in changed}
    silent = {each for each in changed - {code} - FOLLOWS.get(code, set()) if labels[each] not in named}
    assert not silent, (code, cell, silent, printed)
