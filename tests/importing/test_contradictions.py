"""Cells that contradict each other: held for a person, named, and out of every batch until he confirms them."""

from decimal import Decimal
from pathlib import Path

import pytest

from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules.contradictions import PenaltyCells, contradictions_in
from enterprises.records.services.contradictions import Contradicts
from enterprises.records.services.publication import publish_record
from enterprises.shared.clock import now
from enterprises.shared.rules.money import money_in
from tests.importing.make import AGENCY_CODE, Office, csv_file, firm, office, penalty, run, run_refused
from tests.samples import make_samples

BY = ("--agency", AGENCY_CODE, "--by", "luru")


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("罚款2万元", ["20000"]),
        ("罚款2万", ["20000"]),
        ("叁佰万元", ["3000000"]),
        ("20000元", ["20000"]),
        ("２０,０００元", ["20000"]),
        ("人民币壹万伍仟元整", ["15000"]),
        ("一百二十万零五百元", ["1200500"]),
        ("一亿二千万元", ["120000000"]),
        ("壹仟贰佰叁拾肆元伍角陆分", ["1234.56"]),
        ("没收1000元，罚款1.5万元", ["1000", "15000.0"]),
        ("二〇二六年六月", []),
        ("万一发现", []),
        ("第3号决定", []),
    ],
)
def test_amounts_of_running_text(text: str, yuan: list[str]) -> None:
    assert [each.yuan for each in money_in(text)] == [Decimal(one) for one in yuan]


def found(types: str, fine: str | None, taken: str | None, content: str) -> list[str]:
    cells = PenaltyCells(
        types=tuple(types.split(";")),
        fine_yuan=None if fine is None else Decimal(fine),
        confiscated_yuan=None if taken is None else Decimal(taken),
        content=content,
    )
    return [str(one) for one in contradictions_in(cells)]


@pytest.mark.parametrize(
    ("types", "fine", "taken", "content", "parts"),
    [
        ("罚款", "300000000", None, "罚款30000元", ("罚款金额(万元)是30000万元", "“30000元”")),
        ("罚款", "300000000", None, "处以人民币叁万元的处罚", ("像是把元当作了万元", "人民币叁万元")),
        ("罚款", "20000", None, "罚款3万元", ("罚款金额(万元)是2万元", "“3万元”")),
        ("罚款", "15000000000", None, "罚款人民币150元", ("1500000万元", "人民币150元")),
        ("罚款", "10000000000", None, "见决定书", ("超过通常的范围",)),
        ("罚款", "10000000000", None, "罚款10亿元整，罚款100亿元", ("超过通常的范围",)),
        ("警告", "5000", None, "警告", ("处罚类别是“警告”", "却是0.5万元")),
        ("警告", None, None, "警告，罚款2万元", ("处罚类别是“警告”", "“罚款2万元”")),
        ("罚款", "5000", None, "罚款5000元，吊销营业执照", ("处罚类别是“罚款”", "“吊销营业执照”")),
        ("罚款", "5000", None, "罚款5000元；责令停业", ("“责令停业”",)),
        ("没收违法所得", None, "30000000", "没收违法所得3000元", ("没收金额(万元)是3000万元", "“3000元”")),
        ("罚款", "5000", "3000", "罚款5000元", ("没收金额(万元)却是0.3万元",)),
    ],
)
def test_contradictions_name_both_cells(
    types: str, fine: str | None, taken: str | None, content: str, parts: tuple[str, ...]
) -> None:
    sentences = found(types, fine, taken, content)
    assert len(sentences) == 1, sentences
    for part in parts:
        assert part in sentences[0]


@pytest.mark.parametrize(
    ("types", "fine", "taken", "content"),
    [
        ("罚款", "20000", None, "罚款2万元"),
        ("罚款", "16500", None, "罚款16539元。"),
        ("罚款", "30000", None, "对甲罚款1万元；对乙罚款2万元"),
        ("罚款", "5000", None, "处货值金额1000元五倍的罚款"),
        ("罚款", "5000", None, "见决定书"),
        ("罚款", "5000", None, "罚款5000元；逾期不改正的，吊销营业执照"),
        ("罚款", "30000000", None, "罚款3000万元"),
        ("警告", "0", None, "警告"),
        ("警告", None, None, "予以警告；逾期不缴纳的，每日加处罚款100元"),
        ("其他-见处罚类别2", None, None, "警告，罚款2万元"),
        ("罚款;没收违法所得", "3000", "1000", "1.没收广告费用1000元        2.罚款3000元"),
        ("吊销许可证件", None, None, "吊销营业执照"),
    ],
)
def test_what_is_plausible_is_not_held(types: str, fine: str | None, taken: str | None, content: str) -> None:
    assert found(types, fine, taken, content) == []


@pytest.fixture
def desk() -> Office:
    firm()
    return office()


@pytest.fixture
def batch(tmp_path: Path, desk: Office) -> ImportBatch:
    """A right row and one whose yuan stand in the column of 万元."""
    rows = (penalty(1), penalty(2, CF_NR="罚款30000元", CF_NR_FK="30000"))
    run("import_records", "penalty", str(csv_file(tmp_path, rows)), *BY)
    return ImportBatch.objects.get()


@pytest.mark.django_db
@pytest.mark.usefixtures("present")
def test_a_batch_leaves_contradictions_out_until_they_are_confirmed(batch: ImportBatch) -> None:
    held = Record.objects.exclude(contradictions="").get()
    text = run_refused("publish_batch", str(batch.pk), "--by", "shenhe")
    assert "公示1条，未公示1条" in text
    assert f"记录{held.pk}" in text
    assert "罚款金额(万元)是30000万元（即300,000,000.00元），处罚内容写的却是“30000元”" in text
    held.refresh_from_db()
    assert held.state == "SUBMITTED"
    run("publish_batch", str(batch.pk), "--by", "shenhe", "--confirm-contradictions", str(held.pk))
    held.refresh_from_db()
    assert held.state == "PUBLISHED"
    event = held.events.get(verb="confirm-contradictions")
    assert "30000元" in event.reason


@pytest.mark.django_db
def test_one_record_is_published_only_after_a_look(batch: ImportBatch, desk: Office) -> None:
    held = Record.objects.exclude(contradictions="").get()
    with pytest.raises(Contradicts, match="内容前后矛盾"):
        publish_record(record=held, by=desk.reviewer, at=now())
    published = publish_record(record=held, by=desk.reviewer, at=now(), contradictions_confirmed=True)
    assert published.events.filter(verb="confirm-contradictions").count() == 1


@pytest.mark.django_db
def test_the_samples_hold_nothing() -> None:
    folder = Path(make_samples.__file__).parent
    office(code=make_samples.AGENCY_CODE, name=make_samples.AGENCY_NAME)
    for name in ("penalty_2015.csv", "penalty_2018_codes.csv", "penalty_2018_labels.xlsx", "penalty_today.csv"):
        run("import_records", "penalty", str(folder / name), "--agency", make_samples.AGENCY_CODE, "--by", "luru")
    assert Record.objects.exists()
    assert not Record.objects.exclude(contradictions="").exists()
