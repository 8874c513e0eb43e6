"""Rows of a register extract: columns, their checks, and what they become (docs/rules/imports.md)."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from enterprises.register.fields import HEADERS, REGISTER_FIELDS
from enterprises.register.models import Enterprise
from enterprises.register.services.registration import NameUntil, RegisterRow
from enterprises.shared.problems import Problem
from enterprises.shared.rules.amounts import UnreadableAmount, parse_wan_yuan
from enterprises.shared.rules.days import UnreadableDay, is_dash, parse_day
from enterprises.shared.rules.masking import mask_identity, public_text
from enterprises.shared.rules.uscc import check_uscc, is_resident_id, normalise_uscc
from enterprises.shared.rules.width import half_width, without_blanks
from enterprises.shared.sheets.source import Cell
from enterprises.shared.sheets.table import TableRow

USCC, NAME, CAPITAL = "uscc", "name", "registered_capital"
FORMER, FORMER_UNTIL, PARENT = "former_name", "former_name_until", "parent"

REQUIRED = {code: REGISTER_FIELDS[code].label for code in (USCC, NAME)}
# The first that a text contains decides: 吊销，已注销 is cancelled, 吊销，未注销 is revoked.
_STATUSES: tuple[tuple[str, Enterprise.Status], ...] = (
    ("未注销", Enterprise.Status.REVOKED),
    ("注销", Enterprise.Status.CANCELLED),
    ("吊销", Enterprise.Status.REVOKED),
    ("迁出", Enterprise.Status.MOVED_OUT),
    ("歇业", Enterprise.Status.SUSPENDED),
    *((text, Enterprise.Status.ACTIVE) for text in ("存续", "在业", "开业", "正常", "在营", "登记成立", "迁入")),
)
_SEVERAL = re.compile(r"[;；\n\r]+")
_SECTION_BEFORE_DIGITS = re.compile(r"[A-T](?=[0-9])")
_YUAN_WORDS = re.compile(r"\(?人民币\)?|RMB|￥|¥|CNY", re.IGNORECASE)
_FOREIGN = re.compile(
    r"美元|美金|港元|港币|欧元|日元|英镑|澳元|加元|新加坡|瑞士|韩元|台币|USD|HKD|EUR|JPY|GBP", re.IGNORECASE
)


@dataclass(slots=True, kw_only=True)
class RegisterReading:
    """One row while it is read: what was found, what is wrong, what is odd."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    row: RegisterRow | None = None
    parent: str = ""
    # Columns whose value must not be given back in the error workbook.
    withheld: frozenset[str] = frozenset()

    def wrong(self, code: str, message: str, *, value: str = "") -> None:
        """Note what refuses the row."""
        self.problems.append(Problem(code=code, label=REGISTER_FIELDS[code].label, message=message, value=value))

    def odd(self, code: str, message: str) -> None:
        """Note what the row is accepted with."""
        self.warnings.append(f"{REGISTER_FIELDS[code].label}：{message}")


