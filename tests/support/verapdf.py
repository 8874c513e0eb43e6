"""veraPDF, the validator of PDF/A and PDF/UA: one jar of Maven Central, fetched once into the cache."""

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from creditportal.development.servers.archive import GOAL, cache_folder, only_one
from tests.support.reporting import not_run

# Every document of ours claims both.
PROFILES = {"PDF/A-3a validation profile", "PDF/UA-1 validation profile"}
VERSION = "1.30.2"
SHA256 = "287cc9c9757f99dcff4a2d39b68268245b48103fb6af443162d5a29df2afa332"
ARTIFACT = f"org.verapdf.apps:cli:{VERSION}:jar"
FETCH_S, VALIDATE_S = 300, 300
# It runs for seconds: what Java spends on making it fast would never come back.
SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim that a file makes of itself, and the clauses it breaks."""

    profile: str
    broken: tuple[str, ...]


@pytest.fixture(scope="session")
def verapdf() -> Path:
    """Give the validator; the test is left out, loudly, where there is no Java or no Maven."""
    if shutil.which("java") is None:
        not_run("no Java for veraPDF: apt-get install openjdk-17-jre-headless")
    cache = cache_folder()
    jar = cache / f"verapdf-cli-{VERSION}.jar"
    with only_one(cache / "verapdf.lock"):
        if not jar.exists():
            _fetch(jar)
    assert hashlib.sha256(jar.read_bytes()).hexdigest() == SHA256
    return jar


def _fetch(jar: Path) -> None:
    if shutil.which("mvn") is None:
        not_run("no Maven to fetch veraPDF: apt-get install maven")
    folder = jar.parent / f"verapdf-{os.getpid()}"
    command = ["mvn", "-B", "-q", GOAL, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
    done = subprocess.run(command, cwd=jar.parent, capture_output=True, text=True, timeout=FETCH_S, check=False)
    if done.returncode != 0:
        not_run(f"veraPDF could not be fetched: {done.stdout[-500:]}")
    (folder / f"cli-{VERSION}.jar").replace(jar)
    folder.rmdir()


def claims_of(verapdf: Path, files: list[Path]) -> dict[str, list[Claim]]:
    """Test what each file claims of itself, by file name; a claim that is missing is not tested."""
    command = ["java", *SHORT_RUN, "-Xmx512m", "-jar", str(verapdf), "-f", "0", "--format", "json", "--loglevel", "0"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, timeout=VALIDATE_S, check=False)
    jobs = json.loads(done.stdout)["report"]["jobs"]
    return {
        Path(job["itemDetails"]["name"]).name: [_claim(result) for result in job["validationResult"]] for job in jobs
    }


def _claim(result: dict[str, object]) -> Claim:
    details = result["details"]
    assert isinstance(details, dict)
    broken = tuple(f"{rule['clause']}: {rule['description']}" for rule in details.get("ruleSummaries", ()))
    assert bool(broken) is not result["compliant"]
    return Claim(profile=str(result["profileName"]), broken=broken)
