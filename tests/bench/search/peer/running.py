"""Run yente on an OpenSearch of its own, filled with the generated enterprises."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from creditportal.development.servers import process
from creditportal.development.servers.java import java_home
from creditportal.development.servers.ports import free_port
from creditportal.development.servers.process import ServerFailed
from tests.bench.search.enterprises import MadeEnterprise, enterprise_at
from tests.bench.search.peer.fetching import HERE, PeerMissing, opensearch_jars, yente_program
from tests.bench.search.progress import tell
from tests.bench.search.waiting import wait_for

INDEX_S = 1800.0
DATASET = "enterprises"


def entity_of(enterprise: MadeEnterprise) -> dict[str, object]:
    """Return an enterprise as FollowTheMoney has it."""
    properties = {
        "name": [enterprise.name.text],
        "previousName": [name.text for name in enterprise.former],
        "registrationNumber": [enterprise.uscc, enterprise.register_number],
        "jurisdiction": ["cn"],
    }
    return {
        "id": f"enterprise-{enterprise.number}",
        "schema": "Company",
        "caption": enterprise.name.text,
        "datasets": [DATASET],
        "referents": [],
        "properties": properties,
    }


@contextmanager
def peer(size: int, *, cache: Path, folder: Path, heap_mb: int) -> Iterator[tuple[str, float]]:
    """Give the address of a yente that holds all enterprises of a size, and the documents it indexed a second.

    :raises PeerMissing: if it cannot be fetched or started.
    """
    program, jars = yente_program(cache), opensearch_jars(cache)
    try:
        with _opensearch(jars, folder, heap_mb=heap_mb) as engine:
            environment = _environment(folder, engine, _manifest(size, folder))
            rate = _fill(program, environment, size)
            with _serving(program, environment, folder) as address:
                yield address, rate
    except ServerFailed as failed:
        raise PeerMissing(str(failed)) from failed


def _manifest(size: int, folder: Path) -> Path:
    entities = folder / "enterprises.json"
    with entities.open("w") as file:
        file.writelines(
            json.dumps(entity_of(enterprise_at(number)), ensure_ascii=False) + "\n" for number in range(size)
        )
    manifest = folder / "manifest.json"  # JSON is YAML
    dataset = {"name": DATASET, "title": "Enterprises", "version": "1", "entities_url": entities.as_uri()}
    manifest.write_text(json.dumps({"datasets": [dataset]}))
    return manifest


def _environment(folder: Path, engine: str, manifest: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "YENTE_INDEX_TYPE": "opensearch",
        "YENTE_INDEX_URL": engine,
        "YENTE_MANIFEST": str(manifest),
        "YENTE_DATA_PATH": str(folder),
        "YENTE_AUTO_REINDEX": "false",
        "YENTE_HOST": "127.0.0.1",
        "YENTE_PORT": str(free_port()),
    }


@contextmanager
def _opensearch(jars: Path, folder: Path, *, heap_mb: int) -> Iterator[str]:
    port = free_port()
    java = (java_home() / "bin/java", f"-Xms{heap_mb}m", f"-Xmx{heap_mb}m", "-Dlog4j2.disable.jmx=true")
    command: list[str | Path] = [*java, "-cp", f"{jars}/*", HERE / "Node.java", folder / "opensearch", str(port)]
    child = process.start(command, name="OpenSearch", log=folder / "opensearch.log")
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/_cluster/health?wait_for_status=yellow", child)
        yield address
    finally:
        child.stop()


def _fill(program: Path, environment: dict[str, str], size: int) -> float:
    """Index as yente does; return documents a second."""
    began = time.perf_counter()
    done = subprocess.run(
        [program, "reindex"], env=environment, capture_output=True, text=True, timeout=INDEX_S, check=False
    )
    took = time.perf_counter() - began
    if done.returncode != 0:
        raise PeerMissing(f"yente reindex failed:\n{(done.stdout + done.stderr)[-1500:]}")
    tell(f"yente, {size:,} enterprises: filled, {size / took:,.0f} documents/s")
    return size / took


@contextmanager
def _serving(program: Path, environment: dict[str, str], folder: Path) -> Iterator[str]:
    child = process.start([program, "serve"], name="yente", log=folder / "yente.log", environment=environment)
    try:
        address = f"http://127.0.0.1:{environment['YENTE_PORT']}"
        wait_for(f"{address}/readyz", child)
        yield address
    finally:
        child.stop()
