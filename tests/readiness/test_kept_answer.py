"""An answer is kept for some seconds, and one thread looks at a time."""

import threading
from datetime import datetime
from typing import Any

import pytest

from creditportal.readiness import checks
from creditportal.readiness.checks import PARTS, Check
from creditportal.readiness.watch import COMPARE_EVERY_SECONDS, Keeper, ProblemLog
from tests.readiness.support import AT


class Clock:
    """A clock that goes on when a test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class TestKeeping:
    @pytest.fixture
    def looks(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        looks: list[str] = []

        def part(name: str) -> Any:
            def look(at: datetime) -> Check:
                looks.append(name)
                return Check(ok=True, detail=f"{len(looks)}")

            return look

        monkeypatch.setattr(checks, "PARTS", {name: part(name) for name in PARTS})
        return looks

    def test_many_who_ask_within_seconds_cost_one_look(self, looks: list[str]) -> None:
        keeper = Keeper(log=ProblemLog(), clock=(clock := Clock()))
        for _ in range(100):
            keeper.readiness(at=AT, keep_seconds=5)
        assert sorted(looks) == sorted(PARTS)
        clock.now += 5
        keeper.readiness(at=AT, keep_seconds=5)
        assert looks.count("database") == 2

    def test_ages_are_compared_once_a_minute(self, looks: list[str]) -> None:
        keeper = Keeper(log=ProblemLog(), clock=(clock := Clock()))
        for _ in range(2):
            keeper.readiness(at=AT, keep_seconds=5)
            clock.now += 5
        assert looks.count("index") == 1
        clock.now += COMPARE_EVERY_SECONDS
        keeper.readiness(at=AT, keep_seconds=5)
        assert looks.count("index") == 2

    def test_while_one_looks_the_others_get_what_is_there(
        self, looks: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keeper = Keeper(log=ProblemLog(), clock=(clock := Clock()))
        held = keeper.readiness(at=AT, keep_seconds=5)
        clock.now += 60
        has_begun, may_end = threading.Event(), threading.Event()

        def slow(at: datetime) -> Check:
            has_begun.set()
            assert may_end.wait(60)
            return Check(ok=True, detail="slow")

        monkeypatch.setitem(checks.PARTS, "database", slow)
        looking = threading.Thread(target=keeper.readiness, kwargs={"at": AT, "keep_seconds": 5})
        looking.start()
        assert has_begun.wait(60)
        assert keeper.readiness(at=AT, keep_seconds=5) is held
        may_end.set()
        looking.join()
        assert keeper.readiness(at=AT, keep_seconds=5).checks["database"].detail == "slow"
