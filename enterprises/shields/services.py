"""Every write of shields: one person of the credit office enters, another confirms (docs/rules/shields.md)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.register.models import Enterprise
from enterprises.register.selectors import linked_enterprises
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.typed_texts.services import save_unified
from enterprises.shared.workflow.second_person import require_second_person
from enterprises.shields.models import Shield, ShieldEvent
from enterprises.shields.permissions import require_shield_office
from enterprises.shields.rules import IN_FORCE, ShieldKind, ShieldState, wrong_days
from enterprises.shields.workflow import SHIELDS

_CONFIRMED_BY_ANOTHER = "临时屏蔽须由另一人确认。"


class ShieldRefused(Refused):
    """A shield may not be placed or renewed as requested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenShield:
    """What an officer enters of a ruling; `until` is the first day that is shown again."""

    kind: ShieldKind
    court: str
    ruling_number: str
    ruled_on: date
    legal_basis: str
    until: date


@transaction.atomic
def request_shield(*, enterprise: Enterprise, given: GivenShield, by: User, at: datetime) -> Shield:
    """Enter a ruling; nothing is hidden until a second person confirms.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ShieldRefused: something is missing, wrong days, or another shield of the enterprise waits or runs.
    """
    require_shield_office(by)
    head = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.now_under_id or enterprise.pk)
    if not (given.court.strip() and given.ruling_number.strip() and given.legal_basis.strip()):
        raise ShieldRefused("请填写法院、裁定书案号和法律依据。")
    _check_days(given.ruled_on, given.until, on=day_of(at))
    others = Shield.objects.running(on=day_of(at)) | Shield.objects.filter(state=ShieldState.REQUESTED)
    if others.filter(codes=head).exists():
        raise ShieldRefused("该企业已有一份临时屏蔽正在办理或正在生效，请在其中续期。")
    shield = Shield(
        kind=given.kind,
        enterprise=head,
        court=given.court.strip(),
        ruling_number=given.ruling_number.strip(),
        ruled_on=given.ruled_on,
        legal_basis=given.legal_basis.strip(),
        until=given.until,
        requested_by=by,
        requested_at=at,
    )
    save_unified(shield, on=day_of(at))
    shield.codes.set([head, *linked_enterprises(head)])
    ShieldEvent.objects.create(shield=shield, at=at, actor=by, verb="request", after=shield.state, until=shield.until)
    return shield


@transaction.atomic
def confirm_shield(*, shield: Shield, by: User, at: datetime) -> Shield:
    """Put a shield into force from this day on, as another person than the one who entered it.

    :raises NotPermitted: `by` is not of the credit office.
    :raises FourEyes: `by` entered it.
    :raises ShieldRefused: its days have passed.
    :raises StateChanged: it does not wait any more.
    """
    shield = _second(shield, by=by, column="requested_by_id")
    on = day_of(at)
    SHIELDS.require_transition(shield, verb="confirm")
    _check_days(shield.ruled_on, shield.until, on=on)
    SHIELDS.move(shield, verb="confirm", by=by, at=at, confirmed_by=by, confirmed_at=at, starts_on=on)
    return shield


@transaction.atomic
def refuse_shield(*, shield: Shield, reason: str, by: User, at: datetime) -> Shield:
    """Turn a request down.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it does not wait any more.
    """
    shield = _locked(shield, by=by)
    SHIELDS.move(shield, verb="refuse", by=by, at=at, reason=SHIELDS.require_reason(reason))
    return shield


@transaction.atomic
def ask_renewal(*, shield: Shield, until: date, reason: str, by: User, at: datetime) -> Shield:
    """Request a later end while the shield runs; the present one holds until a second person confirms.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no reason given.
    :raises ShieldRefused: wrong days, or it has lapsed.
    :raises StateChanged: it is not in force, or a change waits.
    """
    shield = _locked(shield, by=by)
    _require_running(shield, verb="ask-renewal", on=day_of(at))
    reason = SHIELDS.require_reason(reason, sentence="请填写续期的理由。")
    _check_days(shield.ruled_on, until, on=day_of(at), after=shield.until)
    SHIELDS.move(shield, verb="ask-renewal", by=by, at=at, reason=reason, asked_by=by, asked_until=until)
    return shield


