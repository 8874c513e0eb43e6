"""Find a Java runtime for Elasticsearch; its archive contains none."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from creditportal.development.servers.process import ServerFailed

MINIMUM_VERSION = 17


def _candidates() -> Iterator[Path]:
    for variable in ("ES_JAVA_HOME", "JAVA_HOME"):
        if home := os.environ.get(variable):
            yield Path(home)
    yield from sorted(Path("/usr/lib/jvm").glob("java-*-openjdk-*"))
    if found := shutil.which("java"):
        yield Path(found).resolve().parents[1]


def version_of(home: Path) -> int:
    """Return the feature version of a Java home, 0 if it is none."""
    program = home / "bin/java"
    if not os.access(program, os.X_OK):
        return 0
    output = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', output)
    return int(found[1]) if found else 0


def java_home() -> Path:
    """Return the first Java home that is new enough.

    :raises ServerFailed: if there is none.
    """
    for home in _candidates():
        if version_of(home) >= MINIMUM_VERSION:
            return home
    raise ServerFailed(f"Java {MINIMUM_VERSION} or newer is missing: apt-get install openjdk-17-jre-headless")
