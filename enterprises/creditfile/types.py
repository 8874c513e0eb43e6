"""Types of the credit file; all values are display-ready, masked and free of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from enterprises.catalogue.cells import Audience, LabelledValue
from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.types import Chapter
from enterprises.documents.refs import Ref
from enterprises.shared.rules.register_codes import CodeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedRow:
    """Another public row that belongs to one: the penalty behind a failed spot check, or the check.

    `address` is that of the row in its file, on this site.
    """

    ref: Ref
    kind: str
    kind_label: str
    title: str
    document_number: str
    address: str

    @property
    def is_penalty(self) -> bool:
        """Return whether it is the penalty, not the check."""
        return self.kind == KindCode.PENALTY


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One record or listing as its readers see it.

    `public_until` is the first day no longer public (None = open); `last_public_on` the day before it. The regime that
    grants `repairable_from` is `repair_basis`, confirmed or not; "" and None where none is known. Publication that was
    extended names `extension_basis` and the last day that it had without the extension. `text_address` is that of the
    released text of the decision.
    """

    ref: Ref
    kind: str
    kind_label: str
    title: str
    cells: tuple[LabelledValue, ...]
    source: str
    source_code: str
    legal_basis: str
    public_from: date
    public_until: date | None
    last_public_on: date | None
    disputed: bool
    repairable_from: date | None
    repair_basis: str = ""
    repair_confirmed: bool | None = None
    extension_basis: str = ""
    unextended_last_public_on: date | None = None
    text_address: str = ""
    related: tuple[RelatedRow, ...] = ()

    @property
    def is_repairable_at_once(self) -> bool:
        """Return whether repair is open from the first public day on, as for a minor record."""
        return self.repairable_from is not None and self.repairable_from <= self.public_from


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterView:
    """One of the ten chapters; `advice` holds the fixed sentences of chapter 10.

    `notices` state what was wrong and is gone; they are no rows and no counter counts them.
    """

    chapter: Chapter
    numeral: str  # 一, 二, ...
    title: str
    rows: tuple[FileRow, ...]
    advice: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """One of the eight counters of the summary, chapters 2 to 9."""

    chapter: Chapter
    label: str
    count: int


class BadgeTone(StrEnum):
    """How a badge is shown; never by colour alone."""

    RED_LIST = "red-list"
    BLACK_LIST = "black-list"
    ACTIVE = "active"
    ENDED = "ended"
    NOT_STATED = "not-stated"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    code: str
    label: str
    tone: BadgeTone


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerNameView:
    name: str
    used_from: date | None
    used_until: date | None  # first day no longer used


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A parent enterprise or a branch."""

    uscc: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedCode:
    """Another code of the same enterprise, the current one or an earlier one."""

    uscc: str
    name: str
    code_kind: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The enterprise as registered; `facts` are the rows of chapter 1.

    `uscc` is the code under which it is kept, `code_kind` what that code is (`CodeKind`).
    """

    uscc: str
    name: str
    status: str
    status_label: str
    region: str
    region_name: str
    industry: str
    industry_name: str
    facts: tuple[LabelledValue, ...]
    former_names: tuple[FormerNameView, ...]
    parent: Relative | None
    branches: tuple[Relative, ...]
    code_kind: str = CodeKind.UNIFIED.value
    linked: tuple[LinkedCode, ...] = ()

    @property
    def is_numbered(self) -> bool:
        """Return whether only a register number is known."""
        return self.code_kind == CodeKind.REGISTER_NUMBER

    @property
    def is_as_registered(self) -> bool:
        """Return whether the code stands so in the register, though its check character does not fit."""
        return self.code_kind == CodeKind.AS_REGISTERED


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditFile:
    """The whole file of one enterprise on one day, as seen by one audience."""

    subject: Subject
    on: date
    as_of: datetime
    audience: Audience
    badges: tuple[Badge, ...]
    counters: tuple[Counter, ...]
    chapters: tuple[ChapterView, ...]

    def refs(self) -> tuple[Ref, ...]:
        """Name every record and listing that the file shows."""
        return tuple(row.ref for chapter in self.chapters for row in chapter.rows)
