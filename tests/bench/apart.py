"""Runs in processes of their own, so that their time and their peak memory are their own; also in another build."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
OLD_BUILD = "OLD_BUILD"  # names a work tree of build 5b43d0e


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Wall and processor time in seconds, peak memory of the largest process in MiB."""

    wall: float
    processor: float
    memory: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One run of this build and one of the old build after one another, by the clock."""

    ours: float
    old: float

    @property
    def gain(self) -> float:
        """Return how many times the rate of the old build this one has."""
        return self.old / self.ours


def cost_of_run(script: str, arguments: Sequence[str], *, root: Path = ROOT, variables: Mapping[str, str] = {}) -> Cost:
    """Run a script of this folder in the build of a folder; its last line is its cost."""
    environment = {**os.environ, "PYTHONPATH": str(root), **variables}
    # Without the folder of the script among the paths: its `search` would come before the app of that name.
    command = [sys.executable, "-P", str(Path(__file__).with_name(script)), *arguments]
    done = subprocess.run(command, cwd=root, env=environment, stdout=subprocess.PIPE, check=True)
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def pairs(ours: Callable[[], Cost], old: Callable[[], Cost], *, count: int) -> list[Pair]:
    """Run both so many times, each first in every other pair; the least gain comes first."""
    found = []
    for number in range(count):
        if number % 2:
            ours_cost, old_cost = ours(), old()
        else:
            old_cost, ours_cost = old(), ours()
        found.append(Pair(ours=ours_cost.wall, old=old_cost.wall))
    return sorted(found, key=lambda pair: pair.gain)
