"""import_records: rows become submitted records, once, or are refused with their reason."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from enterprises.records.models import ImportBatch, Record, RecordEvent
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.register.models import Enterprise, FormerName
from enterprises.register.signals import credit_file_changed
from tests.importing.make import (
    AGENCY_CODE,
    Office,
    csv_file,
    new_enterprise,
    office,
    penalty,
    run,
    run_refused,
    uscc,
)

pytestmark = pytest.mark.django_db
BY = ("--agency", AGENCY_CODE, "--by", "luru")
IDENTITY = "11010519491231002X"  # the example of GB 11643


@pytest.fixture(autouse=True)
def own_office() -> Office:
    return office()


def load(path: Path, *options: str, on: str = "2026-06-01") -> str:
    return run("import_records", "penalty", str(path), *BY, *options, on=on)


def refuse(path: Path, *options: str) -> str:
    return run_refused("import_records", "penalty", str(path), *BY, *options)


def publish(record: Record, reviewer: object) -> None:
    Record.objects.filter(pk=record.pk).update(
        state=State.PUBLISHED,
        reviewed_by=reviewer,
        published_at="2026-06-02T02:00:00Z",
        public_from=date(2026, 6, 2),
        period_rule="test",
    )


def test_a_row_becomes_a_submitted_record_of_a_batch(tmp_path: Path, own_office: Office) -> None:
    subject = new_enterprise()
    text = load(csv_file(tmp_path, [penalty(CF_NR_FK="２．５", CF_FR_ZJHM="secret-1")]))
    batch = ImportBatch.objects.get()
    record = Record.objects.get()
    assert f"第{batch.pk}批" in text
    assert "接受1行，无变化0行，拒绝0行" in text
    assert (record.state, record.batch, record.enterprise, record.agency) == (
        "SUBMITTED",
        batch,
        subject,
        own_office.agency,
    )
    assert (record.recorded_by, record.source_agency) == (own_office.recorder, own_office.agency)
    assert (record.fine_yuan, record.decided_on) == (Decimal("25000.00"), date(2026, 5, 6))
    assert (record.document_number, record.folded_document_number) == ("武市监罚〔2026〕1号", "武市监罚2026-1")
    assert record.details["CF_FR_ZJHM"] == "secret-1"
    assert (record.gravity, record.public_from) == ("GENERAL", None)
    assert (batch.accepted, batch.unchanged, batch.refused, batch.kind) == (1, 0, 0, "penalty")
    event = RecordEvent.objects.get()
    assert (event.record, event.verb, event.after, event.actor) == (record, "import", "SUBMITTED", own_office.recorder)


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [penalty(number) for number in range(1, 4)])
    load(path)
    before = list(Record.objects.order_by("pk").values())
    text = load(path, on="2026-06-20")
    assert "没有新的记录" in text
    assert "接受0行，无变化3行" in text
    assert list(Record.objects.order_by("pk").values()) == before
    assert (ImportBatch.objects.count(), RecordEvent.objects.count()) == (1, 3)


def test_a_published_equal_row_is_unchanged_a_different_one_is_a_version(tmp_path: Path, own_office: Office) -> None:
    load(csv_file(tmp_path, [penalty()]))
    first = Record.objects.get()
    publish(first, own_office.reviewer)
    assert "无变化1行" in load(csv_file(tmp_path, [penalty(CF_WSH="武市监罚[2026]1号")]))
    load(csv_file(tmp_path, [penalty(CF_NR_FK="3", CF_NR="罚款3万元")]))
    version = Record.objects.exclude(pk=first.pk).get()
    assert (version.state, version.supersedes, version.fine_yuan) == ("SUBMITTED", first, Decimal("30000.00"))
    first.refresh_from_db()
    assert first.state == "PUBLISHED"
    assert "无变化1行" in load(csv_file(tmp_path, [penalty(CF_NR_FK="3", CF_NR="罚款3万元")]))


def test_a_waiting_row_with_other_content_is_refused_with_its_batch(tmp_path: Path) -> None:
    load(csv_file(tmp_path, [penalty()]))
    text = refuse(csv_file(tmp_path, [penalty(CF_SY="另一事实"), penalty(2)]))
    assert f"第{ImportBatch.objects.order_by('pk')[0].pk}批导入的同一记录正在等待审核" in text
    assert Record.objects.count() == 2


def test_a_draft_of_the_desk_stands_in_the_way(tmp_path: Path) -> None:
    load(csv_file(tmp_path, [penalty()]))
    Record.objects.update(state=State.DRAFT)
    assert "工作台里有同一记录的草稿" in refuse(csv_file(tmp_path, [penalty()]))


def test_a_withdrawn_key_is_refused_with_day_and_reason(tmp_path: Path) -> None:
    load(csv_file(tmp_path, [penalty()]))
    Record.objects.update(
        state=State.WITHDRAWN,
        withdrawn_at="2026-06-09T18:00:00Z",
        withdrawn_reason=WithdrawalReason.REPAIRED,
    )
    text = refuse(csv_file(tmp_path, [penalty(), penalty(2)]))
    assert "同一记录已于2026-06-10撤下（信用修复）" in text
    assert Record.objects.filter(state=State.SUBMITTED).get().document_number == "武市监罚〔2026〕2号"


def test_one_key_twice_in_a_file(tmp_path: Path) -> None:
    text = refuse(csv_file(tmp_path, [penalty(), penalty(), penalty(CF_SY="另一事实")]))
    assert "接受1行，无变化1行，拒绝1行" in text
    assert "第4行 行政处罚决定书文号：与第2行是同一记录，内容却不同" in text


def test_an_empty_cell_that_is_never_public_keeps_what_is_stored(tmp_path: Path, own_office: Office) -> None:
    load(csv_file(tmp_path, [penalty(CF_FR_ZJHM="secret-1")]))
    assert "无变化1行" in load(csv_file(tmp_path, [penalty()]))
    first = Record.objects.get()
    publish(first, own_office.reviewer)
    load(csv_file(tmp_path, [penalty(CF_SY="更正的事实")]))
    assert Record.objects.exclude(pk=first.pk).get().details["CF_FR_ZJHM"] == "secret-1"


def test_columns_that_are_not_in_a_file_keep_what_is_stored(tmp_path: Path) -> None:
    load(csv_file(tmp_path, [penalty(BZ="备注一")]))
    assert "无变化1行" in load(csv_file(tmp_path, [penalty()]))


def test_unknown_subjects_become_hidden_enterprises(tmp_path: Path) -> None:
    seen: list[object] = []

    def receive(**kwargs: object) -> None:
        seen.append(kwargs)

    credit_file_changed.connect(receive)
    try:
        load(csv_file(tmp_path, [penalty(), penalty(2)]))
    finally:
        credit_file_changed.disconnect(receive)
    subject = Enterprise.objects.get()
    assert (subject.uscc, subject.name, subject.origin, subject.public_from) == (
        uscc(1),
        "武汉甲商贸有限公司",
        "RECORD",
        None,
    )
    assert Record.objects.filter(enterprise=subject).count() == 2
    assert seen == []


def test_an_individual_business(tmp_path: Path) -> None:
    load(csv_file(tmp_path, [penalty(CF_XDR_SHXYM=uscc(2, category="2"), CF_XDR_LB="个体工商户")]))
    assert Enterprise.objects.get().category == "INDIVIDUAL_BUSINESS"


def test_names_are_compared_folded_and_with_former_ones(tmp_path: Path) -> None:
    subject = new_enterprise(name="武汉（甲）商贸有限公司")
    FormerName.objects.create(enterprise=subject, name="武汉旧商贸有限公司", folded_name="武汉旧商贸有限公司")
    rows = [penalty(1, CF_XDR_MC="武汉(甲)商贸有限公司"), penalty(2, CF_XDR_MC="武汉旧商贸有限公司"), penalty(3)]
    text = refuse(csv_file(tmp_path, rows))
    assert "第4行 行政相对人名称：错误1001" in text
    assert "登记的名称是“武汉（甲）商贸有限公司”" in text
    stored = Record.objects.order_by("pk").values_list("subject_name", flat=True)
    assert list(stored) == ["武汉(甲)商贸有限公司", "武汉旧商贸有限公司"]


def test_other_agencies_rows_are_refused(tmp_path: Path) -> None:
    other = office(code=uscc(9002, department="1"), name="武汉市生态环境局", prefix="b")
    text = refuse(csv_file(tmp_path, [penalty(CF_CFJGDM=other.agency.code)]))
    assert f"处罚机关统一社会信用代码：不是本次导入的机关（{AGENCY_CODE}）" in text


@pytest.mark.parametrize("by", ["shenhe", "bluru"])
def test_only_a_recorder_of_the_agency_may_import(tmp_path: Path, by: str) -> None:
    office(code=uscc(9002, department="1"), name="武汉市生态环境局", prefix="b")
    path = csv_file(tmp_path, [penalty()])
    text = run_refused("import_records", "penalty", str(path), "--agency", AGENCY_CODE, "--by", by, status=2)
    assert "录入权限" in text
    assert not Record.objects.exists()


@pytest.mark.parametrize(("option", "value"), [("--agency", "none"), ("--by", "nobody")])
def test_unknown_agency_or_user(tmp_path: Path, option: str, value: str) -> None:
    given = {"--agency": AGENCY_CODE, "--by": "luru", option: value}
    arguments = [part for pair in given.items() for part in pair]
    assert "没有" in run_refused(
        "import_records", "penalty", str(csv_file(tmp_path, [penalty()])), *arguments, status=2
    )


def test_a_dry_run_checks_all_and_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "errors.xlsx"
    path = csv_file(tmp_path, [penalty(), penalty(CF_SY="另一事实"), penalty(3, CF_JDRQ="2026-13-01")])
    text = refuse(path, "--dry-run", "--errors", str(out))
    assert "试运行" in text
    assert "接受1行，无变化0行，拒绝2行" in text
    assert out.exists()
    assert not any(model.objects.exists() for model in (Record, RecordEvent, ImportBatch, Enterprise))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"CF_XDR_SHXYM": "91420106MA4K00010X"},
            "行政相对人代码_1(统一社会信用代码)“91420106MA4K00010X”：统一社会信用代码",
        ),
        ({"CF_JDRQ": "2026-06-02"}, "处罚决定日期"),
        ({"CF_NR_FK": ""}, "罚款金额(万元)：处罚类别含“罚款”时必填"),
        ({"CF_WSH": ""}, "行政处罚决定书文号：必填"),
        ({"CF_FR_ZJHM": "1" * 65}, "法定代表人证件号码“***”"),
    ],
)
def test_bad_cells_are_named_and_cost_their_row_only(tmp_path: Path, changed: dict[str, str], sentence: str) -> None:
    text = refuse(csv_file(tmp_path, [{**penalty(), **changed}, penalty(2)]))
    assert "第2行" in text
    assert sentence in text
    assert Record.objects.get().document_number == "武市监罚〔2026〕2号"


def test_nothing_of_a_natural_person_is_kept_or_told(tmp_path: Path) -> None:
    out = tmp_path / "errors.xlsx"
    row = penalty(CF_XDR_MC="李四", CF_XDR_LB="自然人", CF_XDR_SHXYM="") | {"CF_XDR_ZJHM": IDENTITY}
    text = refuse(csv_file(tmp_path, [row, {**row, "CF_XDR_SHXYM": IDENTITY}]), "--errors", str(out))
    assert "拒绝2行" in text
    assert IDENTITY not in text
    assert "李四" not in text
    page = load_workbook(out).active
    assert page is not None
    cells = [cell.value for row in page.iter_rows(min_row=2) for cell in row if cell.value]
    assert [cell for cell in cells if cell.isdigit()] == ["2", "3"]
    assert not any(IDENTITY in cell or "李四" in cell for cell in cells)


def test_the_error_workbook_withholds_and_comes_back(tmp_path: Path) -> None:
    out = tmp_path / "errors.xlsx"
    bad = penalty(CF_FR_ZJHM="secret-1", CF_JDRQ="昨天", CF_SY='=HYPERLINK("http://x","y")')
    refuse(csv_file(tmp_path, [{**bad, "身份证": "secret-2"}]), "--errors", str(out))
    assert out.stat().st_mode & 0o777 == 0o600
    book = load_workbook(out)
    page = book.active
    assert page is not None
    headers = {cell.value: cell.column for cell in page[1]}
    assert page.cell(2, headers["CF_SY"]).value == '=HYPERLINK("http://x","y")'
    assert page.cell(2, headers["CF_SY"]).data_type == "s"
    assert "secret" not in str([cell.value for cell in page[2]])
    page.cell(2, headers["CF_JDRQ"]).value = "2026年5月6日"
    page.cell(2, headers["CF_SY"]).value = "发布虚假广告"
    book.save(tmp_path / "again.xlsx")
    text = load(tmp_path / "again.xlsx")
    assert "接受1行" in text
    assert "没有读取：错误行号" not in text


def test_an_error_workbook_that_cannot_be_written_stops_before_the_first_row(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [penalty(CF_JDRQ="x"), penalty(2)])
    content = path.read_bytes()
    for out, sentence in ((tmp_path / "none" / "e.xlsx", "没有文件夹"), (path, "同一个文件")):
        arguments = (str(path), *BY, "--errors", str(out))
        assert sentence in run_refused("import_records", "penalty", *arguments, status=2)
    assert path.read_bytes() == content
    assert not Record.objects.exists()


def test_a_formula_in_a_name_stays_text(tmp_path: Path) -> None:
    load(csv_file(tmp_path, [penalty(CF_XDR_MC='=HYPERLINK("http://x","y")')]))
    assert Record.objects.get().subject_name == '=HYPERLINK("http://x","y")'


def test_an_unreadable_file_ends_with_two(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04truncated")
    assert "已损坏" in run_refused("import_records", "penalty", str(path), *BY, status=2)


def test_the_header_must_name_subject_and_key(tmp_path: Path) -> None:
    row = penalty()
    del row["CF_WSH"]
    text = run_refused("import_records", "penalty", str(csv_file(tmp_path, [row])), *BY, status=2)
    assert "缺少必需的列：行政处罚决定书文号" in text


def test_many_rows_over_several_transactions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enterprises.records.importing.record_import.BATCH", 4)
    rows = [penalty(number, **({"CF_JDRQ": "x"} if number % 5 == 0 else {})) for number in range(1, 24)]
    rows.append(penalty(1))
    text = refuse(csv_file(tmp_path, rows))
    assert "接受19行，无变化1行，拒绝4行" in text
    batch = ImportBatch.objects.get()
    assert (batch.accepted, batch.unchanged, batch.refused) == (19, 1, 4)
    assert batch.records.count() == 19
