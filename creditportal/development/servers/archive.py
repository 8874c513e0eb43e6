"""Fetch the Elasticsearch that Maven Central holds, once, and unpack it."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from creditportal.development.servers.process import ServerFailed

VERSION = "8.19.21"
SHA256 = "215d5f3dbf0609a149f6218a9e47b6ae2df34ebbff3c5754e35f15a5e5393c8a"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
FETCH_S = 900.0
CACHE_VARIABLE = "CACHE_DIR"
PROJECT = Path(__file__).parents[3]


def cache_folder() -> Path:
    """Return the folder of downloads: `CACHE_DIR`, or `.cache` in the project."""
    return Path(os.environ.get(CACHE_VARIABLE) or PROJECT / ".cache").absolute()


def archive_path(cache: Path) -> Path:
    """Return where the archive lies in the cache."""
    return cache / f"elasticsearch-{VERSION}.zip"


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Keep other processes out while one fetches or unpacks.

    :raises ServerFailed: the folder of the lock cannot be written.
    """
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("w")
    except OSError as refused:
        folder = str(lock.parent)
        advice = f"set {CACHE_VARIABLE} to a folder of yours"
        raise ServerFailed(f"{folder!r} cannot be written ({refused.strerror}): {advice}.") from None
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def fetch(cache: Path) -> Path:
    """Return the archive, fetched with Maven if the cache has none.

    :raises ServerFailed: if it cannot be fetched or is not the one we know.
    """
    archive = archive_path(cache)
    with only_one(cache / "elasticsearch.lock"):
        if not archive.exists():
            _fetch(archive)
    return archive


def _fetch(archive: Path) -> None:
    if shutil.which("mvn") is None:
        raise ServerFailed("Maven is missing, which fetches Elasticsearch: apt-get install maven")
    with tempfile.TemporaryDirectory(dir=archive.parent) as folder:
        _maven(Path(folder))
        fetched = Path(folder) / archive.name
        _check(fetched)
        fetched.replace(archive)


def _maven(folder: Path) -> None:
    command = ["mvn", "-B", "-q", GOAL, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
    try:
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=FETCH_S, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise ServerFailed(f"Elasticsearch could not be fetched within {FETCH_S:.0f} s.") from late
    if done.returncode != 0:
        raise ServerFailed(f"Elasticsearch could not be fetched: {' '.join(command)}\n{done.stdout[-2000:]}")


def _check(archive: Path) -> None:
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        raise ServerFailed(f"The fetched {archive.name} is not the known one: its SHA-256 is {found}.")


def unpack(archive: Path, parent: Path) -> Path:
    """Return the program's folder below `parent`, unpacked whole or not at all."""
    home = parent / f"elasticsearch-{VERSION}"
    with only_one(parent / "elasticsearch.lock"):
        if not home.exists():
            _unpack(archive, home)
    return home


def _unpack(archive: Path, home: Path) -> None:
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
        unpacked = Path(folder) / home.name
        for program in (unpacked / "bin").iterdir():
            program.chmod(0o755)
        unpacked.rename(home)
