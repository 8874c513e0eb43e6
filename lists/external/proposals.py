"""Editions of external lists that wait at the desk: handed in by one officer, taken over when another confirms."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_credit_office
from enterprises.shared.clock import day_of
from enterprises.shared.rules.characters import unified
from enterprises.shared.typed_texts.models import TypedText
from enterprises.shared.typed_texts.services import forget_typed, keep_typed, save_unified, subject_of
from enterprises.shared.workflow.refusals import StateChanged
from lists.criteria.models import CreditList
from lists.external.columns import ExternalRow
from lists.external.differences import EditionDifference, difference_of
from lists.external.importing import (
    EditionRefused,
    ExternalFile,
    Origin,
    check_origin,
    current_edition,
    is_known,
    take_over,
)
from lists.external.models import ExternalProposal


@transaction.atomic
def hand_in(
    credit_list: CreditList,
    *,
    read: ExternalFile,
    origin: Origin,
    warnings: Sequence[str] = (),
    by: User,
    at: datetime,
) -> ExternalProposal:
    """Keep what a file states until another person confirms it; the list does not change.

    :raises NotPermitted: `by` is no officer of the credit office.
    :raises EditionRefused: as for `check_origin`; rows are refused; another file waits; nothing is new.
    """
    CreditList.objects.select_for_update().get(pk=credit_list.pk)
    check_origin(credit_list, origin=origin, by=by, at=at)
    if read.refused:
        raise EditionRefused("有{count}行有误，没有写入任何内容，请更正后重新选择文件。", count=read.refused)
    if ExternalProposal.objects.filter(credit_list=credit_list).exists():
        raise EditionRefused("已有一期待确认，请先确认或者撤回。")
    if is_known(credit_list, origin) and difference_of(credit_list, read.rows).is_empty:
        raise EditionRefused("内容、来源和期次都与现行一期相同，无需转载。")
    proposal = ExternalProposal(
        credit_list=credit_list,
        source=origin.source.strip(),
        label=origin.label.strip(),
        as_of=origin.as_of,
        sha256=origin.sha256,
        rows=[row.to_plain() for row in read.rows],
        persons=read.persons,
        warnings=[unified(text) for text in warnings],
        handed_in_by=by,
        handed_in_at=at,
    )
    save_unified(proposal, on=day_of(at))
    typed = {f"{place}.{name}": text for place, row in enumerate(read.rows) for name, text in row.typed.items()}
    keep_typed([(proposal.pk, typed)], subject=subject_of(proposal), on=day_of(at))
    return proposal


@transaction.atomic
def confirm(*, proposal: ExternalProposal, read_against: int | None, by: User, at: datetime) -> EditionDifference:
    """Take over what was handed in, as the second person, and return what that changed.

    `read_against` is the edition beside which `by` has read the changes, None for no edition.

    :raises NotPermitted: `by` is no officer of the credit office.
    :raises FourEyes: `by` handed it in.
    :raises StateChanged: it was taken over or back, or the list has another edition since it was read.
    :raises EditionRefused: as for `check_origin`.
    """
    credit_list = CreditList.objects.select_for_update().get(pk=proposal.credit_list_id)
    found = _waiting(proposal)
    newest = current_edition(credit_list)
    if read_against != (newest.pk if newest else None):
        raise StateChanged("您打开页面之后，现行一期有变动；请重新核对后再确认。")
    typed = _typed_of(found)
    difference = take_over(
        credit_list,
        rows=rows_of(found),
        origin=Origin(
            source=typed.get("source", found.source),
            label=typed.get("label", found.label),
            as_of=found.as_of,
            sha256=found.sha256,
        ),
        by=found.handed_in_by,
        confirmed_by=by,
        at=at,
    )
    _forget(found)
    return difference


@transaction.atomic
def drop(*, proposal: ExternalProposal, by: User) -> None:
    """Drop what was handed in, as who did so or another person; the list does not change.

    :raises NotPermitted: `by` is no officer of the credit office.
    :raises StateChanged: it was taken over or back before.
    """
    require_credit_office(by)
    CreditList.objects.select_for_update().get(pk=proposal.credit_list_id)
    _forget(_waiting(proposal))


def rows_of(proposal: ExternalProposal) -> list[ExternalRow]:
    """Return the rows that wait, with their texts as they were typed."""
    typed: dict[int, dict[str, str]] = {}
    for field, text in _typed_of(proposal).items():
        place, _, name = field.rpartition(".")
        if place:
            typed.setdefault(int(place), {})[name] = text
    return [ExternalRow.from_plain(row, typed=typed.get(place, {})) for place, row in enumerate(proposal.rows)]


def changes_of(proposal: ExternalProposal) -> EditionDifference:
    """Compare what waits with the edition that holds now."""
    return difference_of(proposal.credit_list, rows_of(proposal))


def _waiting(proposal: ExternalProposal) -> ExternalProposal:
    found = ExternalProposal.objects.select_related("handed_in_by").filter(pk=proposal.pk).first()
    if found is None:
        raise StateChanged("这一期已转载或者撤回，请刷新页面。")
    return found


def _typed_of(proposal: ExternalProposal) -> dict[str, str]:
    rows = TypedText.objects.filter(subject=subject_of(proposal), key=str(proposal.pk))
    return dict(rows.values_list("field", "typed"))


def _forget(proposal: ExternalProposal) -> None:
    forget_typed(proposal)
    proposal.delete()
