"""Start the demonstration a second time, as `make demo` does, until the site answers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from creditportal.development.servers.ports import free_port
from tests.bench.figures import PREPARED, Figure, Target, scaled, seconds

ROOT = Path(__file__).parents[2]
ENTERPRISES = 2000


def start_and_end(variables: dict[str, str]) -> None:
    """Run the demonstration until it prints its address, then end it."""
    with subprocess.Popen(
        [sys.executable, "-m", "creditportal.development.setup", "demo"],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert any("The portal runs at" in line for line in running.stdout)
        running.terminate()
        running.communicate()


def measure() -> Iterator[Figure]:
    """Measure the second start, its end included, against one start of Python and Django."""
    variables = {**os.environ, "PORT": str(free_port()), "ENTERPRISES": str(scaled(ENTERPRISES))}
    if not os.environ.get(PREPARED):  # a city that is given was started before
        start_and_end(variables)
    django = seconds(lambda: subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, check=True))
    yield Figure(
        name="second start of the demonstration",
        ours=seconds(lambda: start_and_end(variables)),
        unit="s",
        reference=django,
        reference_name="manage.py check",
        target=Target(at_most=10.0),
    )
