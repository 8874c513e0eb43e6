"""Files of external lists: read whole, compared, and taken over in one transaction."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_credit_office
from enterprises.register.models import Enterprise
from enterprises.register.selectors import RegisterCodes
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.clock import day_of
from enterprises.shared.problems import Problem
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.sheets.report import RefusedRow
from enterprises.shared.sheets.table import Table, open_table
from enterprises.shared.typed_texts.services import keep_typed, save_unified, subject_of
from enterprises.shared.workflow.second_person import require_second_person
from lists.criteria.definitions import EXTERNAL_DEFINITIONS
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.external.columns import REQUIRED, ExternalRow, code_of_header, read_row
from lists.external.differences import EditionDifference, difference_of
from lists.external.models import LABEL_LENGTH, SOURCE_LENGTH, ExternalEdition, ExternalListing
from lists.external.rules import end_when_left, own_end

CHUNK = 1_000


class EditionRefused(Refused):
    """The file cannot become an edition of the list."""


BY_ANOTHER = "外部名单须由另一人确认。"
_DIGITS = 12  # of the SHA-256 by which the second person names the file


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalFile:
    """What a file holds: rows, how many rows of natural persons were passed over, how many were bad."""

    rows: tuple[ExternalRow, ...]
    persons: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a file comes from: who gave it, which edition it is, the day whose end it shows, its SHA-256."""

    source: str
    label: str
    as_of: date
    sha256: str

    @property
    def mark(self) -> str:
        """The beginning of the SHA-256 by which the second person names the file."""
        return self.sha256[:_DIGITS]


def file_number(mark: str) -> int:
    """Return the number to which a code for a file belongs; `mark` is the beginning of its SHA-256."""
    return int(mark[:_DIGITS], 16)


def open_external(path: Path) -> AbstractContextManager[Table]:
    """Open a file of an external list.

    :raises UnreadableFile: it cannot be read, or lacks a required column.
    """
    return open_table(path, code_of=code_of_header, required=REQUIRED)


def read_external(
    table: Table,
    *,
    as_of: date,
    on_refusal: Callable[[RefusedRow], None],
    on_warning: Callable[[int, str], None] = lambda _number, _text: None,
) -> ExternalFile:
    """Read all rows; each bad one is reported by number, column and reason, without what its cells hold.

    A code that fails its check is taken, with a warning, if the register bears it so.
    """
    registered = RegisterCodes()
    seen: dict[tuple[str, str], tuple[int, ExternalRow]] = {}
    persons = refused = 0
    for row in table.rows():
        reading = read_row(row, as_of=as_of, is_1904=table.is_1904, registered=registered)
        problems = list(reading.problems)
        if reading.row is not None:
            number, first = seen.setdefault(reading.row.key, (row.number, reading.row))
            if first != reading.row:
                doubled = sentence("与第{number}行是同一主体、同一文书号，内容却不同", number=number)
                problems.append(Problem(label="", message=doubled))
        if problems:
            on_refusal(RefusedRow(number=row.number, problems=tuple(problems), cells=()))
        elif reading.warning:
            on_warning(row.number, reading.warning)
        persons += reading.is_person
        refused += bool(problems)
    return ExternalFile(rows=tuple(row for _, row in seen.values()), persons=persons, refused=refused)


def current_edition(credit_list: CreditList) -> ExternalEdition | None:
    """Return the newest edition of an external list."""
    return ExternalEdition.objects.filter(credit_list=credit_list).order_by("-as_of", "-pk").first()


def check_origin(credit_list: CreditList, *, origin: Origin, by: User, at: datetime) -> None:
    """Check who takes over what.

    :raises NotPermitted: `by` is no officer of the credit office.
    :raises EditionRefused: the list is not external or has a newer edition. A text is empty or too long. The day
        is in the future.
    """
    require_credit_office(by)
    if credit_list.kind != ListKind.EXTERNAL or credit_list.slug not in EXTERNAL_DEFINITIONS:
        raise EditionRefused("{list}不是外部名单，不能从文件转载。", list=credit_list.name)
    for what, text, most in (("来源", origin.source, SOURCE_LENGTH), ("期次", origin.label, LABEL_LENGTH)):
        if not 0 < len(text.strip()) <= most:
            raise EditionRefused("{what}应有1至{most}个字。", what=what, most=most)
    if origin.as_of > day_of(at):
        raise EditionRefused("截至日期{day}晚于今天。", day=origin.as_of)
    newest = current_edition(credit_list)
    if newest is not None and origin.as_of < newest.as_of:
        raise EditionRefused(
            "已有截至{newest}的“{label}”，不能转载更早的截至{day}的文件。",
            newest=newest.as_of,
            label=newest.label,
            day=origin.as_of,
        )


