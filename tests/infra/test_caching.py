"""The cache saves time and is never needed: what is kept is made anew where it fails."""

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import Settings

from creditportal.caching import kept
from tests.support.packages import APPS
from tests.support.tripwires import CacheFailed, FailingCache

ROOT = Path(__file__).parents[2]


class _FullCache(FailingCache):
    """A cache that answers and cannot store."""

    def get(self, *_: object, **__: object) -> Any:
        return None


def counted() -> list[int]:
    numbers = count()
    return [kept("number", seconds=60, of=int, make=lambda: next(numbers)) for _ in range(2)]


@pytest.fixture(autouse=True)
def _empty(settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "here"}}
    cache.clear()


def test_a_value_is_made_once() -> None:
    assert counted() == [0, 0]


def test_what_another_version_has_kept_is_made_anew() -> None:
    cache.set("number", "one", 60)
    assert counted() == [0, 0]


@pytest.mark.usefixtures("failing_cache")
def test_without_a_cache_it_is_made_each_time(caplog: pytest.LogCaptureFixture) -> None:
    assert counted() == [0, 1]
    assert "The cache fails" in caplog.text
    with pytest.raises(CacheFailed):
        cache.get("number")


def test_with_a_full_cache_too(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.{_FullCache.__name__}"}}
    assert counted() == [0, 1]
    assert "The cache fails" in caplog.text


def test_an_error_of_the_maker_is_not_the_caches(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ZeroDivisionError):
        kept("number", seconds=60, of=float, make=lambda: 1 / 0)
    assert not caplog.text


def test_nothing_else_uses_the_cache() -> None:
    users = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "django.core.cache" in path.read_text()]
    assert [str(path.relative_to(ROOT)) for path in users] == ["creditportal/caching.py"]
