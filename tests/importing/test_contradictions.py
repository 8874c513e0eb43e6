"""Cells that contradict each other: held for a person, named, and out of every batch until he confirms them."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from creditportal.development.demo.enterprises import enterprises
from creditportal.development.demo.records import records_of
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.validation import clean
from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules.contradictions import PenaltyCells, contradictions_in
from enterprises.records.services.contradictions import Contradicts, contradictions_of
from enterprises.records.services.publication import publish_record
from enterprises.shared.clock import now
from enterprises.shared.rules.money import folded_text, money_in
from tests.importing.make import AGENCY_CODE, Office, csv_file, new_enterprise, office, penalty, run, run_refused
from tests.samples import enterprises as sample_enterprises
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
        ("罚款 20 000 元", ["20000"]),
        ("罚款2,0000元", ["20000"]),
        ("罚款2万5千元", ["25000"]),
        ("罚款1万零500元", ["10500"]),
        ("罚款1万2千3百4十5元6角", ["12345.6"]),
        ("罚款壹万伍仟整", ["15000"]),
        ("罚款叁仟零佰零拾零元整", ["3000"]),
        ("罚款廿万元", ["200000"]),
        ("罚款二〇〇〇元", ["2000"]),
        ("罚款叁  万  元  整", ["30000"]),
        ("罚款￥20,000.00", ["20000.00"]),
        ("罚款人民币2000", ["2000"]),
        ("罚款2000人民币", ["2000"]),
        ("罚款3000", ["3000"]),
        ("罚款金额：3000.00。", ["3000.00"]),
        ("罚款5", []),
        ("罚款2000美元，没收2000万日元", []),
        ("没收美元2000元", []),
        ("依据第57条、第2000号令", []),
        ("一" * 5000 + "元", []),
        ("二〇二六年六月", []),
        ("万一发现", []),
        ("第3号决定", []),
    ],
)
def test_amounts_of_running_text(text: str, yuan: list[str]) -> None:
    assert [each.yuan for each in money_in(folded_text(text))] == [Decimal(one) for one in yuan]


def found(types: str, fine: str | None, taken: str | None, content: str, **more: Any) -> list[str]:
    cells = PenaltyCells(
        types=tuple(types.split(";")),
        fine_yuan=None if fine is None else Decimal(fine),
        confiscated_yuan=None if taken is None else Decimal(taken),
        content=content,
        **more,
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
        ("罚款", "5000", None, "罚款5000元，没收违法所得3000元", ("处罚类别是“罚款”", "“没收3000元”")),
        ("没收违法所得", None, "5000", "没收违法所得3000元", ("没收金额(万元)是0.5万元", "“3000元”")),
        ("没收违法所得", None, "20000", "货值金额20000元，没收违法所得5000元", ("没收金额(万元)是2万元", "“5000元”")),
        ("没收违法所得", None, "30000000", "退还当事人3000元", ("像是把元当作了万元", "“3000元”")),
        ("没收违法所得", None, "10000000000", "见决定书", ("没收金额(万元)是1000000万元", "超过通常的范围")),
        ("罚款", "5000", "3000", "罚款5000元", ("没收金额(万元)却是0.3万元",)),
        ("罚款", "30000000", None, "罚款￥3000.00", ("罚款金额(万元)是3000万元", "“￥3000.00”")),
        ("罚款", "30000000", None, "罚款3000", ("罚款金额(万元)是3000万元", "“3000”")),
        ("罚款", "30000000", None, "罚款 3000 元", ("罚款金额(万元)是3000万元", "“3000元”")),
        ("罚款", "50000", None, "罚款总额为人民币（大写）叁万元", ("罚款金额(万元)是5万元", "“叁万元”")),
        ("警告", None, None, "警告，并处人民币2万元的罚款", ("处罚类别是“警告”", "“罚款人民币2万元”")),
        ("警告", None, None, "作出如下处罚：罚款2万元", ("处罚类别是“警告”", "“罚款2万元”")),
        ("罚款", "5000", None, "作出如下处罚：1.罚款5000元；2.吊销营业执照", ("“吊销营业执照”",)),
        ("罚款", "5000", None, "当事人将过期食品售出，罚款5000元，吊销许可证", ("“吊销许可证”",)),
        ("罚款", "5000", None, "罚款5000元，限制从业五年", ("“限制从业”",)),
        ("没收违法所得", None, "5000", "没收违法所得：3000元", ("没收金额(万元)是0.5万元", "“3000元”")),
        ("罚款", "20000", None, "没收违法所得：3000元，罚款2万元", ("处罚类别是“罚款”", "“没收3000元”")),
        ("罚款;其他-没收", "5000", "0", "罚款5000元，吊销营业执照", ("“吊销营业执照”",)),
        ("其他-没收", None, "5000", "没收3000元", ("没收金额(万元)是0.5万元", "“3000元”")),
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
        ("罚款;其他-没收", "2000", "1000", "没收1000元，罚款2000元"),
        ("罚款;其他-没收", "2000", None, "罚款2000元"),
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
        ("罚款", "5000", None, "罚款5000元；逾期不退还的，没收保证金1000元"),
        ("没收违法所得", None, "3500", "没收甲的违法所得1500元；没收乙的违法所得2000元"),
        ("没收违法所得", None, "3000", "见决定书"),
        ("罚款", "15000", None, "罚款壹万伍仟"),
        ("罚款", "3000", None, "罚款叁仟零佰零拾零元整"),
        ("罚款", "25500", None, "罚款2万5千5百元"),
        ("罚款", "5000", None, "每台罚款500元，共计5000元"),
        ("罚款", "30000", None, "对两项行为分别处以罚款1万元、2万元"),
        ("罚款", "30000", None, "罚款1万元、2万元"),
        ("罚款", "30000", None, "依据第五十条罚款1万元以上10万元以下的规定，处以3万元的处罚"),
        ("罚款", "30000", None, "可处1万元至10万元的罚款，决定处以3万元"),
        ("罚款;没收非法财物", "3000", "1000", "没收侵权商品并处罚款3000元"),
        ("罚款;没收违法所得;没收非法财物", "20000", "3000", "没收违法所得1000元、非法财物价值2000元，罚款2万元"),
        ("罚款", "5000", None, "罚款5000元。如不服，可申请复议；如数缴纳前不再受理"),
        ("警告", None, None, "警告。可处二十万元以上一百万元以下的罚款，减轻处罚"),
    ],
)
def test_what_is_plausible_is_not_held(types: str, fine: str | None, taken: str | None, content: str) -> None:
    assert found(types, fine, taken, content) == []


@pytest.mark.parametrize(
    ("fine", "facts", "is_held"),
    [
        ("50000000", {}, False),
        ("50000000", {"subject_code": "92420102MA0000G848"}, True),
        ("1000000", {"subject_code": "92420102MA0000G848"}, False),
        ("10000000", {"is_on_the_spot": True}, True),
        ("3000", {"is_on_the_spot": True}, False),
    ],
)
def test_what_is_usual_depends_on_whom_it_concerns_and_how_it_was_decided(
    fine: str, facts: dict[str, Any], is_held: bool
) -> None:
    assert bool(found("罚款", fine, None, "见决定书", **facts)) == is_held


@pytest.fixture
def desk() -> Office:
    new_enterprise()
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
    office(code=sample_enterprises.AGENCY_CODE, name=sample_enterprises.AGENCY_NAME)
    for name in ("penalty_2015.csv", "penalty_2018_codes.csv", "penalty_2018_labels.xlsx", "penalty_today.csv"):
        run("import_records", "penalty", str(folder / name), "--agency", sample_enterprises.AGENCY_CODE, "--by", "luru")
    assert Record.objects.exists()
    assert not Record.objects.exclude(contradictions="").exists()


# Types, amounts in 万元 and words as agencies put them side by side (made up after public lists of decisions).
AS_WRITTEN = [
    ("没收非法所得", "", "0.12", "没收违法所得1200元"),
    ("罚没", "0.2", "0.1", "1、没收违法所得1000元；2、罚款2000元。"),
    ("罚款、没收非法所得", "0.5", "0.0356", "没收违法所得356元，并处5000元罚款，合计罚没款5356元"),
    ("警告、罚款", "0.01", "", "1.警告；2.罚款人民币壹佰元整（¥100.00）。"),
    ("罚款", "1.5", "", "罚款1.5万元"),
    ("罚款", "15000元", "", "罚款1.5万元"),
    ("罚款", "1.5万元", "", "罚款人民币壹万伍仟元整（15000.00元）"),
    ("罚款", "20", "", "处货值金额100000元二倍的罚款，即人民币200000元"),
    ("罚款", "3", "", "决定处以罚款3万元的行政处罚。逾期不缴纳的，每日按罚款数额的3%加处罚款"),
    ("没收违法所得、没收非法财物", "", "0.3", "没收侵权酒12瓶；没收违法所得3000元"),
    ("其他（责令公开道歉）", "", "", "责令公开道歉"),
    ("吊销营业执照", "", "", "吊销营业执照"),
    ("罚款", "5", "", "《中华人民共和国广告法》第五十五条规定可处二十万元以上一百万元以下的罚款，减轻处罚，罚款5万元"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("cells", AS_WRITTEN)
def test_what_agencies_write_is_not_held(tmp_path: Path, desk: Office, cells: tuple[str, str, str, str]) -> None:
    types, fine, taken, content = cells
    permit = "营业执照" if "吊销" in types else ""
    row = penalty(1, CF_CFLB=types, CF_NR=content, CF_NR_FK=fine, CF_NR_WFFF=taken, CF_NR_ZKDX=permit)
    run("import_records", "penalty", str(csv_file(tmp_path, [row])), *BY)
    assert Record.objects.get().contradictions == ""


def test_the_demo_city_holds_nothing() -> None:
    kind, on = kind_of("penalty"), date(2026, 6, 1)
    made = [
        clean(kind, record.raw, on=on).values
        for ordinal, enterprise in enumerate(enterprises(count=500, seed=1, on=on))
        for record in records_of(enterprise, ordinal=ordinal, seed=1, on=on)
        if record.kind == kind.code
    ]
    assert len(made) > 100
    assert not [found for values in made if (found := contradictions_of(kind, values))]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cell", "yuan", "held"),
    [
        ("15000元", 15_000, False),
        ("1.5万元", 15_000, False),
        ("15000", 150_000_000, True),
    ],
)
def test_the_unit_of_a_cell_is_read(tmp_path: Path, desk: Office, cell: str, yuan: int, held: bool) -> None:
    row = penalty(1, CF_NR="罚款1.5万元", CF_NR_FK=cell)
    run("import_records", "penalty", str(csv_file(tmp_path, [row])), *BY)
    record = Record.objects.get()
    assert record.fine_yuan == yuan
    assert bool(record.contradictions) == held


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number_format", "stored", "yuan"),
    [
        ('0"."0,"万元"', 30_000, 30_000),
        ('0"."0000"万元"', 30_500, 30_500),
        ("0\\.0,", 152_000, 152_000),
        ('0.00"万元"', 3, 30_000),
        ("#,##0.00", 3, 30_000),
        ("General", 3, 30_000),
    ],
)
def test_an_amount_is_read_as_its_format_shows_it(
    tmp_path: Path, desk: Office, number_format: str, stored: int, yuan: int
) -> None:
    row = penalty(1, CF_NR="见决定书")
    path = tmp_path / "formats.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, shown = book.add_worksheet(), book.add_format({"num_format": number_format})
        page.write_row(0, 0, list(row))
        for column, (code, cell) in enumerate(row.items()):
            if code == "CF_NR_FK":
                page.write_number(1, column, stored, shown)
            else:
                page.write_string(1, column, cell)
    run("import_records", "penalty", str(path), *BY)
    assert Record.objects.get().fine_yuan == yuan
