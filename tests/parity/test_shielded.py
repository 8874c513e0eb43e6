"""`public(on=)` of records and listings, its Python twins and the days in the index agree on what a shield hides."""

from datetime import date, timedelta
from itertools import product

import pytest

from enterprises.catalogue.registry import kind_of
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.visibility import is_public
from enterprises.register.models import Enterprise
from enterprises.shields.rules import is_shielded
from enterprises.shields.selectors import shield_days
from lists.criteria.colors import Color
from lists.listings.models import Listing
from lists.listings.queries import listed_days
from lists.listings.red_list import RedFacts
from lists.listings.rules import is_public as is_public_listing
from search.indexing.documents import document_of
from search.indexing.entries import entries_of
from tests.lists.grounds import record
from tests.lists.make import DECIDED, decided, new_enterprise
from tests.make import AT, ON
from tests.shields.make import RULED, UNTIL, in_force

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
DAYS = [ON - DAY, ON, UNTIL - DAY, UNTIL, date(2027, 6, 30), date(2027, 7, 1)]
FROM, LAST = date(2026, 1, 1), date(2027, 7, 1)
# Kind and details, adverse or not; a spot check without a result is not adverse.
KINDS = [
    ("penalty", {}),
    ("abnormal-operation", {}),
    ("honour", {}),
    ("inspection", {"X_JC_JGPD": "不合格"}),
    ("inspection", {"X_JC_JGPD": "合格"}),
    ("inspection", {}),
]
DECIDED_ON = [RULED - DAY, RULED, RULED + DAY, None]


@pytest.fixture
def shielded() -> Enterprise:
    """Make an enterprise with every sort of record and a shield; another enterprise has the same and none."""
    ours, other = new_enterprise("武汉重整一号有限公司"), new_enterprise("武汉未重整有限公司")
    for number, (of, (kind, details), day) in enumerate(product((ours, other), KINDS, DECIDED_ON)):
        days = {"public_from": FROM, "public_until": LAST, "decided_on": day}
        record(of, kind=kind, key=str(number), details=details, **days)
    in_force(ours)
    return ours


def by_python(on: date) -> set[int]:
    shields = shield_days(list(Enterprise.objects.values_list("pk", flat=True)))
    return {
        each.pk
        for each in Record.objects.all()
        if is_public(
            state=each.state,
            public_from=each.public_from,
            public_until=each.public_until,
            is_shielded=kind_of(each.kind).is_adverse(each.details)
            and is_shielded(shields.get(each.enterprise_id, ()), decided_on=each.decided_on, on=on),
            on=on,
        )
    }


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_sql_and_python_agree_on_records(shielded: Enterprise, on: date) -> None:
    by_sql = set(Record.objects.public(on=on).values_list("pk", flat=True))
    assert by_sql == by_python(on)
    hidden = set(Record.objects.in_period(on=on).values_list("pk", flat=True)) - by_sql
    # Three adverse kinds, decided before the ruling or on its day.
    assert len(hidden) == (6 if ON <= on < UNTIL else 0)
    assert set(Record.objects.filter(pk__in=hidden).values_list("enterprise", flat=True)) <= {shielded.pk}


def test_the_index_knows_the_days_beside_a_shield(shielded: Enterprise) -> None:
    Record.objects.exclude(kind="penalty", decided_on=RULED).update(state=State.DRAFT)
    document, (entry,) = document_of(shielded.pk), entries_of([shielded.pk])
    assert document is not None
    for on in DAYS:
        is_shown = Record.objects.public(on=on).filter(enterprise=shielded).exists()
        assert any(days.holds(on) for days in document.marks["kinds"]["penalty"]) is is_shown, on
        # An entry has one range, that behind the shield: nobody asks for a day of the past.
        assert entry.days is not None
        assert entry.days.holds(on) is (is_shown and on >= ON), on


@pytest.mark.parametrize("ruled_on", [DECIDED - DAY, DECIDED])
def test_sql_python_and_index_agree_on_listings(ruled_on: date) -> None:
    listing = decided(enterprise=new_enterprise())
    starts, until = AT.replace(month=11, day=1), date(2027, 5, 1)
    in_force(listing.enterprise, ruled_on=ruled_on, until=until, at=starts)
    for on in (DECIDED, date(2026, 10, 31), date(2026, 11, 1), until - DAY, until):
        by_sql = Listing.objects.public(on=on).filter(pk=listing.pk).exists()
        shields = shield_days([listing.enterprise_id])[listing.enterprise_id]
        is_hidden = is_shielded(shields, decided_on=listing.decided_on, on=on)
        by_rule = is_public_listing(
            color=Color.BLACK,
            state=listing.state,
            public_from=listing.public_from,
            public_until=listing.public_until,
            against=RedFacts(),
            is_shielded=is_hidden,
            on=on,
        )
        facts = listed_days([listing.enterprise_id])[listing.enterprise_id]
        in_index = any(one.public_from <= on and (one.public_until is None or on < one.public_until) for one in facts)
        assert by_sql == by_rule == in_index, on
        assert is_hidden == (ruled_on == DECIDED and date(2026, 11, 1) <= on < until)
