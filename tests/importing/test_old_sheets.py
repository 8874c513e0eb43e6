"""An old sheet never brings an earlier version back; a change of a published record is shown before."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from enterprises.catalogue.keys import folded_number
from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.services.batches import publish_batch
from enterprises.records.services.changes import HIDDEN, changes_of
from enterprises.records.services.corrections import withdraw_record
from enterprises.shared.clock import now
from tests.importing.make import (
    AGENCY_CODE,
    Office,
    csv_file,
    load_penalties,
    new_enterprise,
    office,
    penalty,
    publish_last,
    run,
    run_refused,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("present")]
OLD, RIGHT = penalty(CF_NR_FK="2", CF_NR="罚款2万元"), penalty(CF_NR_FK="3", CF_NR="罚款3万元")


@pytest.fixture(autouse=True)
def own_office() -> Office:
    new_enterprise()
    return office()


@pytest.fixture
def corrected(tmp_path: Path) -> Record:
    """The old content was published on 2 June and replaced by the right one on 10 June."""
    load_penalties(tmp_path, OLD, on="2026-06-01")
    publish_last(on="2026-06-02")
    load_penalties(tmp_path, RIGHT, on="2026-06-09")
    publish_last("--changes", "all", on="2026-06-10")
    return Record.objects.get(state=State.PUBLISHED)


def withdraw(record: Record, people: Office, *, on: str) -> None:
    with time_machine.travel(f"{on}T12:00:00+08:00", tick=False):
        reason = WithdrawalReason.RECORDED_BY_MISTAKE
        withdraw_record(record=record, reason=reason, note="录错", by=people.recorder, at=now())


def test_a_superseded_version_is_unchanged_with_its_day(tmp_path: Path, corrected: Record) -> None:
    text = load_penalties(tmp_path, OLD, on="2026-07-01")
    assert "接受0行，无变化1行，拒绝0行" in text
    assert "第2行 提示：" in text
    assert re.search(r"与记录\d+内容相同，没有变化；该记录已于2026-06-10被更正替代", text)
    assert Record.objects.count() == 2
    assert Record.objects.get(state=State.PUBLISHED).fine_yuan == Decimal(30000)


def test_an_old_sheet_without_later_columns_is_still_the_old_version(tmp_path: Path, corrected: Record) -> None:
    short = {code: value for code, value in OLD.items() if code not in ("CF_NR_ZKDX", "CF_GSJZQ", "CF_FR_ZJHM")}
    assert "无变化1行" in load_penalties(tmp_path, short, on="2026-07-01")
    assert Record.objects.count() == 2


def test_while_a_correction_waits_the_published_content_is_unchanged(tmp_path: Path) -> None:
    load_penalties(tmp_path, OLD, on="2026-06-01")
    publish_last(on="2026-06-02")
    load_penalties(tmp_path, RIGHT, on="2026-06-09")
    text = load_penalties(tmp_path, OLD, on="2026-06-10")
    assert "无变化1行，拒绝0行" in text
    assert "另有更正在办理" in text


def test_an_earlier_version_of_two_corrections_is_known(tmp_path: Path, corrected: Record) -> None:
    load_penalties(tmp_path, penalty(CF_NR_FK="4", CF_NR="罚款4万元"), on="2026-06-11")
    publish_last("--changes", "all", on="2026-06-12")
    text = load_penalties(tmp_path, OLD, RIGHT | {"CF_WSH": "另一文书"}, on="2026-07-01")
    assert "接受1行，无变化1行" in text
    assert "2026-06-10被更正替代" in text
    assert "2026-06-12被更正替代" in load_penalties(tmp_path, RIGHT, on="2026-07-02")


def test_what_was_withdrawn_before_the_record_was_made_anew(tmp_path: Path, own_office: Office) -> None:
    load_penalties(tmp_path, OLD, on="2026-06-01")
    publish_last(on="2026-06-02")
    withdraw(Record.objects.get(), own_office, on="2026-06-03")
    Record.objects.update(natural_key="parked")
    load_penalties(tmp_path, RIGHT, on="2026-06-04")
    publish_last(on="2026-06-05")
    key = Record.objects.get(state=State.PUBLISHED).natural_key
    Record.objects.update(natural_key=key)
    text = load_penalties(tmp_path, OLD, on="2026-07-01")
    assert "无变化1行" in text
    assert "该记录已于2026-06-03撤下" in text


def test_a_third_content_is_a_version_as_ever(tmp_path: Path, corrected: Record) -> None:
    assert "接受1行" in load_penalties(tmp_path, penalty(CF_NR_FK="5", CF_NR="罚款5万元"), on="2026-07-01")
    assert Record.objects.get(state=State.SUBMITTED).supersedes == corrected


def renumber(record: Record) -> None:
    """Give a correction that waits another document number, as the desk's form does."""
    number = "武市监罚〔2026〕77号"
    key = f"{record.natural_key.rpartition('|')[0]}|{folded_number(number)}"
    Record.objects.filter(pk=record.pk).update(document_number=number, natural_key=key)


