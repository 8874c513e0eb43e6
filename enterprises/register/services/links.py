"""Two codes of one enterprise become one file, or two again (docs/rules/register.md)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from django.db import transaction

from enterprises.register.models import CodeStep, Enterprise
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.register.signals import codes_linked
from enterprises.shared.clock import SHANGHAI
from enterprises.shared.refusals import Refused

_LINKED = (CodeStep.Outcome.DONE, CodeStep.Outcome.BY_REGISTER)


class LinkRefused(Refused):
    """The two codes cannot be linked, or are not linked."""


@transaction.atomic
def link_codes(*, earlier: Enterprise, later: Enterprise) -> None:
    """Keep the earlier code's enterprise under the later one's, with what was kept under the earlier one.

    :raises LinkRefused: they are one, the earlier one is linked already, or the later one leads back to it.
    """
    latest = later.now_under or later
    if latest.pk == earlier.pk:
        raise LinkRefused("两个代码相同，或现用代码已登记为由原代码换来，不能再反向登记。")
    if earlier.now_under_id is not None:
        raise LinkRefused("原代码已登记换码；登记有误的，请先撤销原来的换码。")
    moved = [earlier.pk, *earlier.earlier_codes.values_list("pk", flat=True)]
    Enterprise.objects.filter(pk__in=moved).update(now_under=latest)
    earlier.now_under = latest
    others = latest.earlier_codes.values_list("pk", flat=True)
    codes_linked.send(sender=Enterprise, enterprise_ids={latest.pk, *others})
    touch_credit_files([latest.pk, *moved])


@transaction.atomic
def unlink_code(*, earlier: Enterprise) -> None:
    """Part the earlier code's enterprise from the later one; codes that were linked to the earlier one go with it.

    :raises LinkRefused: it is not linked.
    """
    latest = earlier.now_under
    if latest is None:
        raise LinkRefused("这个代码没有登记换码，无需撤销。")
    brought = _linked_through(earlier, among=latest.earlier_codes.exclude(pk=earlier.pk))
    were_one = {latest.pk, *latest.earlier_codes.values_list("pk", flat=True)}
    touch_credit_files([latest.pk])  # while all of them are still one
    Enterprise.objects.filter(pk=earlier.pk).update(now_under=None)
    Enterprise.objects.filter(pk__in=brought).update(now_under=earlier)
    earlier.now_under = None
    codes_linked.send(sender=Enterprise, enterprise_ids=were_one)


def _linked_through(enterprise: Enterprise, *, among: Iterable[Enterprise]) -> set[int]:
    """Return those whose last link leads to the enterprise, over others too."""
    others = {one.uscc: one.pk for one in among}
    steps = CodeStep.objects.filter(kind=CodeStep.Kind.LINK, outcome__in=_LINKED, code__in=others).order_by("id")
    leads_to = dict(steps.values_list("code", "later_code"))  # the last step of a code stays
    found, wave = set[int](), {enterprise.uscc}
    while wave:
        wave = {code for code, later in leads_to.items() if later in wave and others[code] not in found}
        found |= {others[code] for code in wave}
    return found


def register_states_link(*, earlier: Enterprise, later: Enterprise, reason: str, on: date) -> None:
    """Link two codes because the register states it, and keep the step.

    :raises LinkRefused: they cannot be linked.
    """
    link_codes(earlier=earlier, later=later)
    at = datetime.combine(on, time(), tzinfo=SHANGHAI)
    CodeStep.objects.create(
        kind=CodeStep.Kind.LINK,
        code=earlier.uscc,
        later_code=later.uscc,
        name=later.name,
        reason=reason,
        outcome=CodeStep.Outcome.BY_REGISTER,
        requested_at=at,
        decided_at=at,
    )


@transaction.atomic
def assign_earlier_codes(earlier_codes: Mapping[str, str], *, on: date) -> dict[str, str]:
    """Link the earlier codes of enterprises as a register file states them, by the codes in use.

    An earlier code that nobody has stored is stored with the name alone, so that it leads on. Return the refusals,
    by the codes in use.
    """
    wanted = {*earlier_codes, *earlier_codes.values()}
    rows = (
        Enterprise.objects.filter(uscc__in=wanted)
        .select_related("now_under")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    known = {enterprise.uscc: enterprise for enterprise in rows}
    refusals = {}
    for code, earlier_code in earlier_codes.items():
        later = known.get(code)
        if later is None:
            continue
        earlier = known.get(earlier_code) or _stored_by_name(earlier_code, later, on=on)
        if earlier.now_under_id is not None and earlier.now_under_id == (later.now_under_id or later.pk):
            continue
        try:
            register_states_link(earlier=earlier, later=later, reason="登记信息载明原代码", on=on)
        except LinkRefused as refusal:
            refusals[code] = refusal.sentence
    return refusals


def _stored_by_name(code: str, later: Enterprise, *, on: date) -> Enterprise:
    return Enterprise.objects.create(
        uscc=code,
        name=later.name,
        folded_name=later.folded_name,
        origin=Enterprise.Origin.REGISTER,
        public_from=on,
    )