def is_known(credit_list: CreditList, origin: Origin) -> bool:
    """Return whether the newest edition of a list states the same source, label and day."""
    newest = current_edition(credit_list)
    given = (origin.source.strip(), origin.label.strip(), origin.as_of)
    return newest is not None and (newest.source, newest.label, newest.as_of) == given


@transaction.atomic
def take_over(
    credit_list: CreditList,
    *,
    rows: Iterable[ExternalRow],
    origin: Origin,
    by: User,
    confirmed_by: User,
    at: datetime,
) -> EditionDifference:
    """Make the rows the newest edition of an external list, and return what that changed; two people do it.

    Who left is off the list from the edition's day on. The same rows with the same origin write nothing.

    :raises NotPermitted: `by` or `confirmed_by` is no officer of the credit office.
    :raises FourEyes: both are the same person.
    :raises EditionRefused: as for `check_origin`.
    """
    require_credit_office(confirmed_by)
    require_second_person(confirmed_by, first_id=by.pk, sentence=BY_ANOTHER)
    CreditList.objects.select_for_update().get(pk=credit_list.pk)
    check_origin(credit_list, origin=origin, by=by, at=at)
    difference = difference_of(credit_list, rows)
    if difference.is_empty and is_known(credit_list, origin):
        return difference
    edition = ExternalEdition(
        credit_list=credit_list,
        source=origin.source.strip(),
        label=origin.label.strip(),
        as_of=origin.as_of,
        sha256=origin.sha256,
        imported_by=by,
        imported_at=at,
        confirmed_by=confirmed_by,
        confirmed_at=at,
    )
    save_unified(edition, on=day_of(at))
    left = [*difference.left, *(one.before for one in difference.changed)]
    _end(left, edition=edition)
    entered = _enter([*difference.entered, *(one.after for one in difference.changed)], edition=edition, on=day_of(at))
    touch_credit_files(one.enterprise_id for one in (*left, *entered) if one.enterprise_id is not None)
    return difference


def link_enterprises(enterprise_ids: Iterable[int]) -> None:
    """Name the enterprises of rows whose codes the register did not have when they were taken over."""
    if not ExternalListing.objects.filter(enterprise__isnull=True).exists():
        return
    ids = list(enterprise_ids)
    for start in range(0, len(ids), CHUNK):
        known = dict(Enterprise.objects.filter(pk__in=ids[start : start + CHUNK]).values_list("uscc", "pk"))
        rows = list(ExternalListing.objects.filter(enterprise__isnull=True, uscc__in=known))
        for row in rows:
            row.enterprise_id = known[row.uscc]
        ExternalListing.objects.bulk_update(rows, ["enterprise"], batch_size=CHUNK)


def _end(rows: list[ExternalListing], *, edition: ExternalEdition) -> None:
    for row in rows:
        row.left_with = edition
        row.public_until = end_when_left(
            public_from=row.public_from, public_until=row.public_until, as_of=edition.as_of
        )
    ExternalListing.objects.bulk_update(rows, ["left_with", "public_until"], batch_size=CHUNK)


def _enter(rows: list[ExternalRow], *, edition: ExternalEdition, on: date) -> list[ExternalListing]:
    """Store rows as public from the edition's day; one whose own end has passed never is."""
    removed_after = EXTERNAL_DEFINITIONS[edition.credit_list.slug].removed_after_months
    known = _known_codes({row.uscc for row in rows})
    made = []
    for row in rows:
        end = own_end(listed_on=row.listed_on, ends_on=row.ends_on, removed_after_months=removed_after)
        made.append(
            ExternalListing(
                credit_list=edition.credit_list,
                edition=edition,
                uscc=row.uscc,
                name=row.name,
                enterprise_id=known.get(row.uscc),
                document_number=row.document_number,
                decided_on=row.decided_on,
                authority=row.authority,
                reason=row.reason,
                listed_on=row.listed_on,
                ends_on=row.ends_on,
                public_from=edition.as_of,
                public_until=None if end is None else max(end, edition.as_of),
            )
        )
    stored = ExternalListing.objects.bulk_create(made, batch_size=CHUNK)
    typed = [(one.pk, row.typed) for one, row in zip(stored, rows, strict=True) if row.typed]
    keep_typed(typed, subject=subject_of(ExternalListing), on=on)
    return stored


def _known_codes(codes: Iterable[str]) -> dict[str, int]:
    wanted, known = sorted(codes), dict[str, int]()
    for start in range(0, len(wanted), CHUNK):
        rows = Enterprise.objects.filter(uscc__in=wanted[start : start + CHUNK])
        known |= dict(rows.values_list("uscc", "pk"))
    return known
