"""`make check`: everything that can be said about the code without running it.

All checks run, whatever the ones before say; `--write` formats instead.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from creditportal.development.setup.say import say

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
DJADE = ("djade", "--target-version", "5.2")
MANAGE = (sys.executable, "manage.py")

CHECKS: dict[str, tuple[str, ...]] = {
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "templates": (*DJADE, "--check", *TEMPLATES),
    "width of templates and styles": (sys.executable, "-m", "tests.widths"),
    "types": ("mypy", "."),
    "imports": ("lint-imports",),
    "dead code": (sys.executable, "-m", "tests.dead_code"),
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
        failed = [name for name, command in commands.items() if not passes(name, command)]
    say(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def passes(name: str, command: tuple[str, ...]) -> bool:
    """Run one check; show what it says only if it complains."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    say(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}")
    if done.returncode != 0:
        say(done.stdout)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
