"""Every write of list cards: proposed by one person, in force once another confirms."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from enterprises.agencies.permissions import require_credit_office
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.sentences import sentence, together
from enterprises.shared.typed_texts.services import keep_typed_of, save_unified
from enterprises.shared.workflow.second_person import require_second_person
from enterprises.shared.workflow.workflow import HistoryEntry, Workflow
from lists.criteria.cards import (
    LIFECYCLE,
    OF_LAW,
    TEXTS,
    Bounds,
    Card,
    VersionState,
    card_from_json,
    card_to_json,
    changed_labels,
    problems_of,
)
from lists.criteria.columns import ListColumn
from lists.criteria.definitions import DEFINITIONS
from lists.criteria.models import CreditList, ListVersion
from lists.criteria.periods import EditionPeriod
from lists.criteria.predicates import criteria_text, criteria_to_json

_OTHER_PERSON = "名单信息的修改须由提出人以外的另一人确认。"


class CardRefused(Refused):
    """The card is empty somewhere, wider than the law of the list, or the same as before."""


class ProposalWaits(Refused):
    """Another version of the list waits for confirmation."""


class VersionOutdated(Refused):
    """A release changed what the law of the list fixes after the version was proposed."""


def _write(version: ListVersion, entry: HistoryEntry) -> None:
    """Write nothing: the columns of a version are its history."""


def _announce(version: ListVersion) -> None:
    """Announce nothing: pages read the list's row."""


VERSIONS: Workflow[ListVersion, VersionState] = Workflow(
    model=ListVersion, lifecycle=LIFECYCLE, write=_write, announce=_announce
)


def bounds_of(credit_list: CreditList) -> Bounds:
    """Return what the law of a list leaves open; one that is not ours has no criteria of its own."""
    own = DEFINITIONS.get(credit_list.slug) if credit_list.is_ours else None
    return Bounds(
        criteria=own.criteria if own else (),
        is_ours=credit_list.is_ours,
        is_black=own is not None and credit_list.is_black,
    )


def card_of(credit_list: CreditList) -> Card:
    """Return the card of a list that is in force."""
    return Card(
        **{name: getattr(credit_list, name) for name in TEXTS},
        authority=credit_list.authority_id,
        notice_days=credit_list.notice_days,
        period=EditionPeriod(credit_list.period) if credit_list.period else None,
        columns=tuple(ListColumn(one) for one in credit_list.columns),
        criteria=credit_list.criteria_in_force,
    )


def stored_card(credit_list: CreditList, card: Card) -> dict[str, Any]:
    """Return a card as a version keeps it, with what the law of its list fixes."""
    return {**{name: getattr(credit_list, name) for name in OF_LAW}, **card_to_json(card)}


@transaction.atomic
def propose_version(*, credit_list: CreditList, card: Card, reason: str, by: User, at: datetime) -> ListVersion:
    """Propose a new card for a list; nothing changes before another person confirms.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no reason given.
    :raises CardRefused: it is incomplete, wider than the law, or changes nothing.
    :raises ProposalWaits: another proposal of the list waits.
    """
    require_credit_office(by)
    why = VERSIONS.require_reason(reason, sentence="请写明修改理由。")
    credit_list = CreditList.objects.select_for_update().get(pk=credit_list.pk)
    _check(credit_list, card)
    content = stored_card(credit_list, card)
    if not changed_labels(stored_card(credit_list, card_of(credit_list)), content):
        raise CardRefused("内容与现行版本相同，没有需要修改的。")
    if ListVersion.objects.filter(credit_list=credit_list, state=VersionState.PROPOSED).exists():
        raise ProposalWaits("本名单已有一版待确认，请先处理。")
    version = ListVersion(credit_list=credit_list, content=content, reason=why, proposed_by=by, proposed_at=at)
    save_unified(version, on=day_of(at))
    keep_typed_of(version, {name: getattr(card, name) for name in TEXTS}, on=day_of(at))
    return version


@transaction.atomic
def confirm_version(*, version: ListVersion, by: User, at: datetime) -> ListVersion:
    """Put a proposed card into force from today.

    :raises NotPermitted: `by` is not of the credit office.
    :raises FourEyes: `by` proposed it.
    :raises StateChanged: it was confirmed or declined before.
    :raises VersionOutdated: a release changed what the law of the list fixes since the proposal.
    :raises CardRefused: it no longer fits the law of the list.
    """
    require_credit_office(by)
    credit_list = CreditList.objects.select_for_update().get(pk=version.credit_list_id)
    version = VERSIONS.locked(version)
    VERSIONS.require_transition(version, verb="confirm")
    require_second_person(by, first_id=version.proposed_by_id, sentence=_OTHER_PERSON)
    if any(version.content.get(name) != getattr(credit_list, name) for name in OF_LAW):
        raise VersionOutdated("规定的内容在提出之后有变化，请重新提出。")
    card = card_from_json(version.content)
    _check(credit_list, card)
    _apply(credit_list, card)
    VERSIONS.move(
        version,
        verb="confirm",
        by=by,
        at=at,
        number=_next_number(credit_list),
        valid_from=day_of(at),
        decided_by=by,
        decided_at=at,
    )
    return version


@transaction.atomic
def decline_version(*, version: ListVersion, reason: str, by: User, at: datetime) -> ListVersion:
    """Leave the card as it is; the proposer may take the own proposal back so.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it was confirmed or declined before.
    """
    require_credit_office(by)
    why = VERSIONS.require_reason(reason, sentence="请写明不采用的理由。")
    version = VERSIONS.locked(version)
    VERSIONS.move(version, verb="decline", by=by, at=at, decided_by=by, decided_at=at, decline_reason=why)
    return version


def _apply(credit_list: CreditList, card: Card) -> None:
    """Write a card into the row of its list."""
    for name in TEXTS:
        setattr(credit_list, name, getattr(card, name).strip())
    credit_list.authority_id = card.authority
    credit_list.period = card.period.value if card.period else ""
    credit_list.columns = [one.value for one in card.columns]
    if credit_list.is_ours:
        credit_list.notice_days = card.notice_days
        credit_list.chosen_criteria = criteria_to_json(card.criteria)
        credit_list.criteria = criteria_text(card.criteria, law=bounds_of(credit_list).criteria)
    credit_list.save()


def _next_number(credit_list: CreditList) -> int:
    last: int | None = ListVersion.objects.filter(credit_list=credit_list).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _check(credit_list: CreditList, card: Card) -> None:
    if problems := problems_of(card, bounds_of(credit_list)):
        raise CardRefused(sentence("{problems}。", problems=together(problems, between="；")))
