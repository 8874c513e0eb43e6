"""Single values: what is read, what is refused with what would be right."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.catalogue.reading import UnreadableValue, expected, reader_of
from enterprises.catalogue.registry import KINDS
from enterprises.catalogue.types import Choice, Code, Day, FieldType, Text, WanYuan
from enterprises.shared.rules.days import OPEN_END

ON = date(2026, 5, 1)
COLOURS = Choice(
    values=("红", "黑", "其他"),
    open_prefix="其他-",
    multiple=True,
    synonyms={"赤": "红", "红、黑两色": "红;黑", "0": ""},
    refused={"灰": "灰色不收"},
    length=20,
)
COLOUR = Choice(values=("红", "黑"), synonyms={"1": "红", "0": ""}, refused={"灰": "灰色不收"})
TYPES = st.sampled_from([field.type for kind in KINDS.values() for field in kind.fields])


def read(kind: FieldType, value: object) -> object:
    return reader_of(kind)(value, ON)


@pytest.mark.parametrize(
    ("kind", "given_", "value"),
    [
        (Text(length=20), "  登字\u3000", "登字"),
        (Text(length=20), "武汉  东湖\n科技", "武汉 东湖 科技"),
        (Text(length=20, multiline=True), "一、\r\n二、\r三", "一、\n二、\n三"),
        (Text(length=20), "第１２号ＡＢ，（好）", "第12号AB，（好）"),
        (Text(length=20), "——", None),
        (Text(length=20), " ", None),
        (Text(length=20), 2025, "2025"),
        (Text(length=20), 2025.0, "2025"),
        (Text(length=20), 0.1 + 0.2, "0.3"),
        (Text(length=20), date(2026, 1, 2), "2026-01-02"),
        (Code(length=30), "武市监处罚 〔２０２６〕 1号", "武市监处罚〔2026〕1号"),
        (Code(length=30), "（2026）鄂01号", "(2026)鄂01号"),
        (Code(length=30), "—", None),
        (Code(length=30), 420100000012345, "420100000012345"),
        (Day(), "2018.7.5", date(2018, 7, 5)),
        (Day(), "—", None),
        (Day(open_ended=True), "2099-01-31", OPEN_END),
        (Day(open_ended=True), "2030-01-31", date(2030, 1, 31)),
        (Day(past=True), "2026-05-01", date(2026, 5, 1)),
        (WanYuan(), "1.5", Decimal(15000)),
        (WanYuan(), 1.5, Decimal(15000)),
        (WanYuan(), Decimal("15000.00"), Decimal(15000)),
        (WanYuan(), "——", None),
        (COLOUR, " 红 ", "红"),
        (COLOUR, 1, "红"),
        (COLOUR, 1.0, "红"),
        (COLOUR, "１", "红"),
        (COLOUR, "0", None),
        (COLOURS, "红;黑", ("红", "黑")),
        (COLOURS, "红；黑，赤、红", ("红", "黑")),
        (COLOURS, "红、黑两色;其他", ("红", "黑", "其他")),
        (COLOURS, "其它－绿", ("其他-绿",)),
        (COLOURS, "其他（绿）", ("其他-绿",)),
        (COLOURS, "黑、其他-绿、蓝、红", ("黑", "其他-绿、蓝", "红")),
        (COLOURS, ["红", "黑"], ("红", "黑")),
        (COLOURS, (), None),
        (COLOURS, "0", None),
        (Code(length=9), "无", None),
        (Code(length=9), " NULL ", None),
        (Code(length=18, unified=True), "空", None),
    ],
)
def test_values_are_read(kind: FieldType, given_: object, value: object) -> None:
    assert read(kind, given_) == value


@pytest.mark.parametrize(
    ("kind", "given_", "message"),
    [
        (Text(length=2), "登记字", "最多2个字，现为3个字"),
        (Text(length=9), "a\x00b", "乱码"),
        (Text(length=9), "\ud800", "乱码"),
        (Text(length=9), "锟\ufffd", "乱码"),
        (Text(length=9), True, "应为文字"),
        (Text(length=9), b"abc", "应为文字"),
        (Code(length=9), 9.111e17, "数字格式"),
        (Code(length=9), 1234.0, "数字格式"),
        (Code(length=30), 10**15, "数字格式"),
        (Code(length=9), True, "数字格式"),
        (Code(length=9), date(2026, 1, 2), "识别成了日期"),
        (Code(length=3), "1234", "最多3个字"),
        (Code(length=9), "a\ufffd", "乱码"),
        (Code(length=18, unified=True), 911101000000000000, "数字格式"),
        (Code(length=18, unified=True), 9.111e17, "当作数字保存"),
        (Code(length=18, unified=True), "9.14201E+17", "科学计数"),
        (Code(length=18, unified=True), "9111", "应为18位"),
        (Day(), "2018-2-30", "没有这一天"),
        (Day(), "无", "应为有效日期"),
        (Day(past=True), "2026-05-02", "不得晚于2026-05-01"),
        (Day(past=True), "1949-09-30", "不得早于1949-10-01"),
        (WanYuan(), "1.555元", "以元为单位最多2位"),
        (WanYuan(), Decimal(-1), "负数"),
        (WanYuan(), Decimal("NaN"), "负数"),
        (COLOUR, "绿", "应为红、黑"),
        (COLOUR, "灰", "灰色不收"),
        (COLOUR, "其他-绿", "应为红、黑"),
        (COLOURS, "红;绿", "可多选"),
        (COLOURS, "红;灰", "灰色不收"),
        (COLOURS, "其他-" + "绿" * 30, "最多20个字"),
        (COLOURS, "其他-\ufffd", "乱码"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would_be_right(kind: FieldType, given_: object, message: str) -> None:
    with pytest.raises(UnreadableValue, match=message):
        read(kind, given_)


@given(
    TYPES, st.one_of(st.text(), st.text("红黑罚款没收、;,其他-—无20269.号", max_size=20), st.integers(), st.floats())
)
def test_anything_is_read_or_refused_and_what_is_read_is_read_again(kind: FieldType, value: object) -> None:
    try:
        once = read(kind, value)
    except UnreadableValue as refusal:
        assert str(refusal)
        return
    assert once is None or read(kind, once) == once


@given(TYPES)
def test_every_type_can_say_what_it_expects(kind: FieldType) -> None:
    assert expected(kind)
