"""Types of the catalogue: a record kind is data, and everything else is derived from it.

From one `RecordKind` come the officer's form, the import and export columns, the validation of
rows, the page, the API, the rows of the PDF, and which fields are public.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TypeAlias

from enterprises.rules.masking import Masking


class Chapter(IntEnum):
    """The ten chapters of the public credit report (standard of 2022)."""

    REGISTRATION = 1
    ADMINISTRATION = 2
    HONOUR = 3
    SERIOUS_DISHONESTY = 4
    ABNORMAL_OPERATION = 5
    COMMITMENT = 6
    EVALUATION = 7
    JUDGMENT = 8
    OTHER = 9
    ADVICE = 10


class Visibility(StrEnum):
    """Who may read a field (公开范围)."""

    PUBLIC = "PUBLIC"  # 社会公开
    GOVERNMENT = "GOVERNMENT"  # 政务共享
    ON_AUTHORISATION = "ON_AUTHORISATION"  # 授权查询
    NEVER = "NEVER"  # kept for the agency alone


class Tone(StrEnum):
    """Whether a record speaks for or against the enterprise."""

    GOOD = "GOOD"
    ADVERSE = "ADVERSE"
    NEUTRAL = "NEUTRAL"


class RecordColumn(StrEnum):
    """Columns of `Record` that a field fills instead of a key in `details`."""

    DOCUMENT_NUMBER = "document_number"
    DECIDED_ON = "decided_on"
    VALID_FROM = "valid_from"
    VALID_UNTIL = "valid_until"
    FINE_YUAN = "fine_yuan"
    CONFISCATED_YUAN = "confiscated_yuan"
    STATED_GRAVITY = "stated_gravity"
    SUBJECT_NAME = "subject_name"
    SUBJECT_CODE = "subject_code"
    AGENCY_NAME = "agency_name"
    AGENCY_CODE = "agency_code"
    SOURCE_NAME = "source_name"
    SOURCE_CODE = "source_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Free text of at most `length` characters."""

    length: int
    multiline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of at most `length` characters; 无, 空 and null are refused; `unified` runs the check of GB 32100."""

    length: int
    unified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A calendar day; `open_ended` reads 2099 and — as no end; `past` refuses days after `on`."""

    open_ended: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WanYuan:
    """An amount written in units of 10,000 yuan at the edges, kept as Decimal yuan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of `values`, or several when `multiple`; `open_prefix` admits "其他-..." values."""

    values: tuple[str, ...]
    multiple: bool = False
    open_prefix: str | None = None
    synonyms: Mapping[str, str] | None = None


FieldType: TypeAlias = Text | Code | Day | WanYuan | Choice
Condition: TypeAlias = Callable[[Mapping[str, object]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a kind.

    `required_if` receives the cleaned values by field code. `column` says that the value is kept
    in a column of `Record`. `sources` and `official` tell where the code comes from.
    """

    code: str
    label: str
    type: FieldType
    required: bool = False
    required_if: Condition | None = None
    required_hint: str = ""
    visibility: Visibility = Visibility.PUBLIC
    masking: Masking = Masking.NONE
    aliases: tuple[str, ...] = ()
    column: RecordColumn | None = None
    official: bool = True
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """One kind of record of the catalogue.

    `key` are the field codes that name a record among the subject's records of the agency.
    Rules across fields live in `checks`, each returning (field code, message) pairs.
    """

    code: str
    label: str
    label_en: str
    chapter: Chapter
    tone: Tone
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    title: str  # code of the field that names a row on a page
    checks: tuple[Callable[[Mapping[str, object]], list[tuple[str, str]]], ...] = ()
    ignored_headers: tuple[str, ...] = ()

    def field(self, code: str) -> Field:
        """Return the field of that code.

        :raises KeyError: the kind has no such field.
        """
        for field in self.fields:
            if field.code == code:
                return field
        raise KeyError(code)
