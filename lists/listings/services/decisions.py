"""Proposal, decision and rejection; what stands between them is in `notices`.

docs/rules/lists-procedure.md has the table of steps and the clause behind each.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.models import Agency
from enterprises.agencies.permissions import require_credit_office, require_list_keeper_of
from enterprises.cases.selectors import has_open_objection
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.services.personal_data import (
    CONFIRMED,
    confirmation_of,
    require_confirmed,
    suspicions_of_texts,
)
from enterprises.register.models import Enterprise
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.characters import typed_form
from enterprises.shared.rules.document_numbers import fold_document_number
from enterprises.shared.typed_texts.services import save_unified
from enterprises.shared.workflow.reserved import ReservedAct, require_unreserved
from enterprises.shared.workflow.second_person import require_second_person
from lists.criteria.colors import Color
from lists.criteria.definitions import DEFINITIONS
from lists.criteria.models import CreditList
from lists.listings.models import Listing
from lists.listings.queries import red_facts_of
from lists.listings.red_list import OBSTACLE_LABELS, Obstacle, RedFacts, obstacles_of
from lists.listings.rules import ListingState, RemovalReason, Term, term_of
from lists.listings.services.grounds import ground_problem
from lists.listings.services.letter_queries import notice_is_withdrawn
from lists.listings.services.notices import require_ours, window_end_now
from lists.listings.services.workflow import LISTINGS


class AlreadyListed(Refused):
    """The enterprise is on the list, or on its way there."""


class DecisionInvalid(Refused):
    """The decision lacks something that the law demands, or comes too early or too late."""


class OnBlackList(Refused):
    """An enterprise on a black list cannot be on a red one."""


@transaction.atomic
def propose_listing(
    *,
    credit_list: CreditList,
    enterprise: Enterprise,
    criterion: str,
    reason: str,
    record_ids: tuple[int, ...],
    by: User,
    at: datetime,
    ground_document: str = "",
    ground_penalty: str = "",
) -> Listing:
    """Propose one enterprise for a list; nothing is public by that.

    `ground_document` is a document with legal effect that is no record here, `ground_penalty` the penalty in it.

    :raises NotPermitted: `by` keeps no lists.
    :raises NotOurs: no authority of this city decides on the list.
    :raises ReasonMissing: no criterion or no reason.
    :raises AlreadyListed: it is proposed, notified or publicly listed already.
    """
    require_credit_office(by)
    require_ours(credit_list)
    LISTINGS.require_reason(criterion, sentence="请注明适用的列入标准。")
    CreditList.objects.select_for_update().get(pk=credit_list.pk)
    listings = Listing.objects.filter(credit_list=credit_list, enterprise=enterprise)
    pending = listings.filter(state__in=[ListingState.PROPOSED, ListingState.NOTIFIED])
    if pending.exists() or listings.in_term(on=day_of(at)).exists():
        raise AlreadyListed("该主体已在名单中或正在办理列入，不能重复提出。")
    listing = Listing(
        credit_list=credit_list,
        color=credit_list.color,
        kind=credit_list.kind,
        enterprise=enterprise,
        criterion=criterion.strip(),
        reason=LISTINGS.require_reason(reason, sentence="请写明列入事由。"),
        record_ids=sorted(record_ids),
        ground_document=ground_document.strip(),
        ground_penalty=ground_penalty,
        proposed_on=day_of(at),
        proposed_by=by,
        proposed_at=at,
    )
    save_unified(listing, on=day_of(at))
    LISTINGS.note(listing, verb="propose", by=by, at=at, reason=listing.reason)
    return listing


@transaction.atomic
def decide_listing(
    *,
    listing: Listing,
    document_number: str,
    decided_on: date,
    authority: Agency,
    term_months: int,
    term_basis: str,
    objection_outcome: str,
    by: User,
    at: datetime,
    finding: str = "",
    found: Collection[str] = (),
    personal_data_confirmed: bool = False,
) -> Listing:
    """Put the enterprise on the list by a decision that exists on paper; it is public from today.

    An enterprise that comes onto a black list leaves every red list in the same step. `finding` is the officer's
    reason on a black list, `found` what the list's law wants to be found besides.

    :raises NotPermitted: `by` keeps no lists or, on a black one, is no officer of the authority.
    :raises NotOurs: no authority of this city decides on the list.
    :raises FourEyes: `by` proposed it.
    :raises StateChanged: the party was not notified, or it was decided before.
    :raises OnBlackList: the list is red and the enterprise is on a black one.
    :raises DecisionInvalid: something is missing, too early, too late, or not as the list's law has it.
    :raises LooksPersonal: number, reason or basis look like personal data, and that is not confirmed.
    """
    listing = _locked_for_decision(listing, by=by)
    on = day_of(at)
    decision: dict[str, Any] = {
        "document_number": document_number.strip(),
        "term_basis": term_basis.strip(),
        "objection_outcome": objection_outcome.strip(),
        "finding": "",
    }
    _check_texts(listing, decision)
    if listing.color == Color.BLACK:
        _check_authority(listing, authority=authority, by=by)
        decision["finding"] = _finding_of(listing, finding=finding, found=found)
        _check_law(listing)
    term = _term(listing, decided_on=decided_on, months=term_months, on=on)
    _check_subject(listing, on=on)
    _confirm_texts(listing, decision, confirmed=personal_data_confirmed, by=by, at=at)
    LISTINGS.move(
        listing,
        verb="decide",
        by=by,
        at=at,
        reason=decision["document_number"],
        decided_on=decided_on,
        decided_by=by,
        folded_document_number=fold_document_number(decision["document_number"]),
        authority=authority,
        term_months=term_months,
        public_from=term.public_from,
        public_until=term.public_until,
        repairable_from=term.repairable_from,
        **decision,
    )
    if listing.color == Color.BLACK:
        leave_red_lists(listing, by=by, at=at)
    return listing


@transaction.atomic
def reject_listing(*, listing: Listing, reason: str, by: User, at: datetime, is_of_case: bool = False) -> Listing:
    """Decide that the enterprise does not come onto the list.

    `is_of_case`: a case about the notice takes the step; nobody else upholds its objection.

    :raises NotPermitted: `by` is not of the credit office.
    :raises StepReserved: an objection to the notice is not decided.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it was decided before.
    """
    require_credit_office(by)
    listing = LISTINGS.locked(listing)
    require_unreserved(listing, ReservedAct.UPHOLD, enterprise_id=listing.enterprise_id, by_matter=is_of_case)
    why = LISTINGS.require_reason(reason, sentence="请写明不予列入的理由。")
    LISTINGS.move(listing, verb="reject", by=by, at=at, reason=why)
    return listing


def _locked_for_decision(listing: Listing, *, by: User) -> Listing:
    require_credit_office(by)
    listing = LISTINGS.locked(listing)
    require_ours(listing.credit_list)
    LISTINGS.require_transition(listing, verb="decide")
    require_second_person(by, first_id=listing.proposed_by_id, sentence="列入决定须由提出建议以外的另一人办理。")
    if has_open_objection(Ref(kind=RefKind.LISTING, id=listing.pk)):
        raise DecisionInvalid("对告知书的异议尚未办结，须先答复异议，才能作出列入决定。")
    return listing


def _confirm_texts(listing: Listing, decision: dict[str, str], *, confirmed: bool, by: User, at: datetime) -> None:
    """Check the texts that the decision makes public, and write down who confirmed them."""
    found = suspicions_of_texts(
        列入事由=listing.reason, 决定文书号=decision["document_number"], 期限依据=decision["term_basis"]
    )
    require_confirmed(found, confirmed=confirmed)
    if found:
        LISTINGS.note(listing, verb=CONFIRMED, by=by, at=at, reason=confirmation_of(found))


def _check_texts(listing: Listing, decision: dict[str, str]) -> None:
    if not decision["term_basis"]:
        raise DecisionInvalid("请写明期限依据。")
    if decision["term_basis"] not in DEFINITIONS[listing.credit_list.slug].term_bases:
        raise DecisionInvalid("期限依据应从{list}的依据中选择。", list=listing.credit_list.name)
    if listing.color == Color.BLACK and not decision["document_number"]:
        raise DecisionInvalid("列入严重失信主体名单须有决定文书号。")
    if listing.color == Color.BLACK and not decision["objection_outcome"]:
        raise DecisionInvalid("请写明异议处理情况；没有异议的，写“无异议”。")


def _check_authority(listing: Listing, *, authority: Agency, by: User) -> None:
    domains = DEFINITIONS[listing.credit_list.slug].domains
    if authority.domain not in domains:
        raise DecisionInvalid(
            "{authority}不是{list}的认定单位。", authority=authority.name, list=listing.credit_list.name
        )
    require_list_keeper_of(by, authority=authority)


def _finding_of(listing: Listing, *, finding: str, found: Collection[str]) -> str:
    """Return what the officer found, as it is kept."""
    wanted = DEFINITIONS[listing.credit_list.slug].findings
    missing = [each for each in wanted if each not in found]
    if missing:
        raise DecisionInvalid("须认定{facts}，才能列入；不能认定的，不予列入。", facts="、".join(missing))
    reason = LISTINGS.require_reason(finding, sentence="请写明认定符合列入标准的理由。")
    return f"{'、'.join(wanted)}：{typed_form(reason)}" if wanted else reason


def _check_law(listing: Listing) -> None:
    """Insist on the proof of service and on a ground that stands."""
    if listing.notice_proof_id is None:
        raise DecisionInvalid("请先上传告知书的送达证明。")
    if notice_is_withdrawn(listing):
        raise DecisionInvalid("拟列入告知书已经撤回，须重新提出建议并告知，才能作出列入决定。")
    problem = ground_problem(listing)
    if problem:
        raise DecisionInvalid(problem)


def _term(listing: Listing, *, decided_on: date, months: int, on: date) -> Term:
    if decided_on > on:
        raise DecisionInvalid("决定日期不能晚于今天。")
    window_end = window_end_now(listing)
    if window_end is None or decided_on < window_end:
        raise DecisionInvalid("异议期尚未届满，决定日期不得早于{day}。", day=window_end)
    if listing.notified_on is not None and decided_on < listing.notified_on:
        raise DecisionInvalid("决定日期不得早于登记告知的日期{day}。", day=listing.notified_on)
    longest = listing.credit_list.term_months
    if listing.color == Color.BLACK and months != longest:
        raise DecisionInvalid("{list}的期限为{months}个月，不得增减。", list=listing.credit_list.name, months=longest)
    if not 0 < months <= longest:
        raise DecisionInvalid("期限应为1至{months}个月。", months=longest)
    term = term_of(
        decided_on=decided_on, published_on=on, months=months, minimum_months=listing.credit_list.minimum_months
    )
    if term.public_until <= on:
        raise DecisionInvalid("按决定日期计算，期限已经届满，不能再列入。")
    return term


def _check_subject(listing: Listing, *, on: date) -> None:
    if not Enterprise.objects.public(on=on).filter(pk=listing.enterprise_id).exists():
        raise DecisionInvalid("该主体的档案尚未公示，不能列入名单。")
    if listing.color == Color.BLACK:
        return
    # Serialises with a black decision on the same enterprise, which locks the same row.
    Enterprise.objects.select_for_update(no_key=True).get(pk=listing.enterprise_id)
    against = red_facts_of([listing.enterprise_id]).get(listing.enterprise_id, RedFacts())
    obstacles = obstacles_of(against, on=on)
    if Obstacle.BLACK_LIST in obstacles:
        raise OnBlackList("该主体在严重失信主体名单中，不能列入守信激励对象。")
    if obstacles:
        raise DecisionInvalid("{obstacle}，不能列入守信激励对象。", obstacle=OBSTACLE_LABELS[obstacles[0]])


def leave_red_lists(black: Listing, *, by: User, at: datetime) -> None:
    """End the red listings of an enterprise that came onto a black list (发改财金规〔2017〕1798号)."""
    Enterprise.objects.select_for_update(no_key=True).get(pk=black.enterprise_id)
    on = day_of(at)
    for red in Listing.objects.in_term(on=on).filter(enterprise=black.enterprise_id, color=Color.RED):
        LISTINGS.move(
            red,
            verb="remove",
            by=by,
            at=at,
            quiet=True,
            reason=f"{RemovalReason.ON_BLACK_LIST.value}: {black.document_number}",
            removed_on=on,
            removed_reason=RemovalReason.ON_BLACK_LIST,
            removed_by=by,
            ended_by=black,
        )
