"""Four years of days on a small city, no worker running: nobody a day too long or too short on any list.

What is expected comes from a second reading of the lists' published rules that shares no code with the portal. It keeps
a diary of each enterprise, which is asked day by day. A usual run asks on the days around each entry of a diary, and
on every eleventh. `EVERY_DAY=true make test ARGS=tests/lists/test_four_years.py` asks on all.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import pytest

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.register.models import Enterprise
from lists.listings.models import Listing
from lists.listings.queries import listed_days, listed_on, lists_with_counts
from lists.listings.rules import RemovalReason
from lists.listings.services.exits import refuse_removal, remove_listing
from tests import make
from tests.lists.grounds import FINE, Change, corrected, grave, honour, listed, record, withdrawn
from tests.lists.make import BLACK, DECIDED, RED, decided, decider, new_enterprise, noon, office, the_list
from tests.make import Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank_print")]

DAYS = 1_461
STEP = 1 if os.environ.get("EVERY_DAY") == "true" else 11
FIRST = DECIDED - timedelta(days=30)
# Order 44 lists for three years; an incentive lasts one.
TERM_ENDS = {BLACK: DECIDED.replace(year=DECIDED.year + 3), RED: DECIDED.replace(year=DECIDED.year + 1)}
OF_EACH = 2


@dataclass
class Diary:
    """What happened to one enterprise, in plain days; an end is the first day without it, None = for good."""

    stays: dict[str, list[tuple[date, date]]] = field(default_factory=dict)
    forbidden: list[tuple[date, date | None]] = field(default_factory=list)

    def is_on(self, slug: str, day: date) -> bool:
        """Return whether it stands on a list that day; on the red one only while nothing of the rule forbids it."""
        if not any(first <= day < end for first, end in self.stays.get(slug, [])):
            return False
        if slug == BLACK:
            return True
        return not self.is_on(BLACK, day) and not any(
            first <= day and (end is None or day < end) for first, end in self.forbidden
        )

    def days(self) -> set[date]:
        """Return the days with which something begins or ends."""
        spans = [*self.forbidden, *(span for spans in self.stays.values() for span in spans)]
        return {day for span in spans for day in span if day is not None}


@dataclass
class Story:
    """One enterprise, its diary, and the day on which something happens to it."""

    office: Office
    enterprise: Enterprise
    day: date
    diary: Diary = field(default_factory=Diary)

    def leaves(self, slug: str) -> None:
        """Write down that its stay on a list ends on the day."""
        self.diary.stays[slug] = [(first, min(end, self.day)) for first, end in self.diary.stays[slug]]

    def change(self, kind: str, change: Change) -> None:
        """Let something become of its record."""
        change(self.office, Record.objects.get(enterprise=self.enterprise, kind=kind, state="PUBLISHED"))


def nothing(story: Story) -> None:
    """Let its terms run out."""


def fined(story: Story) -> None:
    end = story.day + timedelta(days=60)
    record(story.enterprise, kind="penalty", key="fine", public_from=story.day, public_until=end)
    story.diary.forbidden.append((story.day, end))


def found_abnormal(story: Story) -> None:
    record(story.enterprise, kind="abnormal-operation", key="abnormal", public_from=story.day, public_until=None)
    story.diary.forbidden.append((story.day, None))


def struck_off(story: Story) -> None:
    Enterprise.objects.filter(pk=story.enterprise.pk).update(status="CANCELLED")
    story.diary.forbidden.append((story.day, None))


def honour_annulled(story: Story) -> None:
    story.change("honour", withdrawn(WithdrawalReason.ANNULLED, on=story.day))
    story.leaves(RED)


def blacklisted(story: Story) -> None:
    changes = {"decided_on": story.day, "at": noon(story.day)}
    black = decided(enterprise=story.enterprise, changes=changes)
    assert black.public_until == story.day.replace(year=story.day.year + 3)
    story.diary.stays[BLACK] = [(story.day, black.public_until)]
    story.leaves(RED)


def annulled(story: Story) -> None:
    story.change("penalty", withdrawn(WithdrawalReason.ANNULLED, on=story.day))
    story.leaves(BLACK)


def repaired(story: Story) -> None:
    story.change("penalty", withdrawn(WithdrawalReason.REPAIRED, on=story.day))
    story.leaves(BLACK)


def corrected_below(story: Story) -> None:
    story.change("penalty", corrected(FINE, on=story.day))
    story.leaves(BLACK)


def corrected_a_little(story: Story) -> None:
    story.change("penalty", corrected({"CF_SY": "当事人在其门店作虚假宣传"}, on=story.day))


def exit_refused(story: Story) -> None:
    listing = Listing.objects.get(enterprise=story.enterprise)
    remove_listing(listing=listing, reason=RemovalReason.ANNULLED, note="判决", by=office(), at=noon(story.day))
    refuse_removal(listing=listing, reason="判决未生效", by=decider(), at=noon(story.day))


def removed(story: Story) -> None:
    listing = Listing.objects.get(enterprise=story.enterprise)
    remove_listing(listing=listing, reason=RemovalReason.ANNULLED, note="判决", by=office(), at=noon(story.day))
    story.leaves(BLACK if listing.color == "BLACK" else RED)


Fate = Callable[[Story], None]
OF_RED: tuple[Fate, ...] = (fined, found_abnormal, struck_off, honour_annulled, blacklisted, exit_refused, nothing)
OF_BLACK: tuple[Fate, ...] = (annulled, repaired, corrected_below, corrected_a_little, removed, exit_refused, nothing)


def city(random: Random) -> list[tuple[Story, Fate]]:
    """Settle enterprises on both lists, each with a fate on a day of its own."""
    agency, stories = make.office(), []
    for slug, fates in ((RED, OF_RED), (BLACK, OF_BLACK)):
        for number, fate in enumerate(fates * OF_EACH):
            story = Story(agency, new_enterprise(), DECIDED + timedelta(days=random.randint(1, 300)))
            number_of_it = f"武市监处罚〔2026〕{number}号"
            ground = (
                honour(agency, story.enterprise)
                if slug == RED
                else grave(agency, story.enterprise, number=number_of_it)
            )
            listing = listed(agency, story.enterprise, ground)
            assert listing.public_until == TERM_ENDS[slug]
            story.diary.stays[slug] = [(DECIDED, TERM_ENDS[slug])]
            stories.append((story, fate))
    return stories


def named(slug: str, day: date) -> set[int]:
    return set(listed_on(the_list(slug), on=day).values_list("enterprise_id", flat=True))


def expected(stories: list[tuple[Story, Fate]], slug: str, day: date) -> set[int]:
    return {story.enterprise.pk for story, _ in stories if story.diary.is_on(slug, day)}


def is_asked(stories: list[tuple[Story, Fate]], day: date) -> bool:
    """Return whether a day is next to one on which something happens, or the next by number."""
    around = {day + timedelta(days=number) for number in (-1, 0, 1)}
    return (day - FIRST).days % STEP == 0 or any(
        story.day in around or not around.isdisjoint(story.diary.days()) for story, _ in stories
    )


def test_nobody_is_a_day_too_long_or_too_short_on_a_list() -> None:
    stories = city(Random(36))
    seen, asked = {RED: 0, BLACK: 0}, 0
    for day in (FIRST + timedelta(days=number) for number in range(DAYS)):
        for story, fate in stories:
            if story.day == day:
                fate(story)
        if not is_asked(stories, day):
            continue
        asked += 1
        counts = {one.slug: getattr(one, "listing_count") for one in lists_with_counts(on=day)}  # noqa: B009
        for slug in seen:
            found = named(slug, day)
            assert found == expected(stories, slug, day), (slug, day)
            assert counts[slug] == len(found), (slug, day)
            seen[slug] += counts[slug]
    assert asked > DAYS / STEP
    assert min(seen.values()) > asked
    every = [story.enterprise.pk for story, _ in stories]
    facts = listed_days(every)
    for day in (DECIDED + timedelta(days=number) for number in range(301, 800)):
        for slug in seen:
            indexed = {
                pk
                for pk, ones in facts.items()
                for one in ones
                if one.slug == slug and one.public_from <= day < (one.public_until or date.max)
            }
            assert indexed == expected(stories, slug, day), (slug, day)
