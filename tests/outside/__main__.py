"""Compare two checkouts from outside; the status is 1 if anything differs.

`python -m tests.outside BEFORE AFTER [ENTERPRISES]`, in an environment that has the packages of both. It compares
addresses, tables, the API's schema, the files of editions and public answers of one demo city (seed 1). Run it within
one day: the city's days count from today.
"""

import difflib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PROBE = Path(__file__).with_name("probe.py")


def main(before: str, after: str, enterprises: str = "200") -> int:
    """Print what differs."""
    old, new = described(Path(before), enterprises), described(Path(after), enterprises)
    differences = [line for part in old for line in compared(part, old[part], new[part])]
    print("\n".join(differences) or "No difference.")  # noqa: T201 - its answer
    print({part: len(new[part]) for part in new})  # noqa: T201
    return 1 if differences else 0


def described(checkout: Path, enterprises: str) -> dict[str, Any]:
    """Run the probe in a checkout with an empty DATA_DIR."""
    with tempfile.TemporaryDirectory(prefix="creditportal-outside-") as folder:
        environment = {**os.environ, "DATA_DIR": folder, "RATE_LIMITS": "false", "DEBUG": "true"}
        done = subprocess.run(
            [sys.executable, str(PROBE), enterprises],
            cwd=checkout,
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def compared(part: str, old: Any, new: Any) -> list[str]:
    """Return the differing lines of one part."""
    changed = difflib.unified_diff(lines_of(old), lines_of(new), "before", "after", n=0, lineterm="")
    return [f"{part}: {line}" for line in changed]


def lines_of(part: dict[str, str] | list[str]) -> list[str]:
    """Return a part as lines."""
    return [f"{key} {value}" for key, value in part.items()] if isinstance(part, dict) else part


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
