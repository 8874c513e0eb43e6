"""Rows that the tests of a module share are there for each, whatever the one before did to them."""

from collections.abc import Iterator

import pytest

from enterprises.register.models import Enterprise
from tests import make
from tests.support.kept_rows import commits, kept_rows


@pytest.fixture(scope="module")
def kept(request: pytest.FixtureRequest) -> Iterator[int]:
    with kept_rows(request):
        yield make.new_enterprise().pk


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db
def test_each_test_finds_them(time: str, kept: int) -> None:
    assert Enterprise.objects.filter(pk=kept).delete()[0]
    assert not Enterprise.objects.exists()


class _Item:
    """A collected test, as far as it is looked at."""

    def __init__(self, *fixtures: str, **arguments: object) -> None:
        self.fixturenames = fixtures
        self._marker = pytest.mark.django_db(**arguments).mark if arguments else None

    def get_closest_marker(self, name: str) -> object:
        return self._marker if name == "django_db" else None


@pytest.mark.parametrize(
    ("item", "is_refused"),
    [
        (_Item("db"), False),
        (_Item(), False),
        (_Item(transaction=False), False),
        (_Item(transaction=True), True),
        (_Item("live_server"), True),
    ],
)
def test_a_test_that_commits_is_refused(item: pytest.Item, is_refused: bool) -> None:
    assert commits(item) is is_refused
