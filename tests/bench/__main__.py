"""`python -m tests.bench [NAME...]`: measure, one line a figure, and write bench-results/NAME.json.

A bench is a module `bench_NAME.py` here with `measure() -> Iterable[Figure]`. Each runs in a
process and a data folder of its own, on an empty migrated database. A missed target gives status 1.
`BENCH_DATA` names a folder whose content each data folder begins with.
"""

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

from creditportal.development.servers.child import end_with_parent
from creditportal.development.servers.postgresql import PostgreSQL
from creditportal.development.setup.say import say, warn
from tests.bench.figures import PREPARED, SCALE, Figure

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RESULTS = Path(os.environ.get("BENCH_RESULTS") or ROOT / "bench-results")
INSIDE = "--inside"
ON_BOTH = frozenset({"import_records"})  # measured on SQLite and, but for a quick look, on a PostgreSQL of its own


def names() -> list[str]:
    """Return the names of all benches."""
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def main(arguments: Sequence[str]) -> int:
    """Run the named benches, or all; return 1 if one failed or missed its target."""
    if INSIDE in arguments:
        end_with_parent(os.getppid(), signal.SIGTERM)  # else it would go on, and disturb what is measured next
        return measure(arguments[-1])
    unknown = sorted(set(arguments) - set(names()))
    if unknown:
        warn(f"No bench {', '.join(unknown)}; there are {', '.join(names())}.")
        return 2
    statuses = []
    for name in arguments or names():
        statuses.append(run_apart(name))
        if name in ON_BOTH and not os.environ.get(PREPARED):
            with PostgreSQL(is_durable=True) as server:
                statuses.append(run_apart(name, database_url=server.url))
    return max(statuses, default=0)


def run_apart(name: str, *, database_url: str = "") -> int:
    """Run one bench in a process and a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="creditportal-bench-") as data_dir:
        if prepared := os.environ.get(PREPARED):
            shutil.copytree(prepared, data_dir, dirs_exist_ok=True)
        variables = {"DATA_DIR": data_dir, "DJANGO_SETTINGS_MODULE": "creditportal.settings", "LOG_LEVEL": "WARNING"}
        variables |= {"DEBUG": "false", "DEMO": "true", "SECRET_KEY": "bench-" + "0123456789" * 5, "HTTPS": "false"}
        variables |= {"ALLOWED_HOSTS": "testserver,127.0.0.1,localhost"}
        variables |= {"DATABASE_URL": database_url} if database_url else {}
        command = [sys.executable, "-m", "tests.bench", INSIDE, name]
        return subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=False).returncode


def measure(name: str) -> int:
    """Measure here: prepare the database, run the bench, print and keep its figures."""
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    bench = import_module(f"tests.bench.bench_{name}")
    command = f"make bench ARGS={name}"
    kept: list[Figure] = []
    for figure in bench.measure():
        say(figure.line(command))
        kept.append(figure)
    keep(f"{name}-postgresql" if connection.vendor == "postgresql" else name, kept, command)
    return 0 if all(figure.is_met for figure in kept) else 1


def keep(name: str, figures: Iterable[Figure], command: str) -> None:
    """Write the figures and the machine they were measured on."""
    RESULTS.mkdir(exist_ok=True)
    result = {
        "bench": name,
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load_before": os.getloadavg()[0],
        "scale": float(os.environ.get(SCALE, "1")),
        "figures": [figure.as_json(command) for figure in figures],
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
