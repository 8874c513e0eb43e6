"""check_records: what the database cannot hold is looked for."""

from pathlib import Path

import pytest

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from tests.importing.make import AGENCY_CODE, csv_file, office, penalty, run, run_refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(tmp_path: Path) -> Record:
    office()
    path = csv_file(tmp_path, [penalty(CF_NR_WFFF="1", CF_CFLB="罚款;没收违法所得", BZ="备注")])
    run("import_records", "penalty", str(path), "--agency", AGENCY_CODE, "--by", "luru")
    return Record.objects.get()


def test_good_records_pass(record: Record) -> None:
    assert "共1条记录，0条有问题" in run("check_records")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"details": {"CF_NOT": "x"}}, "没有这些栏目：CF_NOT"),
        ({"details": {}}, "违法事实：必填"),
        ({"fine_yuan": None}, "罚款金额(万元)：处罚类别含“罚款”时必填"),
        ({"natural_key": "x"}, "标识"),
        ({"kind": "gossip"}, "目录中没有这一类记录"),
    ],
)
def test_problems_are_named_by_record(record: Record, changed: dict[str, object], sentence: str) -> None:
    Record.objects.update(**changed)
    text = run_refused("check_records")
    assert f"记录{record.pk}" in text
    assert sentence in text


def test_unreadable_and_unusual_values(record: Record) -> None:
    Record.objects.update(details={**record.details, "CF_GSJZQ": "2026-13-01"})
    assert "无法读出" in run_refused("check_records")
    Record.objects.update(details={**record.details, "BZ": " 备注 "})
    assert "写法不一致" in run_refused("check_records")


def test_a_draft_may_lack_fields(record: Record) -> None:
    Record.objects.update(state=State.DRAFT, fine_yuan=None)
    assert "0条有问题" in run("check_records")
