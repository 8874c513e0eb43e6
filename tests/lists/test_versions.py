"""Versions of a list's card: two people, the law's bounds, a history with days (docs/rules/lists.md)."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from enterprises.agencies.permissions import NotPermitted
from enterprises.shared.workflow.refusals import FourEyes, ReasonMissing, StateChanged
from lists.criteria.cards import VersionState, card_from_json
from lists.criteria.definitions import OWN_LISTS
from lists.criteria.initial_lists import ensure_lists
from lists.criteria.models import CreditList, ListVersion
from lists.criteria.periods import EditionPeriod
from lists.criteria.services import (
    CardRefused,
    ProposalWaits,
    VersionOutdated,
    card_of,
    confirm_version,
    decline_version,
    propose_version,
)
from tests.lists.make import BLACK, RED, TODAY, decider, noon, office, the_list
from tests.make import office as agency_office

pytestmark = pytest.mark.django_db
AT = noon(TODAY)


def proposal(slug: str = BLACK, **changes: Any) -> ListVersion:
    credit_list = the_list(slug)
    card = replace(card_of(credit_list), **(changes or {"notice_days": 15}))
    return propose_version(credit_list=credit_list, card=card, reason="延长异议期", by=office(), at=AT)


def test_every_list_begins_with_a_version_that_nobody_proposed() -> None:
    for own in OWN_LISTS:
        (first,) = ListVersion.objects.filter(credit_list__slug=own.slug)
        assert (first.number, first.valid_from, first.proposed_by, first.state) == (1, None, None, "CONFIRMED")
        assert card_from_json(first.content) == card_of(the_list(own.slug))


def test_nothing_changes_before_another_person_confirms() -> None:
    version = proposal()
    assert the_list().notice_days == 10
    confirmed = confirm_version(version=version, by=decider(), at=AT)
    assert the_list().notice_days == 15
    assert (confirmed.number, confirmed.valid_from, confirmed.proposed_by) == (2, TODAY, office())


def test_the_published_text_follows_the_chosen_criteria() -> None:
    (law,) = the_list().criteria_in_force
    confirm_version(version=proposal(criteria=(replace(law, values=("限制从业",)),)), by=decider(), at=AT)
    assert the_list().criteria_in_force == (replace(law, values=("限制从业",)),)
    assert "【限于：限制从业】" in the_list().criteria


def test_the_proposer_confirms_nothing() -> None:
    version = proposal()
    with pytest.raises(FourEyes):
        confirm_version(version=version, by=office(), at=AT)
    with pytest.raises(IntegrityError, match="list_version_four_eyes"), transaction.atomic():
        ListVersion.objects.filter(pk=version.pk).update(state="CONFIRMED", number=2, decided_by=office())


def test_a_version_is_decided_once() -> None:
    version = proposal()
    decline_version(version=version, reason="不需要", by=office(), at=AT)
    with pytest.raises(StateChanged):
        confirm_version(version=version, by=decider(), at=AT)
    assert the_list().notice_days == 10
    assert ListVersion.objects.get(pk=version.pk).state == VersionState.DECLINED


def test_one_proposal_waits_at_a_time() -> None:
    proposal()
    with pytest.raises(ProposalWaits):
        proposal(notice_days=20)
    proposal(RED, period=EditionPeriod.YEARLY)


@pytest.mark.parametrize("changes", [{"notice_days": 10}, {"notice_days": 1}, {"criteria": ()}, {"remedies": ""}])
def test_what_changes_nothing_or_is_wider_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(CardRefused):
        proposal(**changes)
    assert not ListVersion.objects.filter(state=VersionState.PROPOSED).exists()


def test_a_reason_is_given_and_the_office_alone_proposes() -> None:
    credit_list = the_list()
    card = replace(card_of(credit_list), notice_days=15)
    with pytest.raises(ReasonMissing):
        propose_version(credit_list=credit_list, card=card, reason=" ", by=office(), at=AT)
    stranger = agency_office().recorder
    with pytest.raises(NotPermitted):
        propose_version(credit_list=credit_list, card=card, reason="延长", by=stranger, at=AT)
    version = proposal()
    for refused in (confirm_version, decline_version):
        given = {} if refused is confirm_version else {"reason": "不用"}
        with pytest.raises(NotPermitted):
            refused(version=version, by=stranger, at=AT, **given)


def test_a_proposal_made_before_the_law_changed_is_proposed_again() -> None:
    version = proposal()
    CreditList.objects.filter(slug=BLACK).update(exit_conditions="新规定")
    with pytest.raises(VersionOutdated):
        confirm_version(version=version, by=decider(), at=AT)


class TestReleases:
    """What `migrate` does to cards."""

    def test_it_writes_nothing_where_the_law_is_the_same(self) -> None:
        confirm_version(version=proposal(), by=decider(), at=AT)
        ensure_lists(using="default", now=lambda: AT)
        assert the_list().notice_days == 15
        assert ListVersion.objects.filter(credit_list=the_list()).count() == 2

    def test_a_change_of_the_law_is_a_version_and_keeps_what_the_city_chose(self) -> None:
        confirm_version(version=proposal(), by=decider(), at=AT)
        CreditList.objects.filter(slug=BLACK).update(term_months=60)
        ensure_lists(using="default", now=lambda: AT)
        last = ListVersion.objects.filter(credit_list=the_list()).order_by("-number").first()
        assert last is not None
        assert (last.number, last.valid_from, last.proposed_by) == (3, TODAY, None)
        assert (last.content["term_months"], last.content["notice_days"]) == (36, 15)
        assert (the_list().term_months, the_list().notice_days) == (36, 15)

    def test_criteria_that_the_law_no_longer_has_are_replaced_by_the_laws(self) -> None:
        wider = [{**the_list().chosen_criteria[0], "values": ["罚款"]}]
        CreditList.objects.filter(slug=BLACK).update(chosen_criteria=wider)
        ensure_lists(using="default", now=lambda: AT)
        assert "罚款" not in the_list().criteria_in_force[0].values

    def test_a_narrower_choice_stays(self) -> None:
        (law,) = the_list().criteria_in_force
        confirm_version(version=proposal(criteria=(replace(law, values=("限制从业",)),)), by=decider(), at=AT)
        ensure_lists(using="default", now=lambda: AT)
        assert the_list().criteria_in_force[0].values == ("限制从业",)
