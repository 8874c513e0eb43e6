"""The lookup `among` finds what `in` finds."""

from collections.abc import Collection

import pytest
from django.db.models import F, Q

from enterprises.register.models import Enterprise, FormerName

pytestmark = pytest.mark.django_db
CODES = ("A'1", 'B"2', "C%s", "D\\4", "一五")


@pytest.fixture
def stored() -> list[Enterprise]:
    made = [Enterprise(uscc=code, name=f"名称{code}", folded_name=code) for code in CODES]
    rows = Enterprise.objects.bulk_create(made)
    FormerName.objects.bulk_create(FormerName(enterprise=each, name="旧名", folded_name="旧名") for each in rows)
    return rows


@pytest.mark.parametrize("given", [CODES[:2], set(CODES), {*CODES[2:], "没有"}, dict.fromkeys(CODES, 1)])
def test_texts_are_found_whatever_signs_they_hold(stored: list[Enterprise], given: Collection[str]) -> None:
    found = Enterprise.objects.filter(uscc__among=given).values_list("uscc", flat=True)

    assert set(found) == {*given} & {*CODES}


def test_ids_are_found_by_key_and_by_relation(stored: list[Enterprise]) -> None:
    ids = {each.pk for each in stored[1:3]}

    assert set(Enterprise.objects.filter(pk__among=ids)) == set(stored[1:3])
    assert set(FormerName.objects.filter(enterprise__among=ids).values_list("enterprise_id", flat=True)) == ids


def test_nothing_is_among_no_values(stored: list[Enterprise]) -> None:
    assert not Enterprise.objects.filter(pk__among=[]).exists()
    assert Enterprise.objects.exclude(pk__among=[]).count() == len(stored)
    assert Enterprise.objects.filter(Q(pk__among=[]) | Q(uscc=CODES[0])).count() == 1


def test_it_takes_more_values_than_a_statement_has_variables(stored: list[Enterprise]) -> None:
    assert Enterprise.objects.filter(pk__among=range(stored[0].pk, stored[0].pk + 70_000)).count() == len(stored)


def test_rows_are_changed_by_it(stored: list[Enterprise]) -> None:
    Enterprise.objects.filter(uscc__among=CODES[:2]).update(revision=F("revision") + 1)

    assert Enterprise.objects.filter(revision=2).count() == len(CODES[:2])