def code_of(header: str) -> str | None:
    """Return the column that a header names."""
    folded = without_blanks(half_width(header)).strip("*")
    return HEADERS.get(folded)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterReader:
    """Reads rows of one file: which columns it has, which codes are known, and the day of the import."""

    present: frozenset[str]
    regions: Collection[str]
    industries: Collection[str]
    on: date

    def read(self, row: TableRow) -> RegisterReading:
        """Check one row; without problems `row` is set."""
        reading = RegisterReading()
        if row.problem:
            reading.problems.append(Problem(label="", message=row.problem))
            return reading
        cells = {code: cells[0] for code, cells in row.values.items()}
        for code in (code for code, several in row.values.items() if len(set(several)) > 1):
            reading.wrong(code, "两列是同一项目，内容却不同")
        uscc = self._uscc(cells.get(USCC, ""), reading)
        name = self._text(NAME, cells.get(NAME, ""), reading)
        if not name and not reading.problems:
            reading.wrong(NAME, "不能为空")
        columns = {
            REGISTER_FIELDS[code].column: self._value(code, cells.get(code, ""), reading) for code in self._columns()
        }
        former_names = self._former_names(cells, reading)
        reading.parent = self._parent(cells.get(PARENT, ""), reading, own=uscc)
        if columns.get("status") == "":
            del columns["status"]
        if not reading.problems:
            reading.row = RegisterRow(uscc=uscc, name=name, columns=columns, former_names=former_names)
        return reading

    def _columns(self) -> frozenset[str]:
        return self.present & _READERS.keys()

    def _value(self, code: str, cell: Cell, reading: RegisterReading) -> str | Decimal | date | None:
        return _READERS[code](self, code, cell, reading)

    def _uscc(self, cell: Cell, reading: RegisterReading) -> str:
        if isinstance(cell, float):
            reading.wrong(USCC, "代码被存成了数字，后几位已经丢失；请把该列设为文本格式后重新输入")
            return ""
        text = normalise_uscc(str(cell))
        if not text:
            reading.wrong(USCC, "不能为空")
        elif is_resident_id(text, on=self.on):
            reading.withheld = frozenset({USCC})
            reading.wrong(USCC, "这是居民身份证号码，不是统一社会信用代码", value=mask_identity(text))
        else:
            check = check_uscc(text, known_regions=self.regions or None)
            for error in check.errors:
                reading.wrong(USCC, error, value=public_text(text[:40]))
            for warning in check.warnings:
                reading.odd(USCC, warning)
        return text

    def _text(self, code: str, cell: Cell, reading: RegisterReading) -> str:
        text = " ".join(str(cell).split()) if code != "business_scope" else str(cell).strip()
        if is_dash(text):
            return ""
        length = REGISTER_FIELDS[code].length
        if length is not None and len(text) > length:
            reading.wrong(code, f"最多{length}个字，现有{len(text)}个")
        return text

    def _capital(self, code: str, cell: Cell, reading: RegisterReading) -> Decimal | None:
        if cell == "" or is_dash(cell):
            return None
        value: object = _YUAN_WORDS.sub("", half_width(cell)) if isinstance(cell, str) else cell
        if isinstance(value, str) and _FOREIGN.search(value):
            reading.odd(code, "不是人民币，没有存入")
            return None
        try:
            return parse_wan_yuan(value)
        except UnreadableAmount as error:
            reading.wrong(code, str(error), value=str(cell)[:40])
            return None

    def _day(self, code: str, cell: Cell, reading: RegisterReading) -> date | None:
        if cell == "" or is_dash(cell):
            return None
        try:
            day = parse_day(cell)
        except UnreadableDay as error:
            reading.wrong(code, str(error), value=str(cell)[:40])
            return None
        if day > self.on:
            reading.wrong(code, "不能晚于今天", value=day.isoformat())
        return day

    def _status(self, code: str, cell: Cell, reading: RegisterReading) -> str:
        text = without_blanks(str(cell))
        if not text or is_dash(text):
            return ""
        for part, status in _STATUSES:
            if part in text:
                return status.value
        reading.wrong(code, "应为存续（在业、开业）、注销、吊销、迁出或歇业", value=text[:40])
        return ""

    def _region(self, code: str, cell: Cell, reading: RegisterReading) -> str | None:
        text = without_blanks(half_width(str(cell)))
        if not text or is_dash(text):
            return None
        if text in self.regions:
            return text
        reading.odd(code, f"没有代码{text[:10]}，此列留空")
        return None

    def _industry(self, code: str, cell: Cell, reading: RegisterReading) -> str | None:
        text = _SECTION_BEFORE_DIGITS.sub("", without_blanks(half_width(str(cell))).upper())
        if not text or is_dash(text):
            return None
        known = next((text[:length] for length in range(len(text), 0, -1) if text[:length] in self.industries), None)
        if known is None:
            reading.odd(code, f"没有代码{text[:10]}，此列留空")
        elif known != text:
            reading.odd(code, f"没有代码{text[:10]}，按{known}存入")
        return known

    def _former_names(self, cells: Mapping[str, Cell], reading: RegisterReading) -> tuple[NameUntil, ...]:
        names = _several(cells.get(FORMER, ""))
        length = REGISTER_FIELDS[FORMER].length
        if length is not None and any(len(name) > length for name in names):
            reading.wrong(FORMER, f"每个名称最多{length}个字")
        ends = cells.get(FORMER_UNTIL, "")
        days = [self._day(FORMER_UNTIL, end, reading) for end in (_several(ends) if isinstance(ends, str) else [ends])]
        if days and len(days) != len(names):
            reading.wrong(FORMER_UNTIL, f"应与曾用名一一对应，现有{len(names)}个曾用名、{len(days)}个日期")
            return ()
        paired = dict(zip(names, days or [None] * len(names), strict=True))
        return tuple(NameUntil(name=name, until=day) for name, day in paired.items())

    def _parent(self, cell: Cell, reading: RegisterReading, *, own: str) -> str:
        text = normalise_uscc(str(cell))
        if not text or is_dash(text):
            return ""
        if text == own:
            reading.wrong(PARENT, "不能是本企业的代码")
        for error in check_uscc(text).errors:
            reading.wrong(PARENT, error)
        return text


_Reader = Callable[[RegisterReader, str, Cell, RegisterReading], str | Decimal | date | None]
_READERS: Mapping[str, _Reader] = {
    "register_number": RegisterReader._text,
    "legal_representative": RegisterReader._text,
    "legal_form": RegisterReader._text,
    "address": RegisterReader._text,
    "business_scope": RegisterReader._text,
    CAPITAL: RegisterReader._capital,
    "established_on": RegisterReader._day,
    "status": RegisterReader._status,
    "region": RegisterReader._region,
    "industry": RegisterReader._industry,
}


def _several(cell: Cell) -> list[str]:
    names = (" ".join(part.split()) for part in _SEVERAL.split(str(cell)))
    return [name for name in names if name and not is_dash(name)]