def load_refused(tmp_path: Path, row: dict[str, str], *, on: str) -> str:
    """Import a row that has to be refused; return what the command prints."""
    path = csv_file(tmp_path, [row])
    return run_refused("import_records", "penalty", str(path), "--agency", AGENCY_CODE, "--by", "luru", on=on)


@pytest.fixture
def renumbered(tmp_path: Path) -> Record:
    """The old content was published on 2 June; a correction of its document number waits."""
    load_penalties(tmp_path, OLD, on="2026-06-01")
    publish_last(on="2026-06-02")
    load_penalties(tmp_path, RIGHT, on="2026-06-09")
    version = Record.objects.get(state=State.SUBMITTED)
    renumber(version)
    return version


def test_a_correction_of_the_number_that_waits_is_settled_first(tmp_path: Path, renumbered: Record) -> None:
    text = load_penalties(tmp_path, OLD, on="2026-06-10")
    assert "无变化1行，拒绝0行" in text
    assert "另有更正在办理" in text
    text = load_refused(tmp_path, penalty(CF_NR_FK="5", CF_NR="罚款5万元"), on="2026-06-10")
    assert f"（记录{renumbered.pk}）；请先公示或退回那一条" in text
    assert Record.objects.count() == 2


def test_the_number_that_was_corrected_is_not_brought_back(tmp_path: Path, renumbered: Record) -> None:
    publish_last("--changes", "all", on="2026-06-10")
    assert list(Record.objects.filter(state=State.PUBLISHED)) == [renumbered]
    text = load_penalties(tmp_path, OLD, on="2026-07-01")
    assert "无变化1行，拒绝0行" in text
    assert "2026-06-10被更正替代" in text
    text = load_refused(tmp_path, penalty(CF_NR_FK="5", CF_NR="罚款5万元"), on="2026-07-01")
    assert f"已更正为记录{renumbered.pk}" in text
    assert Record.objects.count() == 2


def test_the_right_number_changes_the_correction(tmp_path: Path, renumbered: Record) -> None:
    publish_last("--changes", "all", on="2026-06-10")
    assert "接受1行" in load_penalties(tmp_path, penalty(77, CF_NR_FK="5", CF_NR="罚款5万元"), on="2026-07-01")
    assert Record.objects.get(state=State.SUBMITTED).supersedes == renumbered


def test_a_withdrawn_correction_of_the_number_is_not_brought_back(
    tmp_path: Path, renumbered: Record, own_office: Office
) -> None:
    publish_last("--changes", "all", on="2026-06-10")
    withdraw(Record.objects.get(state=State.PUBLISHED), own_office, on="2026-06-11")
    text = load_refused(tmp_path, penalty(CF_NR_FK="5", CF_NR="罚款5万元"), on="2026-07-01")
    assert "2026-06-11撤下" in text


def test_a_dry_run_says_the_same(tmp_path: Path, corrected: Record) -> None:
    path = csv_file(tmp_path, [OLD])
    text = run("import_records", "penalty", str(path), "--agency", AGENCY_CODE, "--by", "luru", "--dry-run")
    assert "被更正替代" in text


def change(tmp_path: Path) -> tuple[Record, ImportBatch]:
    """Publish one record, and leave a batch that changes it and brings two more."""
    load_penalties(tmp_path, OLD, on="2026-06-01")
    publish_last(on="2026-06-02")
    load_penalties(tmp_path, RIGHT | {"CF_FR_ZJHM": "secret-1"}, penalty(2), penalty(3), on="2026-06-09")
    return Record.objects.get(state=State.SUBMITTED, supersedes__isnull=False), ImportBatch.objects.order_by("-pk")[0]


