"""The virtual environment VENV (`.venv`) with the pinned requirements, from kept wheels where possible."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from creditportal.development.servers.archive import PROJECT, cache_folder, only_one
from creditportal.development.servers.process import ServerFailed
from creditportal.development.setup import packages
from creditportal.development.setup.folders import require_writable
from creditportal.development.setup.say import SetupFailed, say

RUNTIME = PROJECT / "requirements.txt"
TESTS = PROJECT / "tests/requirements.txt"
FOLDER = Path(os.environ.get("VENV") or PROJECT / ".venv").absolute()
PYTHON = FOLDER / "bin/python"


def stamp_of(*files: Path) -> str:
    """Return what must be the same for an environment to serve: Python and every pin."""
    seen = hashlib.sha256(f"{sys.version} {sys.prefix}".encode())
    for file in files:
        seen.update(file.read_bytes())
    return seen.hexdigest()


def requirement_files(requirements: Path) -> tuple[Path, ...]:
    """Return the files of pins behind a requirements file."""
    return (RUNTIME,) if requirements == RUNTIME else (RUNTIME, TESTS)


def prepare(requirements: Path) -> None:
    """Make the environment hold the pins; do nothing if it does, and then write nowhere.

    :raises SetupFailed: if there is no venv module, no wheel and no network, or a folder cannot be written.
    """
    if _is_ready(requirements):
        return
    cache = require_writable("CACHE_DIR", cache_folder())
    require_writable("VENV", FOLDER)
    try:
        _prepare(requirements, cache)
    except ServerFailed as failed:
        raise SetupFailed(str(failed)) from None
    except OSError as refused:
        where = refused.filename or FOLDER
        raise SetupFailed(f"{str(where)!r} cannot be written ({refused.strerror}).") from None


def _prepare(requirements: Path, cache: Path) -> None:
    with only_one(cache / "environment.lock"):
        if not _is_ready(requirements):
            packages.require(packages.ENVIRONMENT)
            _make()
            _install(requirements, cache / "wheels")
            _stamps(requirements)[0].write_text(stamp_of(*requirement_files(requirements)))


def _stamps(requirements: Path) -> list[Path]:
    """Return the stamps that vouch for a requirements file, its own first."""
    runtime, tests = FOLDER / "runtime.stamp", FOLDER / "tests.stamp"
    return [runtime, tests] if requirements == RUNTIME else [tests]


def _is_ready(requirements: Path) -> bool:
    wanted = {"runtime.stamp": stamp_of(RUNTIME), "tests.stamp": stamp_of(RUNTIME, TESTS)}
    return PYTHON.exists() and any(
        stamp.exists() and stamp.read_text() == wanted[stamp.name] for stamp in _stamps(requirements)
    )


def _make() -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if PYTHON.exists() and (FOLDER / "lib" / f"python{version}").exists() and _runs(PYTHON, "-m", "pip", "--version"):
        return
    # What is removed must be an environment: VENV may name any folder.
    if FOLDER.exists() and any(FOLDER.iterdir()) and not (FOLDER / "pyvenv.cfg").exists():
        raise SetupFailed(f"VENV is {str(FOLDER)!r}, which holds something else: name a new or an empty folder.")
    say(f"Making the virtual environment {FOLDER} ...")
    shutil.rmtree(FOLDER, ignore_errors=True)
    done = subprocess.run([sys.executable, "-m", "venv", FOLDER], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SetupFailed(f"The virtual environment could not be made: {(done.stderr or done.stdout).strip()}")


def _install(requirements: Path, wheels: Path) -> None:
    offline = ("install", "--no-index", "--find-links", wheels, "-r", requirements)
    wheels.mkdir(parents=True, exist_ok=True)
    if any(wheels.glob("*.whl")):
        say(f"Installing the requirements from {wheels} ...")
        if _pip(*offline) == "":
            return
    say("Fetching the requirements ...")
    if problem := _pip("wheel", "--find-links", wheels, "--wheel-dir", wheels, "-r", requirements):
        raise SetupFailed(f"The requirements could not be fetched, and {wheels} does not have them: {problem}")
    say("Installing the requirements ...")
    if problem := _pip(*offline):
        raise SetupFailed(f"The requirements could not be installed: {problem}")


def _pip(*arguments: str | Path) -> str:
    """Run pip and return what it complains of, nothing if all went well."""
    command = [PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    return "\n".join(errors) or done.stderr.strip()[-2000:] or f"status {done.returncode}"


def _runs(*command: str | Path) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def become(arguments: Sequence[str]) -> None:
    """Replace this process by the environment's Python."""
    os.chdir(PROJECT)
    os.execv(PYTHON, [str(PYTHON), *arguments])  # noqa: S606 - one process, one Ctrl-C
