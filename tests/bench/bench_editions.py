"""The PDF of an edition of 10,000 entries beside a copy of build 5b43d0e and one plain tagged run of the same table.

Each run is a process of its own, so that its processor time and its peak memory are its own. `OLD_BUILD` names a
folder with the old build (`git worktree add FOLDER 5b43d0e`). A run of Typst over the same table is the outside anchor.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from tests.bench.apart import OLD_BUILD, ROOT, Cost, cost_of_run
from tests.bench.figures import Figure, Target, scaled

ENTRIES, FEW = 10_000, 1_000
RUN = "editions_run.py"


def measure() -> Iterator[Figure]:
    """Print with each build, and with the layout library alone."""
    ours, few = cost("ours", ROOT, scaled(ENTRIES)), cost("ours", ROOT, scaled(FEW))
    plain = cost("plain", ROOT, scaled(ENTRIES))
    yield _figure("wall", ours.wall, plain.wall, unit="s", name="plain run", at_most=0.30)
    yield _figure("processor time", ours.processor, plain.processor, unit="s", name="plain run")
    anchor = cost("typst", ROOT, scaled(ENTRIES))
    yield _figure("wall", ours.wall, anchor.wall, unit="s", name="Typst")
    yield _figure("processor time", ours.processor, anchor.processor, unit="s", name="Typst")
    yield _figure("peak memory", ours.memory, anchor.memory, unit="MiB", name="Typst")
    yield Figure(
        name="edition, wall of 10,000 beside 1,000 entries",
        ours=ours.wall,
        unit="s",
        reference=few.wall,
        reference_name="1,000 entries",
        target=Target(ratio_at_most=11),
    )
    if folder := os.environ.get(OLD_BUILD):
        old = cost("ours", Path(folder), scaled(ENTRIES))
        yield _figure("wall", ours.wall, old.wall, unit="s", name="build 5b43d0e", at_most=0.15)
        yield _figure("processor time", ours.processor, old.processor, unit="s", name="build 5b43d0e", at_most=0.25)
        yield _figure("peak memory", ours.memory, old.memory, unit="MiB", name="build 5b43d0e", at_most=0.20)


def cost(kind: str, root: Path, entries: int) -> Cost:
    """Run one kind in the build of a folder."""
    return cost_of_run(RUN, [kind, str(entries)], root=root)


def _figure(what: str, ours: float, other: float, *, unit: str, name: str, at_most: float | None = None) -> Figure:
    return Figure(
        name=f"edition of 10,000 entries, {what}",
        ours=ours,
        unit=unit,
        reference=other,
        reference_name=name,
        target=Target(ratio_at_most=at_most),
    )
