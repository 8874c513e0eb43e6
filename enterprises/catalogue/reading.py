"""Readers of single values: one function for each field, made once from the field's type."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from enterprises.catalogue.types import Choice, Code, Day, FieldType, Text, WanYuan
from enterprises.shared.rules.amounts import UnreadableAmount
from enterprises.shared.rules.days import OPEN_END, UnreadableDay, is_dash, means_no_end, parse_day
from enterprises.shared.rules.marks import CellMark, mark_of
from enterprises.shared.rules.money import stated_amount
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.rules.uscc import ROUNDED, check_uscc, exact_digits, was_rounded
from enterprises.shared.rules.width import half_width, without_blanks

# Gets the raw value and the day on which it is read; returns None for "nothing".
FieldReader: TypeAlias = Callable[[object, date], object]


class UnreadableValue(ValueError):
    """The value does not fit its field; the message gives the right form in Chinese."""


FOUNDING = date(1949, 10, 1)  # no decision of the present agencies is older
_MOST_EXACT = 10**15  # spreadsheets keep 15 digits of a number
_AS_NUMBER = "单元格是数字格式，代码可能已失真；请改为文本格式后重新填写"
# Control characters (databases refuse NUL), halves of surrogate pairs, the mark of a failed decoding.
_DAMAGED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd]")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_NARROW = {ord(wide): ord(wide) - 0xFEE0 for wide in map(chr, range(0xFF10, 0xFF5B)) if wide.isalnum()}
_FIRST_DASHES = frozenset("-—–－―─")


def reader_of(kind: FieldType) -> FieldReader:  # noqa: PLR0911 - one case a type
    """Return the reader of a type."""
    match kind:
        case Text():
            return _text_reader(kind)
        case Code(unified=True):
            return _read_unified
        case Code():
            return _code_reader(kind)
        case Day():
            return _day_reader(kind)
        case WanYuan():
            return _read_amount
        case Choice(multiple=True):
            return _choices_reader(kind)
        case Choice():
            return _choice_reader(kind)


def expected(kind: FieldType) -> str:  # noqa: PLR0911 - one case a type
    """Describe in Chinese what a value of this type looks like."""
    match kind:
        case Text(length=length):
            return sentence("文字，最多{length}个字", length=length)
        case Code(unified=True):
            return "18位统一社会信用代码"
        case Code(length=length):
            return sentence("代码或编号，最多{length}位", length=length)
        case Day(open_ended=True):
            return "日期，如2026-04-01；长期有效填2099-12-31"
        case Day():
            return "日期，如2026-04-01"
        case WanYuan():
            return "以万元为单位的数字，如1.5"
        case Choice():
            return _expected_choice(kind)


def _expected_choice(choice: Choice) -> str:
    allowed = "、".join(choice.values)
    if choice.open_prefix:
        allowed = sentence("{allowed}，或“{prefix}（具体名称）”", allowed=allowed, prefix=choice.open_prefix)
    return sentence("{allowed}（可多选，以;隔开）", allowed=allowed) if choice.multiple else allowed


def _text_reader(kind: Text) -> FieldReader:
    def read(value: object, on: date) -> object:
        text = (value if isinstance(value, str) else _text_of_number(value)).strip()
        if not text or (text[0] in _FIRST_DASHES and is_dash(text)):
            return None
        if _DAMAGED.search(text):
            raise UnreadableValue("含有无法识别的字符（乱码），请重新填写")
        if not text.isascii() and _WIDE.search(text):
            text = text.translate(_NARROW)
        text = text.replace("\r\n", "\n").replace("\r", "\n") if kind.multiline else " ".join(text.split())
        return _within(text, kind.length)

    return read


def _text_of_number(value: object) -> str:
    """Return a number or day of a spreadsheet as the words it stands for."""
    if isinstance(value, bool):
        raise UnreadableValue("应为文字")
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, int | Decimal | date):
        return str(value)
    raise UnreadableValue("应为文字")


def _within(text: str, length: int) -> str:
    if len(text) > length:
        raise UnreadableValue(sentence("最多{most}个字，现为{number}个字", most=length, number=len(text)))
    return text


def _code_reader(kind: Code) -> FieldReader:
    def read(value: object, on: date) -> object:
        code = _plain_code(value)
        return _within(code, kind.length) if code else None

    return read


def _read_unified(value: object, on: date) -> object:
    if not isinstance(value, str):
        raise UnreadableValue(ROUNDED if was_rounded(value) else _AS_NUMBER)
    return _unified_of_text(value)


@lru_cache(maxsize=4096)
def _unified_of_text(text: str) -> str | None:
    """Check a unified code; those of the same few agencies come in every row."""
    code = _plain_code(text)
    if not code:
        return None
    check = check_uscc(code)
    if check.errors:
        raise UnreadableValue(check.errors[0])
    return check.code


def _plain_code(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST_EXACT:
        return str(value)
    if isinstance(value, date):
        raise UnreadableValue("单元格被识别成了日期，请改为文本格式后重新填写")
    if not isinstance(value, str):
        raise UnreadableValue(_AS_NUMBER)
    code = value if value.isascii() and value.isalnum() else without_blanks(half_width(value))
    if is_dash(code) or mark_of(code) is CellMark.NOTHING:
        return ""
    if was_rounded(value):
        raise UnreadableValue(ROUNDED)
    code = exact_digits(code) or code
    if _DAMAGED.search(code):
        raise UnreadableValue("含有无法识别的字符（乱码），请重新填写")
    return code


def _day_reader(kind: Day) -> FieldReader:
    def read(value: object, on: date) -> object:
        day = _day_of(value)
        if day is None:
            return None
        if kind.open_ended and means_no_end(day):
            return OPEN_END
        if kind.past and day > on:
            raise UnreadableValue(sentence("不得晚于{day}（今天）", day=on))
        if kind.past and day < FOUNDING:
            raise UnreadableValue(sentence("不得早于{day}", day=FOUNDING))
        return day

    return read


def _day_of(value: object) -> date | None:
    try:
        if isinstance(value, str):
            return _day_of_text(value)
        return parse_day(value)
    except UnreadableDay as refusal:
        raise UnreadableValue(str(refusal)) from None


@lru_cache(maxsize=4096)
def _day_of_text(text: str) -> date | None:
    """Read a day; the same few hundred come again and again in a file."""
    return None if not text.strip() or is_dash(text) else parse_day(text)


def _read_amount(value: object, on: date) -> object:
    """Read 万元; a Decimal is an amount read before, in yuan."""
    if isinstance(value, Decimal):
        if value.is_finite() and value >= 0:
            return value
        raise UnreadableValue("金额不能为负数")
    if isinstance(value, str) and (not value.strip() or is_dash(value)):
        return None
    try:
        return stated_amount(value)
    except UnreadableAmount as refusal:
        raise UnreadableValue(str(refusal)) from None


def _choice_reader(choice: Choice) -> FieldReader:
    known = {value: value for value in choice.values} | dict(choice.synonyms)

    def read(value: object, on: date) -> object:
        text = _choice_text(value)
        if not text:
            return None
        found = known.get(text)
        return (_open_value(text, choice) if found is None else found) or None

    return read


def _choices_reader(choice: Choice) -> FieldReader:
    known = {value: value for value in choice.values} | dict(choice.synonyms)
    phrases = sorted((spelling for spelling in choice.synonyms if _SEPARATORS.search(spelling)), key=len, reverse=True)
    within = re.compile("|".join(map(re.escape, phrases)) or r"(?!)")

    def read(value: object, on: date) -> object:
        if isinstance(value, tuple | list):
            value = ";".join(map(str, value))
        text = within.sub(lambda match: choice.synonyms[match[0]], _choice_text(value))
        found = dict.fromkeys(each for part in _parts(text, known, choice) for each in part.split(";") if each)
        _within(";".join(found), choice.length)
        return tuple(found) or None

    return read


_SEPARATORS = re.compile(r"[;,、|/\n]")


def _parts(text: str, known: dict[str, str], choice: Choice) -> Iterator[str]:
    """Cut several values apart; what follows an open value and is not known itself belongs to it."""
    opened = ""
    for token in _SEPARATORS.split(text):
        if not token:
            continue
        value = known.get(token)
        if opened and value is None and not _is_open(token, choice):
            opened += f"、{token}"
            continue
        if opened:
            yield opened
        opened = _open_value(token, choice) if value is None else ""
        if value is not None:
            yield value
    if opened:
        yield opened


def _choice_text(value: object) -> str:
    text = value if isinstance(value, str) else _text_of_number(value)
    text = re.sub(r"[^\S\n]+", "", half_width(text)).strip("\n;,、").replace("其它", "其他")
    return "" if is_dash(text) else text


def _is_open(token: str, choice: Choice) -> bool:
    return choice.open_prefix is not None and token.startswith(choice.open_prefix[:-1])


def _open_value(token: str, choice: Choice) -> str:
    """Return an "其他-..." value in its one spelling.

    :raises UnreadableValue: the token is none, is refused, or the choice is closed.
    """
    if token in choice.refused:
        raise UnreadableValue(choice.refused[token])
    name = token[len(choice.open_prefix or " ") - 1 :].strip("-—–:()") if _is_open(token, choice) else ""
    if not name:
        raise UnreadableValue(sentence("应为{expected}", expected=expected(choice)))
    if _DAMAGED.search(name):
        raise UnreadableValue("含有无法识别的字符（乱码），请重新填写")
    return _within(f"{choice.open_prefix}{name}", choice.length)
