"""Rows of a register extract: columns, their checks, and what they become (docs/rules/imports.md)."""

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import blake2b

from enterprises.register.fields import HEADERS, REGISTER_FIELDS
from enterprises.register.importing.capital import has_unit, is_foreign
from enterprises.register.importing.plausible_texts import WRONG_WORDS, NumberKind, kind_of_number, may_be_words
from enterprises.register.importing.register_reading import RegisterReading
from enterprises.register.importing.statuses import status_of
from enterprises.register.models import Enterprise, Industry, Region
from enterprises.register.services.registration import NameUntil, RegisterRow
from enterprises.shared.problems import Problem
from enterprises.shared.rules.amounts import UnreadableAmount
from enterprises.shared.rules.characters import differing, unified
from enterprises.shared.rules.days import UnreadableDay, is_dash, parse_day, serial_of_1904, time_beside
from enterprises.shared.rules.marks import fault_of
from enterprises.shared.rules.masking import mask_identity, public_text
from enterprises.shared.rules.money import stated_amount
from enterprises.shared.rules.register_codes import (
    NOT_FITTING,
    is_register_number,
    may_be_confirmed,
    may_be_old_resident_id,
)
from enterprises.shared.rules.uscc import (
    LENGTH,
    ROUNDED,
    check_uscc,
    exact_digits,
    is_resident_id,
    normalise_uscc,
    was_rounded,
)
from enterprises.shared.rules.width import half_width, without_blanks
from enterprises.shared.sheets.source import Cell
from enterprises.shared.sheets.table import MERGED, TableRow

USCC, NAME, CAPITAL, INDUSTRY = "uscc", "name", "registered_capital", "industry"
FORMER, FORMER_UNTIL, PARENT, EARLIER = "former_name", "former_name_until", "parent", "earlier_code"

REQUIRED = {code: REGISTER_FIELDS[code].label for code in (USCC, NAME)}
_CONFIRM = "；确与登记一致的，请加 --from-register 导入，或在工作台“企业代码”申请确认"
_LONGEST_REGION = 60
# Codes of divisions have six digits; the statistics bureau adds three for a street and three for a community.
_DIVISION_LENGTH, _LONGER_DIVISIONS = 6, (9, 12)
_AS_DAY = "单元格被识别成了日期，请改为文本格式后重新填写"
_TWO_CELLS = "两列是同一项目，内容却不同"
_AMBIGUOUS = 3  # digits of a group, or of a class whose leading zero a number cell has lost
_DIGEST_SIZE = 8
_SEVERAL = re.compile(r"[;；\n\r]+")
_SECTION_BEFORE_DIGITS = re.compile(r"[A-T](?=[0-9])")
# Another column's code, day or amount: a class has four digits.
_NO_INDUSTRY = re.compile("[0-9]{5}|[0-9]{4}[-/.年][0-9]|[0-9][.,][0-9]|[0-9][0-9.,]*[万亿元%]")
# Columns of codes, with the length of the shortest that a program may have written as a number.
_CODES = {USCC: 13, "register_number": 8, PARENT: 13, EARLIER: 13, "region": _DIVISION_LENGTH, INDUSTRY: 1}
_AS_NUMBER = "代码被当作数字写成了“….0”，已去掉“.0”读取，请核对"


