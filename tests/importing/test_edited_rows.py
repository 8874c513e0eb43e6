"""A sheet that comes again does not bring back the number or enterprise that a person has mended at the desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.agency_codes import change_agency_code
from enterprises.records.services.drafting import edit_draft, submit_record
from enterprises.records.services.publication import publish_record
from enterprises.records.services.waiting import discard_returned, move_record, return_record
from enterprises.shared.clock import now
from tests.importing.make import (
    AGENCY_CODE,
    Office,
    csv_file,
    load_penalties,
    new_enterprise,
    office,
    penalty,
    run_refused,
    uscc,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("present")]
NEW_CODE = uscc(9)
RIGHT = "武市监罚〔2026〕77号"


@pytest.fixture(autouse=True)
def people() -> Office:
    new_enterprise()
    return office()


@pytest.fixture
def returned(tmp_path: Path, people: Office) -> Record:
    load_penalties(tmp_path, penalty(), on="2026-06-01")
    return return_record(record=Record.objects.get(), reason="文书号有误", by=people.reviewer, at=now())


def renumber(record: Record, people: Office, *, number: str = RIGHT) -> Record:
    raw = record.field_values() | {"CF_WSH": number}
    return edit_draft(record=record, raw=raw, by=people.recorder, at=now())


def move(record: Record, people: Office) -> Record:
    other = new_enterprise(2, name="武汉乙商贸有限公司")
    moved = move_record(record=record, enterprise=other, reason="记错企业", by=people.recorder, at=now())
    # What was stated of the wrong enterprise is gone, and typed anew.
    return edit_draft(record=moved, raw=penalty() | moved.field_values(), by=people.recorder, at=now())


def load_again(tmp_path: Path, *, on: str = "2026-06-10") -> str:
    path = csv_file(tmp_path, [penalty()])
    return run_refused("import_records", "penalty", str(path), "--agency", AGENCY_CODE, "--by", "luru", on=on)


@pytest.mark.parametrize("mend", [renumber, move])
def test_a_mended_row_is_refused_naming_its_record(
    tmp_path: Path, returned: Record, people: Office, mend: Callable[[Record, Office], Record]
) -> None:
    mended = mend(returned, people)
    refused = f"同一记录已更正为记录{mended.pk}"
    assert refused in load_again(tmp_path)
    submit_record(record=mended, by=people.recorder, at=now(), personal_data_confirmed=True)
    assert refused in load_again(tmp_path)
    publish_record(record=mended, by=people.reviewer, at=now(), personal_data_confirmed=True)
    assert refused in load_again(tmp_path)
    assert list(Record.objects.values_list("pk", "state")) == [(mended.pk, State.PUBLISHED)]


def test_a_mended_row_that_is_given_up_is_new(tmp_path: Path, returned: Record, people: Office) -> None:
    discard_returned(record=renumber(returned, people), reason="重新导入", by=people.recorder, at=now())
    assert "接受1行" in load_penalties(tmp_path, penalty(), on="2026-06-10")


def test_a_number_put_back_is_the_sheets_own(tmp_path: Path, returned: Record, people: Office) -> None:
    before = returned.natural_key
    renumber(renumber(returned, people), people, number="武市监罚〔2026〕78号")
    record = Record.objects.get()
    assert record.imported_key == before
    renumber(record, people, number=penalty()["CF_WSH"])
    record.refresh_from_db()
    assert (record.natural_key, record.imported_key) == (before, "")


def test_another_record_of_the_sheets_key_stands_for_the_row(tmp_path: Path, returned: Record, people: Office) -> None:
    renumber(returned, people)
    key = Record.objects.get().imported_key
    Record.objects.update(imported_key="")
    load_penalties(tmp_path, penalty(), on="2026-06-02")
    Record.objects.filter(pk=returned.pk).update(imported_key=key)
    assert "无变化1行" in load_penalties(tmp_path, penalty(), on="2026-06-10")


def test_a_changed_code_of_the_agency_changes_both_keys(returned: Record, people: Office) -> None:
    before = returned.natural_key
    record = renumber(returned, people)
    admin = User.objects.create_superuser("admin")
    change_agency_code(agency=record.agency, code=NEW_CODE, reason="机构改革", by=admin, at=now())
    record.refresh_from_db()
    assert record.imported_key == before.replace(AGENCY_CODE, NEW_CODE)
    assert record.natural_key.startswith(f"{NEW_CODE}|")
