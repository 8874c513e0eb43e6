"""The harness of the measurements."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import __main__ as harness
from tests.bench.apart import Cost, pairs
from tests.bench.figures import Figure, Target, scaled
from tests.support.demonstration import city
from tests.support.made_once import migrated

ROOT = Path(__file__).parents[2]
ON_ELASTICSEARCH = {"index_cost", "lanes", "rebuild", "search_speed"}
ON_A_CITY = {"demo_start", "guards"}
SCALES = {"demo_city": "0.0002", "search_speed": "0.0002"}
SCALE = "0.002"


def a_figure(*, ours: float = 2.0, target: Target) -> Figure:
    return Figure(name="x", ours=ours, unit="s", reference=1.0, reference_name="bare", target=target)


@pytest.mark.parametrize(
    ("target", "is_met"),
    [
        (Target(), True),
        (Target(at_most=2.0), True),
        (Target(at_most=1.9), False),
        (Target(at_least=2.0), True),
        (Target(at_least=2.1), False),
        (Target(ratio_at_most=2.0), True),
        (Target(ratio_at_most=1.9), False),
        (Target(ratio_at_least=2.0), True),
        (Target(ratio_at_least=2.1), False),
        (Target(at_most=3.0, ratio_at_most=1.5), False),
    ],
)
def test_a_target_holds_both_bounds(target: Target, is_met: bool) -> None:
    assert a_figure(target=target).is_met is is_met


def test_a_figure_is_one_line() -> None:
    figure = a_figure(target=Target(at_most=1.0, ratio_at_most=3.0))
    line = "x: ours 2 s, bare 1 s, ratio 2, target <= 1 s and ratio <= 3: MISSED  [make bench ARGS=x]"
    assert figure.line("make bench ARGS=x") == line


def test_a_run_can_be_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    assert scaled(100) == 100
    monkeypatch.setenv("BENCH_SCALE", "0.001")
    assert scaled(100_000) == 100
    assert scaled(10) == 1


def test_an_unknown_bench_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert harness.main(["no_such"]) == 2
    assert "there are " in capsys.readouterr().err


def test_results_are_kept_with_their_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(harness, "RESULTS", tmp_path)
    harness.keep("x", [a_figure(target=Target(at_most=3.0))], "make bench ARGS=x")
    kept = json.loads((tmp_path / "x.json").read_text())
    assert kept["processors"] == os.cpu_count()
    (figure,) = kept["figures"]
    assert (figure["ours"], figure["ratio"], figure["is_met"]) == (2.0, 2.0, True)


def test_two_builds_run_in_turn_and_the_least_gain_comes_first() -> None:
    order = []

    def run(name: str, walls: list[float]) -> Cost:
        order.append(name)
        return Cost(wall=walls.pop(0), processor=0, memory=0)

    ours, old = [1.0, 2.0, 4.0], [3.0, 2.0, 6.0]
    found = pairs(lambda: run("ours", ours), lambda: run("old", old), count=3)
    assert order == ["old", "ours", "ours", "old", "old", "ours"]
    assert [pair.gain for pair in found] == [1.0, 1.5, 3.0]


@pytest.mark.parametrize("name", harness.names())
def test_every_bench_runs_when_it_is_made_small(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if name in ON_ELASTICSEARCH:
        request.getfixturevalue("elasticsearch_url")
    prepared = city().data_dir if name in ON_A_CITY else migrated()
    variables = {"BENCH_SCALE": SCALES.get(name, SCALE), "BENCH_RESULTS": str(tmp_path), "BENCH_DATA": str(prepared)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", name],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"[make bench ARGS={name}]" in done.stdout, done.stderr
    assert (tmp_path / f"{name}.json").exists()