def code_of(header: str) -> str | None:
    """Return the column that a header names."""
    folded = without_blanks(half_width(header)).strip("*")
    return HEADERS.get(folded)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSpec:
    """What a reader is made from: the day of the import, and what the file is."""

    on: date
    is_1904: bool = False
    from_register: bool = False  # codes that fail their check are taken as the register bears them

    def reader(self) -> "RegisterReader":
        """Make the reader; reads the codes of divisions and industries."""
        return RegisterReader(
            regions=frozenset(Region.objects.values_list("code", flat=True)),
            industries=frozenset(Industry.objects.values_list("code", flat=True)),
            on=self.on,
            is_1904=self.is_1904,
            from_register=self.from_register,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterReader:
    """Reads rows of one file: which codes are known, and the day of the import."""

    regions: Collection[str]
    industries: Collection[str]
    on: date
    is_1904: bool
    from_register: bool

    def read(self, row: TableRow) -> RegisterReading:
        """Check one row; without problems `row` is set."""
        reading = RegisterReading()
        if row.problem:
            reading.problems.append(Problem(label="", message=row.problem))
            return reading
        cells = self._single_cells(row, reading)
        for code in row.merged:
            reading.odd(code, MERGED)
        uscc = self._uscc(cells.get(USCC, ""), reading, number=cells.get("register_number", ""))
        name = self._name(cells.get(NAME, ""), reading)
        columns = {REGISTER_FIELDS[code].column: self._value(code, cells[code], reading) for code in self._given(cells)}
        stated = {column: value for column, value in columns.items() if value not in (None, "")}
        if "region_id" in stated:
            stated["region_as_typed"] = ""
        elif typed := self._unknown_region(cells.get("region", "")):
            stated["region_as_typed"] = typed
        if len(uscc) != LENGTH:
            stated["register_number"] = uscc
        former_names = self._former_names(cells, reading)
        reading.parent = self._other_code(PARENT, cells.get(PARENT, ""), reading, own=uscc)
        reading.earlier_code = self._other_code(EARLIER, cells.get(EARLIER, ""), reading, own=uscc)
        if not reading.problems:
            reading.row = RegisterRow(
                uscc=uscc,
                name=name,
                columns=stated,
                former_names=former_names,
                typed=reading.typed,
                capital_has_unit=has_unit(cells.get(CAPITAL, "")),
            )
            whole = repr((reading.row, reading.parent, reading.industry, reading.earlier_code))
            reading.digest = blake2b(whole.encode(), digest_size=_DIGEST_SIZE).digest()
        return reading

    def known_industry(self, text: str) -> str | None:
        """Return the finest known industry that a code stands under."""
        return next((text[:length] for length in range(len(text), 0, -1) if text[:length] in self.industries), None)

    def _single_cells(self, row: TableRow, reading: RegisterReading) -> dict[str, Cell]:
        """Return one cell a column; an error cell or a contradiction leaves an optional one out."""
        cells = {code: several[0] for code, several in row.values.items()}
        faults = {code: _TWO_CELLS for code, several in row.values.items() if _differ(code, several)}
        faults |= {code: fault_of(text) for code, text in row.errors.items()}
        for code, fault in faults.items():
            cells.pop(code, None)
            if code in REQUIRED:
                reading.wrong(code, f"{fault}，请在原表中改正")
            else:
                reading.unread(code, fault)
        for code, fewest in _CODES.items():
            if digits := exact_digits(cells.get(code, ""), fewest=fewest):
                # An industry is read like a number cell: 911.0 may be 0911.
                cells[code] = int(digits) if code == INDUSTRY and digits[0] != "0" else digits
                reading.odd(code, _AS_NUMBER)
        reading.typed = differing(cells)
        return {**cells, **{code: unified(text) for code, text in reading.typed.items()}} if reading.typed else cells

    def _name(self, cell: Cell, reading: RegisterReading) -> str:
        if isinstance(cell, date):
            reading.wrong(NAME, _AS_DAY)
            return ""
        name = _plain_text(NAME, cell)
        if not name and not reading.problems:
            reading.wrong(NAME, "不能为空")
        if problem := _fault_of_words(NAME, name):
            reading.wrong(NAME, problem)
        return name

    def _given(self, cells: Mapping[str, Cell]) -> Collection[str]:
        return [code for code in _READERS if code in cells]

    def _value(self, code: str, cell: Cell, reading: RegisterReading) -> str | Decimal | date | None:
        return _READERS[code](self, code, cell, reading)

    def _uscc(self, cell: Cell, reading: RegisterReading, *, number: Cell) -> str:
        """Return the code of the row: the unified one, else the register number."""
        if was_rounded(cell):
            reading.wrong(USCC, ROUNDED, value=str(cell)[:40])
            return ""
        text = normalise_uscc(str(cell))
        text = "" if is_dash(text) else text
        if not text and is_register_number(str(number)):
            text = normalise_uscc(str(number))
        if not text:
            reading.wrong(USCC, "不能为空；没有统一社会信用代码的，请填注册号")
        elif is_register_number(text):
            self._number(text, reading)
        elif is_resident_id(text, on=self.on):
            reading.withheld = frozenset({USCC})
            reading.wrong(USCC, "这是居民身份证号码，不是统一社会信用代码", value=mask_identity(text))
        else:
            self._unified(text, reading)
        return text

    def _number(self, text: str, reading: RegisterReading) -> None:
        """Note that a row is kept under its register number, unless the number may be a person's."""
        if may_be_old_resident_id(text) and not self.from_register:
            reading.withheld = frozenset({USCC, "register_number"})
            reading.wrong(USCC, f"也可能是十五位居民身份证号码{_CONFIRM}", value=mask_identity(text))
        else:
            reading.odd(USCC, "没有统一社会信用代码，按注册号收录")

    def _unified(self, text: str, reading: RegisterReading) -> None:
        check = check_uscc(text, known_regions=self.regions or None)
        if check.errors and self.from_register and may_be_confirmed(text):
            reading.odd(USCC, f"{NOT_FITTING}，按登记收录")
            return
        hint = _CONFIRM if check.errors and may_be_confirmed(text) else ""
        for error in check.errors:
            reading.wrong(USCC, f"{error}{hint}", value=public_text(text[:40]))
        for warning in check.warnings:
            reading.odd(USCC, warning)

    def _text(self, code: str, cell: Cell, reading: RegisterReading) -> str:
        if isinstance(cell, date):
            reading.unread(code, _AS_DAY)
            return ""
        text = _plain_text(code, cell)
        if problem := _fault_of_words(code, text):
            reading.unread(code, problem, value=text[:40])
            return ""
        return text

    def _register_number(self, code: str, cell: Cell, reading: RegisterReading) -> str:
        if was_rounded(cell):
            reading.unread(code, ROUNDED)
            return ""
        text = self._text(code, cell, reading)
        kind = kind_of_number(text)
        if not text or kind is NumberKind.KNOWN:
            return text
        if not isinstance(cell, str):
            reading.unread(code, f"数字{text}不是13或15位，开头的0可能已丢失，请改为文本格式后重新填写")
            return ""
        if kind is NumberKind.NONE:
            reading.unread(code, "不是13或15位数字，也不像旧的注册号", value=text[:40])
            return ""
        reading.odd(code, "不是13或15位数字，也不是已知的旧注册号，按原文保存，请核对")
        return text

    def _capital(self, code: str, cell: Cell, reading: RegisterReading) -> Decimal | None:
        if is_dash(cell):
            return None
        if is_foreign(cell):
            reading.unread(code, "不是人民币")
            return None
        try:
            return stated_amount(cell)
        except UnreadableAmount as error:
            reading.unread(code, str(error), value=str(cell)[:40])
            return None

    def _day(self, code: str, cell: Cell, reading: RegisterReading) -> date | None:
        if is_dash(cell):
            return None
        value = serial_of_1904(cell) if self.is_1904 else cell
        try:
            day, beside = parse_day(value), time_beside(value)
        except UnreadableDay as error:
            reading.unread(code, str(error), value=str(cell)[:40])
            return None
        if day > self.on:
            reading.unread(code, "不能晚于今天", value=day.isoformat())
            return None
        if beside:
            reading.odd(code, f"单元格含时间{beside}，只取日期{day}")
        return day

    def _status(self, code: str, cell: Cell, reading: RegisterReading) -> str:
        text = without_blanks(str(cell))
        if is_dash(text) or text == Enterprise.Status.NOT_STATED.label:
            return ""
        status = status_of(text)
        if status is None:
            reading.unread(code, "应为存续（在业、开业）、注销、吊销、迁出或歇业", value=text[:40])
        return status or ""

    def _region(self, code: str, cell: Cell, reading: RegisterReading) -> str | None:
        text = without_blanks(half_width(str(cell)))
        if not text or is_dash(text):
            return None
        known = self._known_region(text)
        if known is None:
            reading.odd(code, f"没有代码{public_text(text[:_LONGEST_REGION])}，按原文保存")
        elif text.removeprefix(known).strip("0"):
            reading.odd(code, f"{text}是街道或社区的代码，按{known}存入")
        return known

    def _known_region(self, text: str) -> str | None:
        """Return the division of a code; those of the statistics bureau go on with street and community."""
        division = text[:_DIVISION_LENGTH] if text.isdecimal() and len(text) in _LONGER_DIVISIONS else text
        return division if division in self.regions else None

    def _unknown_region(self, cell: Cell) -> str:
        """Return a division that the table does not have, as typed."""
        text = " ".join(str(cell).split())
        known = self._known_region(without_blanks(half_width(text)))
        return "" if known or is_dash(text) else text[:_LONGEST_REGION]

    def _industry(self, code: str, cell: Cell, reading: RegisterReading) -> str | None:
        text = _SECTION_BEFORE_DIGITS.sub("", without_blanks(half_width(str(cell))).upper())
        if is_dash(text):
            return None
        if isinstance(cell, int) and len(text) == 1:
            text = f"0{text}"  # a division of agriculture or mining: no other code is as short
        if isinstance(cell, int) and len(text) == _AMBIGUOUS and self.known_industry(f"0{text}"):
            reading.industry = (text, f"0{text}")
            return None
        if text.isdecimal():
            reading.industry_length = len(text)
        known = None if _NO_INDUSTRY.search(text) else self.known_industry(text)
        if known is None:
            reading.unread(code, f"没有代码{text[:10]}")
        elif known != text:
            reading.odd(code, f"没有代码{text[:10]}，按{known}存入")
        return known

    def _former_names(self, cells: Mapping[str, Cell], reading: RegisterReading) -> tuple[NameUntil, ...]:
        names = _several(cells.get(FORMER, ""))
        if problem := next(filter(None, (_fault_of_words(FORMER, name) for name in names)), ""):
            reading.unread(FORMER, problem)
            return ()
        ends = cells.get(FORMER_UNTIL, "")
        given = _several(ends) if isinstance(ends, str) else [ends]
        days = [self._day(FORMER_UNTIL, end, reading) for end in given]
        if days and len(days) != len(names):
            reading.unread(FORMER_UNTIL, f"应与曾用名一一对应，现有{len(names)}个曾用名、{len(days)}个日期")
            days = []
        paired = dict(zip(names, days or [None] * len(names), strict=True))
        return tuple(NameUntil(name=name, until=day) for name, day in paired.items())

    def _other_code(self, column: str, cell: Cell, reading: RegisterReading, *, own: str) -> str:
        """Return the code of a parent, or the enterprise's own before the one in use."""
        text = normalise_uscc(str(cell))
        if not text or is_dash(text):
            return ""
        if was_rounded(cell):
            problem = ROUNDED
        elif text == own:
            problem = "不能是本企业的代码"
        else:
            problem = "" if self._is_taken(text) else next(iter(check_uscc(text).errors), "")
        if problem:
            reading.unread(column, problem)
        return "" if problem else text

    def _is_taken(self, code: str) -> bool:
        """Return whether a code is stored though it is no valid unified code."""
        if is_register_number(code):
            return self.from_register or not may_be_old_resident_id(code)
        return self.from_register and may_be_confirmed(code)


_Reader = Callable[[RegisterReader, str, Cell, RegisterReading], str | Decimal | date | None]
_READERS: Mapping[str, _Reader] = {
    "register_number": RegisterReader._register_number,
    "legal_representative": RegisterReader._text,
    "legal_form": RegisterReader._text,
    "address": RegisterReader._text,
    "business_scope": RegisterReader._text,
    CAPITAL: RegisterReader._capital,
    "established_on": RegisterReader._day,
    "status": RegisterReader._status,
    "region": RegisterReader._region,
    INDUSTRY: RegisterReader._industry,
}


def _differ(code: str, cells: tuple[Cell, ...]) -> bool:
    """Return whether the cells of one field contradict each other; 500 and 500(万元) are one capital."""
    if len(set(cells)) > 1 and code == CAPITAL:
        with suppress(UnreadableAmount):
            return len({stated_amount(cell) for cell in cells}) > 1
    return len(set(cells)) > 1


def _several(cell: Cell) -> list[str]:
    names = (" ".join(part.split()) for part in _SEVERAL.split(str(cell)))
    return [name for name in names if name and not is_dash(name)]


def _plain_text(code: str, cell: Cell) -> str:
    text = format(Decimal(format(cell, ".15g")), "f") if isinstance(cell, float) else str(cell)
    text = " ".join(text.split()) if code != "business_scope" else text.strip()
    return "" if is_dash(text) else text


def _fault_of_words(code: str, text: str) -> str:
    """Return what is wrong with a text, "" for nothing; register numbers have rules of their own."""
    length = REGISTER_FIELDS[code].length
    if length is not None and len(text) > length:
        return f"最多{length}个字，现有{len(text)}个"
    return WRONG_WORDS[code] if code in WRONG_WORDS and text and not may_be_words(text) else ""