def test_old_and_new_values_are_listed_and_hidden_ones_only_named(tmp_path: Path) -> None:
    record, batch = change(tmp_path)
    (found,) = changes_of(batch)
    assert (found.record, found.earlier) == (record, record.supersedes)
    listed = {field.label: (field.old, field.new) for field in found.fields}
    assert listed["罚款金额(万元)"] == ("2", "3")
    assert listed["处罚内容"] == ("罚款2万元", "罚款3万元")
    assert (HIDDEN, HIDDEN) in listed.values()
    assert "secret-1" not in str(found.fields)
    assert len(listed) == 3


def test_the_command_prints_the_change_and_publishes_it_only_when_named(tmp_path: Path) -> None:
    record, batch = change(tmp_path)
    arguments = ("publish_batch", str(batch.pk), "--by", "shenhe")
    text = run_refused(*arguments, on="2026-06-10")
    assert "罚款金额(万元)：2 → 3" in text
    assert "请先核对新旧内容" in text
    assert "公示2条，未公示1条" in text
    assert Record.objects.get(pk=record.pk).state == State.SUBMITTED
    assert "只能是记录编号" in run_refused(*arguments, "--changes", "alle", status=2, on="2026-06-10")
    text = run(*arguments, "--changes", str(record.pk), on="2026-06-10")
    assert "罚款金额(万元)：2 → 3" in text
    assert "公示1条，未公示0条" in text


def test_changes_are_published_one_by_one(tmp_path: Path, own_office: Office) -> None:
    record, batch = change(tmp_path)
    result = publish_batch(batch, by=own_office.reviewer, at=now(), only=[record.pk])
    assert (result.published, len(result.refused)) == (0, 1)
    result = publish_batch(batch, by=own_office.reviewer, at=now(), only=[record.pk], changes=[record.pk])
    assert (result.published, result.refused) == (1, ())
    assert Record.objects.filter(state=State.SUBMITTED).count() == 2


@time_machine.travel("2026-06-10T12:00:00+08:00", tick=False)
@pytest.mark.parametrize(
    ("sent", "left"),
    [("all", 0), ("new_alone", 1), ("only", 2), ("nothing seen", 1)],
)
def test_the_page_lists_changes_and_publishes_what_it_has_shown(
    tmp_path: Path, own_office: Office, client: Client, sent: str, left: int
) -> None:
    record, batch = change(tmp_path)
    client.force_login(own_office.reviewer)
    page = client.get(f"/desk/batches/{batch.pk}/").content.decode()
    assert "更改已公示的记录（1）" in page
    assert "罚款3万元" in page
    assert "secret-1" not in page
    seen = {"seen_change": str(record.pk)}
    posted: dict[str, dict[str, str]] = {
        "all": seen,
        "new_alone": {**seen, "new_alone": "1"},
        "only": {**seen, "only": str(record.pk)},
        "nothing seen": {},
    }
    client.post(f"/desk/batches/{batch.pk}/publish/", posted[sent])
    assert Record.objects.filter(state=State.SUBMITTED).count() == left
    assert Record.objects.get(pk=record.pk).state == (State.PUBLISHED if sent in ("all", "only") else State.SUBMITTED)


def test_whoever_may_not_publish_sees_the_changes_without_buttons(
    tmp_path: Path, own_office: Office, client: Client
) -> None:
    _, batch = change(tmp_path)
    client.force_login(own_office.recorder)
    page = client.get(f"/desk/batches/{batch.pk}/").content.decode()
    assert "罚款3万元" in page
    assert "只公示这一条" not in page


@time_machine.travel("2026-07-01T12:00:00+08:00", tick=False)
def test_the_desk_says_that_an_old_sheet_changed_nothing(
    tmp_path: Path, corrected: Record, own_office: Office, client: Client
) -> None:
    client.force_login(own_office.recorder)
    with csv_file(tmp_path, [OLD]).open("rb") as sheet:
        page = client.post("/desk/batches/new/", {"kind": "penalty", "file": sheet, "do": "import"}, follow=True)
    assert "已于2026-06-10被更正替代" in page.content.decode()
    assert Record.objects.count() == 2
