"""`make check`: everything that shows in code and docs without running the portal.

All checks run, whatever the ones before found; `--write` formats instead.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from creditportal.development.setup.say import say

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
DJADE = ("djade", "--target-version", "5.2")
MANAGE = (sys.executable, "manage.py")

CHECKS: dict[str, tuple[str, ...]] = {
    "types": ("mypy", "."),  # as long as all others together, so it comes first
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "templates": (*DJADE, "--check", *TEMPLATES),
    "width of templates and styles": (sys.executable, "-m", "tests.widths"),
    "imports": ("lint-imports",),
    "dead code": (sys.executable, "-m", "tests.dead_code"),
    "what docs name": (sys.executable, "-m", "pytest", "-q", "-n0", "tests/infra/test_docs.py"),
    "settings, models, catalogue": (*MANAGE, "check", "--fail-level", "WARNING"),
    "migrations": (*MANAGE, "makemigrations", "--check", "--dry-run"),
}
WRITERS: dict[str, tuple[str, ...]] = {
    "lint": ("ruff", "check", "--fix", "."),
    "format": ("ruff", "format", "."),
    "templates": (*DJADE, *TEMPLATES),
    "state diagrams": (sys.executable, "-m", "tests.diagrams", "--write"),
}


def main(arguments: list[str]) -> int:
    """Run the checks, or the formatters with `--write`; return 1 if one complains."""
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    commands = WRITERS if "--write" in arguments else CHECKS
    with tempfile.TemporaryDirectory(prefix="creditportal-check-") as data_dir:
        os.environ["DATA_DIR"] = data_dir
        # Checks only read, so each processor has one; a formatter needs what the one before it wrote.
        with ThreadPoolExecutor(1 if commands is WRITERS else os.cpu_count()) as pool:
            passed = pool.map(passes, commands.keys(), commands.values())
            failed = [name for name, is_passed in zip(commands, passed, strict=True) if not is_passed]
    say(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def passes(name: str, command: tuple[str, ...]) -> bool:
    """Run one check; show its output only if it complains."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    said = f"\n{done.stdout}" if done.returncode else ""
    say(f"{'FAILED' if done.returncode else 'ok    '} {name}{said}")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