@transaction.atomic
def confirm_renewal(*, shield: Shield, by: User, at: datetime) -> Shield:
    """Let the shield run to the later end, as a second person, while it still runs.

    :raises NotPermitted: `by` is not of the credit office.
    :raises FourEyes: `by` requested it.
    :raises ShieldRefused: it has lapsed.
    :raises StateChanged: no renewal waits.
    """
    shield = _second(shield, by=by, column="asked_by_id")
    _require_running(shield, verb="confirm-renewal", on=day_of(at))
    assert shield.asked_until is not None
    SHIELDS.move(
        shield, verb="confirm-renewal", by=by, at=at, until=shield.asked_until, asked_by=None, asked_until=None
    )
    return shield


@transaction.atomic
def ask_end(*, shield: Shield, reason: str, by: User, at: datetime) -> Shield:
    """Request that the shield ends early, as when the plan fails; it runs until a second person confirms.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no reason given.
    :raises ShieldRefused: it has lapsed.
    :raises StateChanged: it is not in force, or a change waits.
    """
    shield = _locked(shield, by=by)
    _require_running(shield, verb="ask-end", on=day_of(at))
    reason = SHIELDS.require_reason(reason, sentence="请填写提前结束的理由。")
    SHIELDS.move(shield, verb="ask-end", by=by, at=at, reason=reason, asked_by=by)
    return shield


@transaction.atomic
def confirm_end(*, shield: Shield, by: User, at: datetime) -> Shield:
    """End the shield today, as a second person: what it hid is shown again at once, for as long as its own days last.

    :raises NotPermitted: `by` is not of the credit office.
    :raises FourEyes: `by` requested it.
    :raises ShieldRefused: it has lapsed.
    :raises StateChanged: no end waits.
    """
    shield = _second(shield, by=by, column="asked_by_id")
    _require_running(shield, verb="confirm-end", on=day_of(at))
    SHIELDS.move(shield, verb="confirm-end", by=by, at=at, until=day_of(at), asked_by=None)
    return shield


@transaction.atomic
def keep_shield(*, shield: Shield, reason: str, by: User, at: datetime) -> Shield:
    """Turn down the renewal or early end that waits; the shield stays as it is.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: nothing waits.
    """
    shield = _locked(shield, by=by)
    reason = SHIELDS.require_reason(reason)
    SHIELDS.move(shield, verb="keep", by=by, at=at, reason=reason, asked_by=None, asked_until=None)
    return shield


def cover_codes(enterprise_ids: Collection[int]) -> None:
    """Have the shields of these enterprises, that run or wait, cover all codes that the enterprises have now.

    The ruling is about the enterprise, whatever codes it has. Call inside the transaction of the change.
    """
    live = Shield.objects.filter(state__in=sorted({ShieldState.REQUESTED, *IN_FORCE}), enterprise__in=enterprise_ids)
    for shield in live.select_related("enterprise__now_under").order_by("pk"):
        shield.codes.set([shield.enterprise, *linked_enterprises(shield.enterprise)])


def _locked(shield: Shield, *, by: User) -> Shield:
    require_shield_office(by)
    return SHIELDS.locked(shield)


def _second(shield: Shield, *, by: User, column: str) -> Shield:
    """Read a shield again and insist that `by` is not the person in that column."""
    shield = _locked(shield, by=by)
    require_second_person(by, first_id=getattr(shield, column), sentence=_CONFIRMED_BY_ANOTHER)
    return shield


def _require_running(shield: Shield, *, verb: str, on: date) -> None:
    """Insist that a shield runs on that day: what lapsed is entered anew."""
    SHIELDS.require_transition(shield, verb=verb)
    if shield.has_lapsed(on=on):
        raise ShieldRefused(
            "这份临时屏蔽已于{day}到期，不能再续期或提前结束；如仍需屏蔽，请重新登记。", day=shield.until
        )


def _check_days(ruled_on: date, until: date, *, on: date, after: date | None = None) -> None:
    if sentence := wrong_days(ruled_on=ruled_on, until=until, on=on, after=after):
        raise ShieldRefused(sentence)
