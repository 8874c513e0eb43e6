"""`python -m tests.fuzz [--mutations 5000] [--seed 1] [--only PART-OF-NAME]`."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from tqdm import tqdm

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditportal.settings")
django.setup()

from tests.fuzz.run import Outcome, fuzz, signed_in, upload_big  # noqa: E402
from tests.fuzz.targets import Target, targets  # noqa: E402
from tests.support.portal import Portal, running_demo  # noqa: E402


def main() -> int:
    """Run all targets on one portal, print a line for each, and return 1 if anything must not be."""
    parser = ArgumentParser(prog="make fuzz", description="Send damaged files to a running portal.")
    parser.add_argument("--mutations", type=int, default=5_000, help="of each sample (5000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="part of a target's name, as XLS or verification")
    arguments = parser.parse_args()
    with TemporaryDirectory(prefix="creditportal-fuzz-") as folder, running_demo(Path(folder) / "data") as portal:
        outcomes = _outcomes(portal, count=arguments.mutations, seed=arguments.seed, only=arguments.only)
    problems = [f"{outcome.name}: {problem}" for outcome in outcomes for problem in outcome.problems]
    sys.stdout.write(
        "".join(f"FAILED {problem}\n" for problem in problems) or "No death, no server error, memory flat.\n"
    )
    return 1 if problems else 0


def _outcomes(portal: Portal, *, count: int, seed: int, only: str) -> list[Outcome]:
    found = []
    for target in chosen(portal, only=only):
        with tqdm(total=count, unit="file", desc=target.name, disable=not sys.stderr.isatty()) as bar:
            found.append(fuzz(portal, target, count=count, seed=seed, on_progress=bar.update))
        sys.stdout.write(f"{found[-1]}\n")
        sys.stdout.flush()
        if target.name.startswith("PDF"):
            found.append(upload_big(portal, target))
            sys.stdout.write(f"{found[-1]}\n")
    return found


def chosen(portal: Portal, *, only: str = "") -> list[Target]:
    """Return the targets whose name has `only` in it."""
    ((uscc,),) = portal.rows(
        "SELECT uscc FROM enterprises_enterprise WHERE public_from IS NOT NULL ORDER BY id LIMIT 1"
    )
    with signed_in(portal) as client:
        return [target for target in targets(client, uscc=uscc) if only in target.name]


if __name__ == "__main__":
    sys.exit(main())
