"""Shields: two people, their days, renewal and early end."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from enterprises.agencies.permissions import NotPermitted
from enterprises.register.models import Enterprise
from enterprises.register.services.links import link_codes, unlink_code
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.refusals import FourEyes, ReasonMissing, StateChanged
from enterprises.shields.models import Shield
from enterprises.shields.rules import ShieldState
from enterprises.shields.selectors import running_shield
from enterprises.shields.services import (
    ShieldRefused,
    ask_end,
    ask_renewal,
    confirm_end,
    confirm_renewal,
    confirm_shield,
    keep_shield,
    refuse_shield,
    request_shield,
)
from tests import make
from tests.lists.make import decider
from tests.lists.make import office as keeper
from tests.make import AT, ON
from tests.services.watch import signals
from tests.shields.make import RULED, UNTIL, given, in_force, requested

pytestmark = pytest.mark.django_db
LATER = date(2027, 6, 1)
AFTER = AT.replace(year=2026, month=12, day=1)  # the day that is shown again


@pytest.fixture
def enterprise() -> Enterprise:
    return make.new_enterprise()


def verbs(shield: Shield) -> list[tuple[str, str | None]]:
    steps = shield.events.order_by("pk").values_list("verb", "actor__username")
    return [(verb, who) for verb, who in steps]


def test_a_request_hides_nothing_until_a_second_person_confirms(enterprise: Enterprise) -> None:
    with signals() as seen:
        shield = requested(enterprise)
    assert (shield.state, shield.starts_on, seen) == (ShieldState.REQUESTED, None, [])
    assert not Shield.objects.running(on=ON).exists()
    with pytest.raises(FourEyes):
        confirm_shield(shield=shield, by=keeper("first"), at=AT)
    with signals() as seen:
        shield = confirm_shield(shield=shield, by=keeper("second"), at=AT)
    assert (shield.starts_on, shield.until, seen) == (ON, UNTIL, [[enterprise.pk]])
    assert verbs(shield) == [("request", "first"), ("confirm", "second")]


def test_the_database_wants_two_people_and_a_ruling(enterprise: Enterprise) -> None:
    shield = in_force(enterprise)
    for changes in ({"confirmed_by": shield.requested_by}, {"ruling_number": ""}, {"starts_on": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Shield.objects.filter(pk=shield.pk).update(**changes)


@pytest.mark.parametrize("who", ["agency", "keeper of an authority"])
def test_only_the_credit_office_shields(enterprise: Enterprise, who: str) -> None:
    by = make.office().reviewer if who == "agency" else decider()
    with pytest.raises(NotPermitted, match="只有信用办工作人员可以办理临时屏蔽"):
        request_shield(enterprise=enterprise, given=given(), by=by, at=AT)
    shield = requested(enterprise)
    with pytest.raises(NotPermitted):
        confirm_shield(shield=shield, by=by, at=AT)
    with pytest.raises(NotPermitted):
        refuse_shield(shield=shield, reason="不符", by=by, at=AT)


@pytest.mark.parametrize(
    "changes",
    [{"until": ON}, {"ruled_on": ON + timedelta(days=1)}, {"until": date(2027, 5, 7)}, {"court": " "}],
    ids=["no day", "ruling to come", "more than a year", "no court"],
)
def test_wrong_terms_are_refused(enterprise: Enterprise, changes: dict[str, Any]) -> None:
    with pytest.raises(ShieldRefused):
        requested(enterprise, **changes)
    assert not Shield.objects.exists()


def test_an_enterprise_has_one_at_a_time(enterprise: Enterprise) -> None:
    shield = requested(enterprise)
    with pytest.raises(ShieldRefused):
        requested(enterprise)
    confirm_shield(shield=shield, by=keeper("second"), at=AT)
    with pytest.raises(ShieldRefused):
        requested(enterprise)
    assert requested(enterprise, at=AFTER, until=LATER).pk != shield.pk  # the first has lapsed by itself


def test_a_request_whose_days_passed_is_not_confirmed(enterprise: Enterprise) -> None:
    shield = requested(enterprise)
    with pytest.raises(ShieldRefused):
        confirm_shield(shield=shield, by=keeper("second"), at=AFTER)


def test_a_refused_request_is_over(enterprise: Enterprise) -> None:
    shield = requested(enterprise)
    with pytest.raises(ReasonMissing):
        refuse_shield(shield=shield, reason=" ", by=keeper("second"), at=AT)
    refuse_shield(shield=shield, reason="裁定书未生效", by=keeper("second"), at=AT)
    with pytest.raises(StateChanged):
        confirm_shield(shield=shield, by=keeper("second"), at=AT)


def test_a_renewal_needs_two_people_too(enterprise: Enterprise) -> None:
    shield = in_force(enterprise)
    with signals() as seen:
        ask_renewal(shield=shield, until=LATER, reason="计划执行期未满", by=keeper("second"), at=AT)
    assert seen == []
    shield.refresh_from_db()
    assert shield.until == UNTIL
    with pytest.raises(FourEyes):
        confirm_renewal(shield=shield, by=keeper("second"), at=AT)
    with signals() as seen:
        shield = confirm_renewal(shield=shield, by=keeper("first"), at=AT)
    assert (shield.until, shield.asked_by_id, shield.asked_until, seen) == (LATER, None, None, [[enterprise.pk]])
    assert shield.events.latest("pk").until == LATER


def test_what_lapsed_is_neither_renewed_nor_ended(enterprise: Enterprise) -> None:
    shield = in_force(enterprise)
    late: list[Callable[[], object]] = [
        lambda: ask_renewal(shield=shield, until=LATER, reason="续期", by=keeper("first"), at=AFTER),
        lambda: ask_end(shield=shield, reason="计划未执行", by=keeper("first"), at=AFTER),
    ]
    for step in late:
        with pytest.raises(ShieldRefused):
            step()
    ask_renewal(shield=shield, until=LATER, reason="续期", by=keeper("first"), at=AT)
    with pytest.raises(ShieldRefused):
        confirm_renewal(shield=shield, by=keeper("second"), at=AFTER)


def test_an_early_end_shows_again_at_once(enterprise: Enterprise) -> None:
    shield = in_force(enterprise)
    ended_at = AT.replace(month=8)
    with pytest.raises(ReasonMissing):
        ask_end(shield=shield, reason="", by=keeper("first"), at=ended_at)
    ask_end(shield=shield, reason="法院裁定终止重整计划的执行", by=keeper("first"), at=ended_at)
    assert Shield.objects.running(on=date(2026, 8, 6)).exists()
    with pytest.raises(FourEyes):
        confirm_end(shield=shield, by=keeper("first"), at=ended_at)
    with signals() as seen:
        shield = confirm_end(shield=shield, by=keeper("second"), at=ended_at)
    assert (shield.state, shield.until, seen) == (ShieldState.ENDED, date(2026, 8, 6), [[enterprise.pk]])
    assert Shield.objects.running(on=date(2026, 8, 5)).exists()
    assert not Shield.objects.running(on=date(2026, 8, 6)).exists()


def test_a_change_that_is_turned_down_leaves_it_as_it_is(enterprise: Enterprise) -> None:
    shield = ask_renewal(shield=in_force(enterprise), until=LATER, reason="续期", by=keeper("first"), at=AT)
    with pytest.raises(Refused):
        ask_end(shield=shield, reason="x", by=keeper("first"), at=AT)  # one change at a time
    shield = keep_shield(shield=shield, reason="法院未同意", by=keeper("second"), at=AT)
    assert (shield.state, shield.until, shield.asked_until) == (ShieldState.IN_FORCE, UNTIL, None)


def test_every_code_of_the_enterprise_is_covered(enterprise: Enterprise) -> None:
    earlier = make.new_enterprise(2, name="武汉东湖科技公司")
    with transaction.atomic():
        link_codes(earlier=earlier, later=enterprise)
    shield = in_force(Enterprise.objects.get(pk=earlier.pk))
    assert shield.enterprise_id == enterprise.pk
    assert set(shield.codes.values_list("pk", flat=True)) == {enterprise.pk, earlier.pk}
    assert shield.ruled_on == RULED


@pytest.mark.parametrize("ruled_on_the_later_one", [True, False])
def test_a_code_that_is_linked_or_parted_afterwards_is_covered_or_not(
    enterprise: Enterprise, ruled_on_the_later_one: bool
) -> None:
    earlier = make.new_enterprise(2, name="武汉东湖科技公司")
    named, other = (enterprise, earlier) if ruled_on_the_later_one else (earlier, enterprise)
    shield = in_force(named)
    with signals() as seen, transaction.atomic():
        link_codes(earlier=earlier, later=enterprise)
    assert seen == [sorted([enterprise.pk, earlier.pk])]
    assert running_shield(other.pk, decided_on=RULED, on=ON) == shield
    with transaction.atomic():
        unlink_code(earlier=Enterprise.objects.get(pk=earlier.pk))
    assert running_shield(other.pk, decided_on=RULED, on=ON) is None
    assert running_shield(named.pk, decided_on=RULED, on=ON) == shield


def test_the_codes_of_a_shield_that_ended_stay_as_they_were(enterprise: Enterprise) -> None:
    shield = ask_end(shield=in_force(enterprise), reason="计划失败", by=keeper("first"), at=AT)
    confirm_end(shield=shield, by=keeper("second"), at=AT)
    with transaction.atomic():
        link_codes(earlier=make.new_enterprise(2, name="武汉东湖科技公司"), later=enterprise)
    assert list(shield.codes.all()) == [enterprise]
