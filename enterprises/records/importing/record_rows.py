"""Rows of records: from the cells of a file to cleaned values, or to what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from enterprises.agencies.models import Agency
from enterprises.agencies.names import codes_of, folded_names_of
from enterprises.catalogue.keys import natural_key
from enterprises.catalogue.personal_data import suspicions_in
from enterprises.catalogue.registry import generation_of, header_index, ignored_headers, kind_of, normalise_header
from enterprises.catalogue.types import Choice, Day, RecordColumn, RecordKind, Text, Visibility, WanYuan
from enterprises.catalogue.validation import clean
from enterprises.records.importing.number_cells import NumberCells
from enterprises.records.services.contradictions import contradictions_of
from enterprises.records.services.submissions import ImportedRow
from enterprises.register.importing.plausible_texts import may_be_words
from enterprises.register.selectors import RegisterCodes
from enterprises.shared.problems import Problem
from enterprises.shared.rules.days import serial_of_1904, time_beside
from enterprises.shared.rules.marks import CellMark, fault_of, mark_of
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.sentences import sentence, together
from enterprises.shared.rules.uscc import looks_like_resident_id, normalise_uscc
from enterprises.shared.sheets.source import Cell
from enterprises.shared.sheets.table import IGNORED, MERGED, MERGED_AMOUNT, CodeOf, Column, TableRow

_DAYS = frozenset({date, datetime})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSpec:
    """What a reader is made from: codes, ids and columns, so that another process can make the same one."""

    kind: str
    agency_id: int
    on: date
    columns: tuple[Column, ...]
    is_1904: bool

    def reader(self) -> "RecordReader":
        """Make the reader; reads the agency."""
        return RecordReader(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReading:
    """A row ready to be stored, or what is wrong; `withheld` must not go into an error workbook."""

    row: ImportedRow | None = None
    problems: tuple[Problem, ...] = ()
    withheld: frozenset[str] = frozenset()
    warning: str = ""


def headers_of_kind(kind: RecordKind) -> CodeOf:
    """Return the function from headers to field codes, over all generations."""
    index, ignored = header_index(kind), ignored_headers(kind)

    def code_of(header: str) -> str | None:
        folded = normalise_header(header)
        return index.get(folded) or (IGNORED if folded in ignored else None)

    return code_of


def required_columns(kind: RecordKind) -> dict[str, str]:
    """Return the columns without which no row can be named: the subject's name and the key."""
    codes = (kind.column(RecordColumn.SUBJECT_NAME).code, *kind.key)
    return {code: kind.field(code).label for code in codes}


