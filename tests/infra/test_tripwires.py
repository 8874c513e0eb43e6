"""Each tripwire fires: order by luck, wide locks, a clock not set, a cache away, unknown template variables."""

import random
import re
import tomllib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.template import Context, Template

from enterprises.register.models import Enterprise, Region
from enterprises.shared import clock
from tests.support import tripwires
from tests.support.packages import APPS
from tests.support.tripwires import MOMENT, CacheFailed, ClockNotFrozen, LocksTooMuch

ROOT = Path(__file__).parents[2]

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


class TestClock:
    def test_it_stands_still(self) -> None:
        assert clock.now() == clock.now() == MOMENT
        assert clock.today() == date(2026, 11, 22)

    def test_a_test_may_travel(self) -> None:
        with time_machine.travel(datetime(2020, 2, 29, tzinfo=UTC), tick=False):
            assert clock.today() == date(2020, 2, 29)
        assert clock.now() == MOMENT

    def test_outside_of_a_test_it_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tripwires._clock, "moment", None)
        with pytest.raises(ClockNotFrozen, match="travel"):
            clock.today()

    @pytest.mark.real_clock
    def test_a_test_may_ask_for_the_real_one(self) -> None:
        assert abs(clock.now() - datetime.now(UTC)) < timedelta(hours=1)  # noqa: TID251 - to compare

    def test_a_test_with_a_browser_has_the_real_one(self) -> None:
        assert tripwires.reads_real_clock(["browser_page"], ())
        assert tripwires.reads_real_clock([], {"real_clock"})
        assert not tripwires.reads_real_clock(["db"], {"slow"})

    def test_nothing_else_reads_the_time_of_day(self) -> None:
        """Ruff refuses `datetime.now` and its kin; here is who is excused, and who would hold the clock itself."""
        ruff = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]
        banned = ruff["lint"]["flake8-tidy-imports"]["banned-api"]
        assert {"django.utils.timezone.now", "datetime.datetime.now", "datetime.date.today"} <= set(banned)
        files = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
        excused = [path for path in files if re.search(r"noqa.*(TID251|DTZ)|ruff: noqa", path.read_text())]
        assert [str(path.relative_to(ROOT)) for path in excused] == ["enterprises/shared/clock.py"]
        holding = [path for path in files if re.search(r"clock import .*\b(now|today)\b", path.read_text())]
        assert not holding


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
        with pytest.raises(pytest.fail.Exception, match=r"enterprise\.nam"):
            Template("{{ enterprise.nam }}").render(Context({"enterprise": Enterprise(name="x")}))

    def test_a_default_does_not_hide_it(self) -> None:
        with pytest.raises(pytest.fail.Exception, match="typo"):
            Template("{{ typo|default:'-' }}").render(Context({}))

    def test_a_condition_may_ask_for_what_is_not_there(self) -> None:
        assert Template("{% if nothing %}a{% else %}b{% endif %}").render(Context({})) == "b"
