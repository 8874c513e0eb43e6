"""Sheets of spot checks name the penalty behind a failed one by its document number."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from enterprises.records.models import ImportBatch, Record
from enterprises.records.services.batches import publish_batch
from tests.importing.make import (
    AGENCY_CODE,
    Office,
    csv_file,
    load_penalties,
    new_enterprise,
    office,
    penalty,
    run,
    run_refused,
    uscc,
)

pytestmark = pytest.mark.django_db
DAY, AT = "2026-06-01", datetime(2026, 6, 1, 5, tzinfo=UTC)
END = date(2026, 9, 1)


def check(number: int = 1, *, names: str = "武市监罚(2026)第01号", **changed: str) -> dict[str, str]:
    """Return a row of a result table; `names` is the number of the penalty."""
    return {
        "抽样编号": f"抽检〔2026〕{number}号",
        "企业名称": "武汉甲商贸有限公司",
        "统一社会信用代码": uscc(1),
        "样品名称": "电热水壶",
        "生产日期/批号": "2026-03-01",
        "抽查类型": "监督抽检",
        "任务来源/项目名称": "家用电器专项",
        "抽样日期": "2026-05-01",
        "检验结论": "不合格",
        "不合格项目": "接地措施",
        "组织抽查单位": "武汉市市场监督管理局",
        "处罚决定书文号": names,
        **changed,
    }


def load(folder: Path, *rows: dict[str, str]) -> str:
    sheet = csv_file(folder, rows, name="checks.csv")
    return run("import_records", "inspection", str(sheet), "--agency", AGENCY_CODE, "--by", "luru", on=DAY)


def publish(office: Office) -> None:
    """Publish the last batch."""
    batch = ImportBatch.objects.order_by("-pk")[0]
    assert not publish_batch(batch, by=office.reviewer, at=AT).refused


def test_a_check_of_a_sheet_ends_with_the_penalty_that_its_row_names(tmp_path: Path) -> None:
    bureau = office()
    new_enterprise()
    load_penalties(tmp_path, penalty(), on=DAY)
    publish(bureau)
    Record.objects.update(public_until=END, unheld_until=END)
    assert "接受2行" in load(tmp_path, check(), check(2, names=""))
    publish(bureau)
    linked, free = Record.objects.filter(kind="inspection").order_by("pk")
    assert (linked.penalty, free.penalty) == (Record.objects.get(kind="penalty"), None)
    assert (linked.public_until, linked.unheld_until) == (END, free.public_until)
    assert "无变化2行" in load(tmp_path, check(), check(2, names=""))


def test_a_row_whose_penalty_is_not_there_is_refused_by_its_column(tmp_path: Path) -> None:
    office()
    new_enterprise()
    load_penalties(tmp_path, penalty(), on=DAY)
    said = run_refused_load(tmp_path, check(names="武市监罚〔2026〕2号"), check(2, 抽样日期="2026-05-20"), check(3))
    assert "第2行" in said and "行政处罚决定书文号：本机关没有对该企业" in said
    assert "第3行" in said and "抽查日期晚于该处罚的决定日期（2026-05-06）" in said
    assert list(Record.objects.filter(kind="inspection").values_list("document_number", flat=True)) == [
        "抽检〔2026〕3号"
    ]


def run_refused_load(folder: Path, *rows: dict[str, str]) -> str:
    sheet = csv_file(folder, rows, name="checks.csv")
    return run_refused("import_records", "inspection", str(sheet), "--agency", AGENCY_CODE, "--by", "luru", on=DAY)
