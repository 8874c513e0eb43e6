"""The same decision under both codes of one enterprise is one record (docs/decisions/0044)."""

from pathlib import Path

import pytest

from enterprises.catalogue.registry import kind_of
from enterprises.records.models import ImportBatch, Record
from enterprises.records.services.drafting import KeyTaken, draft_record, submit_record
from enterprises.records.services.publication import publish_record
from enterprises.register.models import Enterprise
from enterprises.register.selectors import other_codes_of
from enterprises.register.services.links import link_codes
from enterprises.shared.clock import now
from tests.importing.make import AGENCY_CODE, Office, csv_file, new_enterprise, office, penalty, run, run_refused, uscc

pytestmark = pytest.mark.django_db
BY = ("--agency", AGENCY_CODE, "--by", "luru")
OLD, NEW = uscc(1), uscc(2)
NAMED = "武汉甲商贸有限公司"


@pytest.fixture
def desk() -> Office:
    new_enterprise(1)
    new_enterprise(2)
    return office()


def link() -> None:
    link_codes(earlier=Enterprise.objects.get(uscc=OLD), later=Enterprise.objects.get(uscc=NEW))


def load(folder: Path, *rows: dict[str, str]) -> str:
    return run("import_records", "penalty", str(csv_file(folder, rows)), *BY)


def refused(folder: Path, *rows: dict[str, str]) -> str:
    return run_refused("import_records", "penalty", str(csv_file(folder, rows)), *BY)


def under(code: str, **changed: str) -> dict[str, str]:
    return penalty(1, CF_XDR_SHXYM=code, **changed)


@pytest.mark.parametrize(("first", "second"), [(OLD, NEW), (NEW, OLD)])
def test_the_same_row_under_the_other_code_changes_nothing(
    tmp_path: Path, desk: Office, first: str, second: str
) -> None:
    link()
    load(tmp_path, under(first))
    out = load(tmp_path, under(second, CF_WSH="武市监罚(2026)第01号"))
    assert "无变化1行" in out
    assert f"同一决定已记在同一企业的另一代码{first}下（记录{Record.objects.get().pk}）" in out


def test_another_content_under_the_other_code_is_refused(tmp_path: Path, desk: Office) -> None:
    link()
    load(tmp_path, under(OLD))
    text = refused(tmp_path, under(NEW, CF_NR_FK="3", CF_NR="罚款3万元"))
    assert f"第2行 行政处罚决定书文号：同一决定已记在同一企业的另一代码{OLD}下" in text
    assert Record.objects.count() == 1


def test_two_rows_of_one_file_are_one_decision(tmp_path: Path, desk: Office) -> None:
    link()
    text = refused(tmp_path, under(OLD), under(NEW))
    assert "第3行 行政处罚决定书文号：与第2行是同一决定：两个代码是同一企业的" in text
    assert Record.objects.count() == 1


def test_without_a_link_they_are_two(tmp_path: Path, desk: Office) -> None:
    assert "接受2行" in load(tmp_path, under(OLD), under(NEW))
    assert other_codes_of([OLD, NEW]) == {}


def test_other_decisions_go_in_under_either_code(tmp_path: Path, desk: Office) -> None:
    link()
    assert "接受2行" in load(tmp_path, under(OLD), penalty(2, CF_XDR_SHXYM=NEW))
    assert other_codes_of([OLD, NEW]) == {OLD: (NEW,), NEW: (OLD,)}


def test_the_desk_refuses_it(tmp_path: Path, desk: Office) -> None:
    link()
    load(tmp_path, under(OLD))
    stored = Record.objects.get()
    raw = {**stored.field_values(), "CF_XDR_SHXYM": NEW, "X_CFCX": "普通程序"}
    draft = draft_record(
        kind=kind_of("penalty"),
        raw=raw,
        enterprise=Enterprise.objects.get(uscc=NEW),
        agency=desk.agency,
        by=desk.recorder,
        at=now(),
    )
    with pytest.raises(KeyTaken, match=f"另一代码{OLD}下"):
        submit_record(record=draft, by=desk.recorder, at=now())


@pytest.mark.usefixtures("present")
def test_what_was_recorded_before_the_link_is_published_once(tmp_path: Path, desk: Office) -> None:
    load(tmp_path, under(OLD), under(NEW))
    link()
    batch = ImportBatch.objects.get()
    first, second = Record.objects.order_by("pk")
    publish_record(record=first, by=desk.reviewer, at=now())
    text = run_refused("publish_batch", str(batch.pk), "--by", "shenhe")
    assert f"记录{second.pk}" in text
    assert "已经公示" in text
    with pytest.raises(KeyTaken):
        publish_record(record=second, by=desk.reviewer, at=now())
