"""Each tripwire fires: order by luck, locks on joined tables, a cache that is away, unknown template variables."""

import random
from collections.abc import Iterable

import pytest
from django.core.cache import cache
from django.db import transaction
from django.template import Context, Template

from enterprises.register.models import Enterprise, Region
from tests.support import tripwires
from tests.support.tripwires import CacheFailed, LocksTooMuch

MANY = 40
CODES = [f"{number:06}" for number in range(MANY)]


@pytest.fixture
def regions(db: None) -> None:
    Region.objects.all().delete()
    Region.objects.bulk_create(Region(code=code, name=code) for code in CODES)


def codes(rows: Iterable[Region]) -> list[str]:
    return [region.code for region in rows]


class TestOrder:
    def test_rows_without_an_order_come_in_another(self, regions: None) -> None:
        found = codes(Region.objects.order_by())
        assert found != CODES
        assert sorted(found) == CODES

    def test_an_iterator_without_an_order_too(self, regions: None) -> None:
        found = codes(Region.objects.order_by().iterator(chunk_size=10))
        assert found != CODES
        assert sorted(found) == CODES

    def test_values_without_an_order_too(self, regions: None) -> None:
        assert list(Region.objects.order_by().values_list("code", flat=True)) != CODES

    def test_an_order_is_kept(self, regions: None) -> None:
        assert codes(Region.objects.order_by("code")) == codes(Region.objects.order_by("code").iterator()) == CODES

    def test_a_result_does_not_change_once_it_is_read(self, regions: None) -> None:
        rows = Region.objects.order_by()
        assert codes(rows) == codes(rows)

    def test_the_seed_decides(self, regions: None, monkeypatch: pytest.MonkeyPatch) -> None:
        found = []
        for _ in range(2):
            monkeypatch.setattr(tripwires, "_dice", random.Random(7))
            found.append(codes(Region.objects.order_by()))
        assert found[0] == found[1]


@pytest.mark.django_db
class TestLocks:
    def test_a_lock_over_a_join_is_refused(self) -> None:
        with transaction.atomic(), pytest.raises(LocksTooMuch, match="of="):
            list(Enterprise.objects.select_for_update().select_related("region"))

    def test_a_lock_over_a_filter_by_another_table_is_refused(self) -> None:
        with transaction.atomic(), pytest.raises(LocksTooMuch):
            Enterprise.objects.select_for_update().filter(region__name="x").first()

    def test_a_lock_that_names_its_table_passes(self) -> None:
        with transaction.atomic():
            assert list(Enterprise.objects.select_for_update(of=("self",)).select_related("region")) == []
            assert list(Enterprise.objects.select_for_update().filter(region_id=1)) == []


@pytest.mark.usefixtures("failing_cache")
def test_a_cache_can_fail() -> None:
    with pytest.raises(CacheFailed):
        cache.get("key")
    with pytest.raises(CacheFailed):
        cache.set("key", 1)
    with pytest.raises(CacheFailed):
        cache.get_or_set("key", 1)


class TestTemplates:
    def test_an_unknown_variable_fails(self) -> None:
        with pytest.raises(pytest.fail.Exception, match=r"firm\.nam"):
            Template("{{ firm.nam }}").render(Context({"firm": Enterprise(name="x")}))

    def test_a_default_does_not_hide_it(self) -> None:
        with pytest.raises(pytest.fail.Exception, match="typo"):
            Template("{{ typo|default:'-' }}").render(Context({}))

    def test_a_condition_may_ask_for_what_is_not_there(self) -> None:
        assert Template("{% if nothing %}a{% else %}b{% endif %}").render(Context({})) == "b"
