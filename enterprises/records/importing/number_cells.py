"""Codes and document numbers that are kept as numbers or stand in a wrong column (docs/rules/imports.md)."""

from collections.abc import Mapping

from enterprises.catalogue.types import Code, RecordColumn, RecordKind
from enterprises.register.importing.plausible_texts import NumberKind, kind_of_number, may_be_number
from enterprises.shared.rules.days import is_dash
from enterprises.shared.rules.register_codes import NUMBER, OLD_NUMBER
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.rules.uscc import ORGANISATION_LENGTH, exact_digits, is_organisation_code

# Endings of field codes, in every kind that names a subject: organisation code, register number, and the others.
_ORGANISATION, _REGISTER, _OTHER = "_XDR_ZZJG", "_XDR_GSZC", ("_XDR_SWDJ", "_XDR_SYDW", "_XDR_SHZZ")
_LOST = "开头的0可能已丢失，请核对"


class NumberCells:
    """Reads number cells of one kind's codes and document numbers, and names texts that are none."""

    def __init__(self, kind: RecordKind) -> None:
        self._labels = {field.code: field.label for field in kind.fields}
        self._codes = tuple(field.code for field in kind.fields if isinstance(field.type, Code))
        self._organisations = tuple(code for code in self._labels if code.endswith(_ORGANISATION))
        self._registers = tuple(code for code in self._labels if code.endswith(_REGISTER))
        self._others = (*self._organisations, *(code for code in self._labels if code.endswith(_OTHER)))
        self._numbers = tuple(
            field.code
            for field in kind.fields
            if field.column is RecordColumn.DOCUMENT_NUMBER and field.code in kind.key
        )

    def completed(self, raw: Mapping[str, object]) -> dict[str, str]:
        """Return the organisation codes whose leading zeros their check character proves."""
        found = {}
        for code in self._organisations:
            text = _digits(raw.get(code)).zfill(ORGANISATION_LENGTH)
            if text.strip("0") and is_organisation_code(text):
                found[code] = text
        return found

    def doubts(self, raw: Mapping[str, object]) -> list[str]:
        """Name the number cells that may have lost leading zeros, or have, as `raw` still holds them.

        So are codes that a program has written as numbers, 420100000012345.0, and texts that are no code.
        """
        return [
            *(
                sentence("{code}：代码被当作数字写成了“….0”，已去掉“.0”读取，请核对", code=self._labels[code])
                for code in self._codes
                if exact_digits(raw.get(code))
            ),
            *(each for code in self._organisations if (each := self._organisation(code, _digits(raw.get(code))))),
            *(each for code in self._registers if (each := self._register(code, _digits(raw.get(code))))),
            *(self._misplaced(code) for code in self._registers if _is_no_register_number(raw.get(code))),
            *(self._misplaced(code) for code in self._others if _is_no_code(raw.get(code))),
            *(
                sentence("{code}：单元格是数字{digits}，{lost}", code=self._labels[code], digits=digits, lost=_LOST)
                for code in self._numbers
                if (digits := _digits(raw.get(code)))
            ),
        ]

    def _misplaced(self, code: str) -> str:
        return sentence("{code}：不像这一栏的号码，按原文保存，请核对", code=self._labels[code])

    def _organisation(self, code: str, digits: str) -> str:
        padded = digits.zfill(ORGANISATION_LENGTH)
        if not digits or len(digits) >= ORGANISATION_LENGTH:
            return ""
        if is_organisation_code(padded):
            return sentence(
                "{code}：数字{digits}丢了开头的0，按{padded}存入", code=self._labels[code], digits=digits, padded=padded
            )
        return sentence(
            "{code}：数字{digits}不足{organisation_length}位，{lost}",
            code=self._labels[code],
            digits=digits,
            organisation_length=ORGANISATION_LENGTH,
            lost=_LOST,
        )

    def _register(self, code: str, digits: str) -> str:
        if not digits or len(digits) in (OLD_NUMBER, NUMBER):
            return ""
        return sentence(
            "{code}：数字有{digits}位，不是{old_number}或{number}位，{lost}",
            code=self._labels[code],
            digits=len(digits),
            old_number=OLD_NUMBER,
            number=NUMBER,
            lost=_LOST,
        )


def _is_no_register_number(cell: object) -> bool:
    return _is_text(cell) and kind_of_number(exact_digits(cell) or str(cell)) is NumberKind.NONE


def _is_no_code(cell: object) -> bool:
    return _is_text(cell) and not may_be_number(exact_digits(cell) or str(cell))


def _is_text(cell: object) -> bool:
    return isinstance(cell, str) and cell != "" and not is_dash(cell)


def _digits(cell: object) -> str:
    """Return the digits of a cell that holds a whole number, as text with .0 too; "" for any other."""
    if isinstance(cell, int) and not isinstance(cell, bool) and cell >= 0:
        return str(cell)
    return exact_digits(cell)
