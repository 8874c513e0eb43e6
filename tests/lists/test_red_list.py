"""Who may be on a red list is looked at again at every read: the query, its pure twin, and what shows it."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest
from django.test import Client

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.register.models import Enterprise
from enterprises.register.services.links import link_codes
from enterprises.shared import clock
from lists.editions.services.editions import draft_edition
from lists.external.models import ExternalEdition, ExternalListing
from lists.listings.models import Listing
from lists.listings.queries import listed_days, lists_with_counts, red_facts_of, red_listings_hidden
from lists.listings.red_list import RedFacts, Span, allowed_spans, obstacles_of
from lists.listings.rules import ListingState, is_public
from lists.listings.services.decisions import DecisionInvalid, OnBlackList, decide_listing
from lists.sections import section
from tests.lists.grounds import record
from tests.lists.make import (
    DECIDED,
    RED,
    TODAY,
    decided,
    decision,
    new_enterprise,
    noon,
    notified,
    office,
    published,
    the_list,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank_print")]

DAY = timedelta(days=1)
FROM, UNTIL = date(2026, 11, 1), date(2026, 11, 11)
DAYS = [DECIDED - DAY, DECIDED, FROM - DAY, FROM, UNTIL - DAY, UNTIL, date(2027, 10, 19), date(2027, 10, 20)]


def _penalty(of: Enterprise) -> None:
    record(of, kind="penalty", public_from=FROM, public_until=UNTIL)


def _abnormal(of: Enterprise) -> None:
    record(of, kind="abnormal-operation", public_from=FROM, public_until=None)


def _failed_check(of: Enterprise) -> None:
    record(of, kind="inspection", public_from=FROM, public_until=UNTIL, details={"X_JC_JGPD": "不合格"})


def _passed_check(of: Enterprise) -> None:
    record(of, kind="inspection", public_from=FROM, public_until=UNTIL, details={"X_JC_JGPD": "合格"})


def _withdrawn(of: Enterprise) -> None:
    columns = {"state": State.WITHDRAWN, "withdrawn_at": noon(FROM), "withdrawn_reason": "ANNULLED"}
    gone = record(of, kind="penalty", public_from=FROM, public_until=UNTIL)
    Record.objects.filter(pk=gone.pk).update(**columns)


def _honour(of: Enterprise) -> None:
    record(of, kind="honour", public_from=FROM, public_until=None)


def _status(status: str) -> Callable[[Enterprise], None]:
    def change(of: Enterprise) -> None:
        Enterprise.objects.filter(pk=of.pk).update(status=status)

    return change


def _black(of: Enterprise) -> None:
    """As if both had been decided before the rule was enforced."""
    black = decided()
    Listing.objects.filter(pk=black.pk).update(enterprise=of, public_from=FROM, public_until=UNTIL)


def _external(of: Enterprise) -> None:
    external = the_list("dishonest-debtors")
    edition = ExternalEdition.objects.create(
        credit_list=external,
        source="法院",
        label="1",
        as_of=FROM,
        imported_by=office(),
        imported_at=noon(FROM),
        confirmed_by=office("second"),
        confirmed_at=noon(FROM),
    )
    days = {"listed_on": FROM, "public_from": FROM, "public_until": UNTIL}
    ExternalListing.objects.create(
        credit_list=external, edition=edition, uscc=of.uscc, name=of.name, enterprise=of, **days
    )


INSIDE = [DECIDED, FROM - DAY, FROM, UNTIL - DAY, UNTIL, date(2027, 10, 19)]
OUTSIDE_OF_IT = [DECIDED, FROM - DAY, UNTIL, date(2027, 10, 19)]
# What happens to a red enterprise, and the days on which it is still named.
CASES: dict[str, tuple[Callable[[Enterprise], None], list[date]]] = {
    "nothing": (lambda of: None, INSIDE),
    "penalty": (_penalty, OUTSIDE_OF_IT),
    "abnormal operation": (_abnormal, [DECIDED, FROM - DAY]),
    "failed check": (_failed_check, OUTSIDE_OF_IT),
    "passed check": (_passed_check, INSIDE),
    "withdrawn penalty": (_withdrawn, INSIDE),
    "honour": (_honour, INSIDE),
    "struck off": (_status("CANCELLED"), []),
    "revoked": (_status("REVOKED"), []),
    "suspended": (_status("SUSPENDED"), INSIDE),
    "black list": (_black, OUTSIDE_OF_IT),
    "external black list": (_external, OUTSIDE_OF_IT),
}


def in_code(listing: Listing, *, on: date) -> bool:
    return is_public(
        color=listing.color,
        state=listing.state,
        public_from=listing.public_from,
        public_until=listing.public_until,
        is_shielded=False,
        against=red_facts_of([listing.enterprise_id]).get(listing.enterprise_id, RedFacts()),
        on=on,
    )


@pytest.mark.parametrize("case", CASES)
def test_sql_code_and_index_agree_on_every_day(case: str) -> None:
    happens, named = CASES[case]
    listing = decided(slug=RED)
    happens(listing.enterprise)
    assert [day for day in DAYS if Listing.objects.public(on=day).filter(pk=listing.pk).exists()] == named
    assert [day for day in DAYS if in_code(listing, on=day)] == named
    facts = [fact for fact in listed_days([listing.enterprise_id]).get(listing.enterprise_id, []) if fact.slug == RED]
    spans = [Span(starts=fact.public_from, ends=fact.public_until) for fact in facts]
    assert [day for day in DAYS if any(span.has(day) for span in spans)] == named


@pytest.mark.parametrize("is_listed_under_earlier", [True, False])
@pytest.mark.parametrize("case", ["abnormal operation", "black list", "external black list", "honour", "struck off"])
def test_what_stands_under_another_code_counts(case: str, *, is_listed_under_earlier: bool) -> None:
    happens, named = CASES[case]
    listing, other = decided(slug=RED), new_enterprise()
    pair = (listing.enterprise, other) if is_listed_under_earlier else (other, listing.enterprise)
    link_codes(earlier=pair[0], later=pair[1])
    happens(other)
    named = INSIDE if case == "struck off" else named  # a code that is given up ends no business
    assert [day for day in DAYS if Listing.objects.public(on=day).filter(pk=listing.pk).exists()] == named
    assert [day for day in DAYS if in_code(listing, on=day)] == named


@pytest.mark.parametrize("state", ListingState)
def test_no_state_but_decided_is_public(state: ListingState) -> None:
    listing = decided(slug=RED)
    columns: dict[str, object] = {"state": state}
    if state is ListingState.REMOVED:
        columns |= {"removed_on": DECIDED, "removed_reason": "ANNULLED", "removed_by": office()}
    Listing.objects.filter(pk=listing.pk).update(**columns)
    listing.refresh_from_db()
    for day in DAYS:
        assert Listing.objects.public(on=day).filter(pk=listing.pk).exists() == in_code(listing, on=day), (state, day)
    assert in_code(listing, on=DECIDED) == (state is ListingState.DECIDED)


def test_a_black_listing_is_public_whatever_else_the_enterprise_has() -> None:
    black = decided(enterprise=new_enterprise(status="REVOKED"))
    _penalty(black.enterprise)
    assert Listing.objects.public(on=FROM).get() == black


def test_spans_of_a_term_are_what_nothing_is_against() -> None:
    term = Span(starts=date(2026, 1, 1), ends=date(2026, 3, 1))
    ends = [None, *(date(2025, 12, 30) + DAY * step for step in range(0, 65, 8))]
    starts = [date(2025, 12, 28) + DAY * step for step in range(0, 65, 8)]
    taken = [Span(starts=start, ends=end) for start, end in product(starts, ends) if end is None or start < end]
    for one, other in product(taken, taken):
        facts = RedFacts(adverse=(one,), black=(other,))
        spans = allowed_spans(term, facts=facts)
        for step in range(70):
            day = date(2025, 12, 26) + DAY * step
            assert any(span.has(day) for span in spans) == (term.has(day) and not obstacles_of(facts, on=day))


def test_every_reader_of_the_list_sees_the_same(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    standing, hit = decided(slug=RED), decided(slug=RED)
    edition = published(slug=RED, as_of=DECIDED)
    _abnormal(hit.enterprise)
    monkeypatch.setattr(clock, "now", lambda: noon(TODAY))
    page = client.get(f"/lists/{RED}/").content.decode()
    assert (standing.enterprise.name in page, hit.enterprise.name in page) == (True, False)
    answer = client.get(f"/api/v1/lists/{RED}/listings/").json()
    assert [row["uscc"] for row in answer["results"]] == [standing.enterprise.uscc]
    counts = {one.slug: getattr(one, "listing_count") for one in lists_with_counts(on=TODAY)}  # noqa: B009
    assert counts[RED] == 1
    assert section.badges(enterprise_id=hit.enterprise_id, on=TODAY) == []
    assert section.rows(enterprise_id=hit.enterprise_id, on=TODAY) == []
    assert section.public_ids(ids=[hit.pk, standing.pk], on=TODAY) == {standing.pk}
    edition_page = client.get(f"/lists/{RED}/{edition.number}/").content.decode()
    assert hit.enterprise.name not in edition_page
    assert client.get(f"/lists/{RED}/{edition.number}.csv").status_code == 503
    assert [(listing.pk, why) for listing, why in red_listings_hidden(on=TODAY)] == [
        (hit.pk, ("有公示期内的不利信息",))
    ]


@pytest.mark.parametrize("case", ["penalty", "struck off", "black list", "external black list"])
def test_a_draft_leaves_it_out_and_says_why(case: str) -> None:
    listing = decided(slug=RED)
    CASES[case][0](listing.enterprise)
    result = draft_edition(credit_list=the_list(RED), as_of=FROM, by=office(), at=noon(FROM))
    assert result.edition.entries.count() == 0
    [left_out] = result.left_out
    assert (left_out.listing_id, len(left_out.reasons)) == (listing.pk, 1)


@pytest.mark.parametrize("case", ["abnormal operation", "revoked", "black list"])
def test_nobody_is_decided_onto_it_against_the_rule(case: str) -> None:
    listing = notified(slug=RED)
    CASES[case][0](listing.enterprise)
    with pytest.raises(OnBlackList if case == "black list" else DecisionInvalid):
        decide_listing(listing=listing, **decision(RED, decided_on=FROM, at=noon(FROM)))


def test_adverse_kinds_are_those_of_the_catalogue() -> None:
    from enterprises.catalogue.registry import KINDS
    from enterprises.records.conditions import is_adverse

    enterprise = new_enterprise()
    samples = [{}, {"X_JC_JGPD": "不合格"}, {"X_JC_JGPD": "发现问题"}, {"X_JC_JGPD": "合格"}]
    rows = [
        record(enterprise, kind=kind, key=str(number), details=details)
        for kind in KINDS
        for number, details in enumerate(samples)
    ]
    adverse = set(Record.objects.filter(is_adverse()).values_list("pk", flat=True))
    assert adverse == {row.pk for row in rows if KINDS[row.kind].is_adverse(row.details)}
    assert adverse
