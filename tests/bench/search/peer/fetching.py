"""Fetch yente and the engine it searches in, once, into the folder of downloads."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from creditportal.development.servers.archive import only_one
from tests.bench.search.progress import tell

YENTE, OPENSEARCH = "5.5.0", "2.19.1"
FETCH_S = 1200.0
HERE = Path(__file__).parent
GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
NEEDED = {
    "mvn": "apt-get install maven",
    "javac": "apt-get install openjdk-17-jdk-headless",
    "g++": "apt-get install g++",
    "pkg-config": "apt-get install pkg-config libicu-dev",
}


class PeerMissing(Exception):
    """yente or its engine could not be had; the text has the reason."""


def yente_program(cache: Path) -> Path:
    """Return the program, installed into a virtual environment of its own if the cache has none."""
    folder = cache / f"yente-{YENTE}"
    with only_one(cache / "yente.lock"):
        if not (folder / "whole").exists():
            _require("g++", "pkg-config")  # PyICU is compiled
            tell(f"Installing yente {YENTE} ...")
            shutil.rmtree(folder, ignore_errors=True)
            _run([sys.executable, "-m", "venv", str(folder)])
            _run([str(folder / "bin/python"), "-m", "pip", "install", "--quiet", f"yente=={YENTE}"])
            (folder / "whole").touch()
    return folder / "bin/yente"


def opensearch_jars(cache: Path) -> Path:
    """Return the folder of the engine's archives, fetched with Maven if the cache has none."""
    folder = cache / f"opensearch-{OPENSEARCH}"
    with only_one(cache / "opensearch.lock"):
        if not (folder / "whole").exists():
            _require("mvn", "javac")
            tell(f"Fetching OpenSearch {OPENSEARCH} ...")
            shutil.rmtree(folder, ignore_errors=True)
            _run(["mvn", "-B", "-q", "-f", str(HERE / "pom.xml"), GOAL, f"-DoutputDirectory={folder}"])
            (folder / "whole").touch()
    return folder


def _require(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            raise PeerMissing(f"{program} is missing: {NEEDED[program]}")


def _run(command: Sequence[str]) -> None:
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=FETCH_S, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise PeerMissing(f"{command[0]} did not end within {FETCH_S:.0f} s.") from late
    if done.returncode != 0:
        raise PeerMissing(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-1500:]}")
