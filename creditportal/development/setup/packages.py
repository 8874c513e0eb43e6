"""Debian's packages that Python's cannot replace: look for them, install what is missing."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from creditportal.development.setup.say import SetupFailed, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A package, what fails without it, and how to see that it (or its like) is there."""

    package: str
    without: str
    is_met: Callable[[], bool]


def has_library(name: str) -> bool:
    """Return whether the loader finds a shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_program(*names: str) -> bool:
    """Return whether one of the programs is on the path."""
    return any(shutil.which(name) for name in names)


def has_module(name: str) -> bool:
    """Return whether this Python has a module."""
    return importlib.util.find_spec(name) is not None


def has_chinese_font() -> bool:
    """Return whether fontconfig finds a font with Chinese characters."""
    if not has_program("fc-list"):
        return any(Path("/usr/share/fonts").rglob("*CJK*"))
    command = ["fc-list", ":lang=zh-cn", "family"]
    return bool(subprocess.run(command, capture_output=True, check=False).stdout.strip())


def has_postgresql() -> bool:
    """Return whether PostgreSQL's server is there, on the path or not."""
    return has_program("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


ENVIRONMENT = (
    Need(package="python3-venv", without="no virtual environment can be made", is_met=partial(has_module, "ensurepip")),
)
PORTAL = (
    Need(package="libpango-1.0-0", without="no PDF", is_met=partial(has_library, "libpango-1.0.so.0")),
    Need(package="libpangoft2-1.0-0", without="no PDF", is_met=partial(has_library, "libpangoft2-1.0.so.0")),
    Need(
        package="libharfbuzz-subset0",
        without="a PDF takes thirty times as long",
        is_met=partial(has_library, "libharfbuzz-subset.so.0"),
    ),
    Need(package="fonts-noto-cjk", without="PDFs show boxes for Chinese characters", is_met=has_chinese_font),
)
SERVERS = (
    Need(package="postgresql", without="no PostgreSQL", is_met=has_postgresql),
    Need(package="openjdk-17-jre-headless", without="no Elasticsearch", is_met=partial(has_program, "java")),
)
MAVEN = Need(package="maven", without="Elasticsearch cannot be fetched", is_met=partial(has_program, "mvn"))
TESTS = (
    Need(package="chromium", without="no browser tests", is_met=partial(has_program, "chromium", "chromium-browser")),
    Need(package="nginx", without="no tests of the buffering front", is_met=partial(has_program, "nginx")),
    Need(package="poppler-utils", without="no tests of how PDFs look", is_met=partial(has_program, "pdftoppm")),
)


def missing(needs: Iterable[Need]) -> list[Need]:
    """Return the needs that this machine does not meet."""
    return [need for need in needs if not need.is_met()]


def rights() -> list[str] | None:
    """Return how a command gets root's rights: nothing, sudo, or None if it cannot."""
    if os.geteuid() == 0:
        return []
    if not has_program("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def line_to_run(needs: Iterable[Need]) -> str:
    """Return the one line that installs what is missing."""
    return f"sudo apt-get install -y --no-install-recommends {' '.join(need.package for need in needs)}"


def install(needs: Iterable[Need]) -> list[Need]:
    """Install what is missing, if we may, and return what still is."""
    wanted = missing(needs)
    prefix = rights()
    if not wanted or prefix is None or not has_program("apt-get"):
        return wanted
    say(f"Installing Debian's {' '.join(need.package for need in wanted)} ...")
    if not _apt(prefix, wanted):
        _run([*prefix, "apt-get", "-q", "update"])
        _apt(prefix, wanted)
    return missing(wanted)


def _apt(prefix: list[str], needs: Iterable[Need]) -> bool:
    packages = [need.package for need in needs]
    variables = ["env", "DEBIAN_FRONTEND=noninteractive"]
    return _run([*prefix, *variables, "apt-get", "-q", "install", "-y", "--no-install-recommends", *packages])


def _run(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode == 0


def require(needs: Iterable[Need]) -> None:
    """Install what is missing.

    :raises SetupFailed: with the one line to run, if something still is.
    """
    if lacking := install(needs):
        raise SetupFailed(explain(lacking))


def explain(lacking: Iterable[Need]) -> str:
    """Name what does not work without the packages, and the one line that installs them."""
    lacking = list(lacking)
    reasons = "; ".join(f"without {need.package} {need.without}" for need in lacking)
    return f"Missing: {reasons}. Run: {line_to_run(lacking)}"