class RecordReader:
    """Reads the rows of one file of one kind for one agency on one day."""

    def __init__(self, spec: RecordSpec) -> None:
        kind = kind_of(spec.kind)
        agency = Agency.objects.get(pk=spec.agency_id)
        self._kind, self._agency, self._on = kind, agency, spec.on
        self.present = frozenset(column.code for column in spec.columns if column.code)
        self.generation = generation_of(kind, self.present)
        self._doubles = _doubles(spec.columns, kind)
        self._never = frozenset(field.code for field in kind.fields if field.visibility is Visibility.NEVER)
        self._days = tuple(field.code for field in kind.fields if isinstance(field.type, Day))
        self._texts = frozenset(field.code for field in kind.fields if isinstance(field.type, Text))
        self._number_cells = NumberCells(kind)
        self._is_1904 = spec.is_1904
        self._subject = kind.column(RecordColumn.SUBJECT_CODE)
        self._name_code = kind.column(RecordColumn.SUBJECT_NAME).code
        self._agency_code = kind.column(RecordColumn.AGENCY_CODE)
        self._agency_name = kind.column(RecordColumn.AGENCY_NAME)
        self._register_codes = RegisterCodes()
        self._own_codes, self._own_names = codes_of(agency), folded_names_of(agency)

    def read(self, row: TableRow) -> RecordReading:
        """Clean one row; personal data of a refused one is withheld."""
        if row.problem:
            return RecordReading(problems=(Problem(label="", message=row.problem),), withheld=self._never)
        raw, problems = self._raw(row)
        doubts = self._number_cells.doubts(raw)
        if doubts:
            raw |= self._number_cells.completed(raw)
        cleaned = clean(self._kind, raw, on=self._on, generation=self.generation, confirmed_codes=self._register_codes)
        if cleaned.is_person:
            return RecordReading(problems=cleaned.problems, withheld=self.present)
        problems += [problem for problem in cleaned.problems if problem.code not in row.errors]
        if not problems:
            problems += [*self._foreign(cleaned.values), *self._misnamed(cleaned.values)]
        if problems:
            return RecordReading(problems=tuple(problems), withheld=self._never | self._mistyped_person(raw))
        key = natural_key(
            self._kind,
            cleaned.values,
            uscc=str(cleaned.values[self._subject.code]),
            agency_code=self._agency.code,
        )
        found = suspicions_in(self._kind, lambda field: cleaned.values.get(field.code))
        warnings = [*doubts, *self._times(raw, cleaned.values)]
        warnings += map(self._merged, row.merged)
        if not _DAYS.isdisjoint(map(type, raw.values())):
            warnings += self._days_as_texts(raw, cleaned.values)
        if found:
            warnings.append(sentence("像是个人信息，公示前须核对：{found}", found="；".join(map(str, found))))
        warning = together(warnings, between="；")
        imported = ImportedRow(
            number=row.number,
            key=key,
            values=cleaned.values,
            typed=cleaned.typed,
            contradictions=contradictions_of(self._kind, cleaned.values),
        )
        return RecordReading(row=imported, warning=warning)

    def _merged(self, code: str) -> str:
        field = self._kind.field(code)
        return sentence(
            "{label}：{message}",
            label=field.label,
            message=MERGED_AMOUNT if isinstance(field.type, WanYuan) else MERGED,
        )

    def withheld(self) -> frozenset[str]:
        """Return the columns that no error workbook holds."""
        return self._never

    def problem(self, code: str, message: str) -> Problem:
        """Return a problem about a field."""
        return Problem(code=code, label=self._kind.field(code).label, message=message)

    def _raw(self, row: TableRow) -> tuple[dict[str, object], list[Problem]]:
        raw: dict[str, object] = {code: cells[0] for code, cells in row.values.items()}
        if self._agency_code.code not in self.present:
            raw[self._agency_code.code] = self._agency.code
        problems = [
            self.problem(code, sentence("{fault}，请在原表中改正", fault=fault_of(text)))
            for code, text in row.errors.items()
        ]
        if self._is_1904:
            raw |= {code: serial_of_1904(raw[code]) for code in self._days if code in raw}
        for code, columns in self._doubles.items():
            cells = [cell for column in columns if (cell := _cell(row, column)) != ""]
            field_type = self._kind.field(code).type
            if isinstance(field_type, Choice) and field_type.multiple:
                raw[code] = ";".join(map(str, cells))
            elif cells:
                raw[code] = cells[0]
                if not isinstance(field_type, Text) and len(set(cells)) > 1:
                    problems.append(self.problem(code, "有几列是同一项目，内容却不同，请只保留一列"))
        return raw, problems

    def _times(self, raw: dict[str, object], values: Mapping[str, object]) -> list[str]:
        """Name the times of day that stand beside days: what is stored has none."""
        found: list[str] = []
        for code in self._days:
            given = raw.get(code)
            if (isinstance(given, datetime | float) or (isinstance(given, str) and ":" in given)) and code in values:
                beside = time_beside(given)
                if beside:
                    label = self._kind.field(code).label
                    found.append(
                        sentence(
                            "{label}：单元格含时间{time}，只取日期{day}", label=label, time=beside, day=values[code]
                        )
                    )
        return found

    def _days_as_texts(self, raw: Mapping[str, object], values: Mapping[str, object]) -> list[str]:
        """Name the texts that a spreadsheet has turned into days, as 3-1."""
        return [
            sentence("{label}：单元格是日期，按{text}存入", label=self._kind.field(code).label, text=values.get(code))
            for code, cell in raw.items()
            if isinstance(cell, date) and code in self._texts
        ]

    def _foreign(self, values: dict[str, object]) -> list[Problem]:
        """Refuse a row of another agency: an officer records for his own only, former names and codes included."""
        if self._agency_code.code in self.present:
            if values.get(self._agency_code.code) in self._own_codes:
                return []
            message = sentence("不是本次导入的机关（{code}），请由该机关自行导入", code=self._agency.code)
            return [self.problem(self._agency_code.code, message)]
        name = str(values.get(self._agency_name.code, ""))
        if fold_name(name) in self._own_names:
            return []
        return [
            self.problem(
                self._agency_name.code,
                sentence("没有机关代码一列，名称应为本次导入的机关“{name}”或其曾用名", name=self._agency.name),
            )
        ]

    def _misnamed(self, values: Mapping[str, object]) -> list[Problem]:
        """Refuse a row that names its subject by what stands in another column: a number, a day, a code."""
        is_name = may_be_words(str(values.get(self._name_code, "")))
        return [] if is_name else [self.problem(self._name_code, "不像企业名称")]

    def _mistyped_person(self, raw: dict[str, object]) -> frozenset[str]:
        given = normalise_uscc(str(raw.get(self._subject.code, "")))
        return frozenset({self._subject.code}) if looks_like_resident_id(given) else frozenset()


def _doubles(columns: tuple[Column, ...], kind: RecordKind) -> dict[str, tuple[Column, ...]]:
    """Return the fields that several columns name, each with its columns: its own code and label first."""
    found: dict[str, list[Column]] = {}
    for column in columns:
        if column.code:
            found.setdefault(column.code, []).append(column)
    return {
        code: tuple(sorted(several, key=lambda column: not _is_own_header(column, kind)))
        for code, several in found.items()
        if len(several) > 1
    }


def _is_own_header(column: Column, kind: RecordKind) -> bool:
    field = kind.field(column.code or "")
    return normalise_header(column.header) in (normalise_header(field.code), normalise_header(field.label))


def _cell(row: TableRow, column: Column) -> Cell:
    cell = row.cells[column.index] if column.index < len(row.cells) else ""
    return "" if isinstance(cell, str) and mark_of(cell) is not CellMark.VALUE else cell
