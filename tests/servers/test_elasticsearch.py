"""The Elasticsearch of the portal's own, from the archive to the end of its process."""

import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from elasticsearch import Elasticsearch as Client

from creditportal.development.servers import archive, java
from creditportal.development.servers.cluster import QUICK_START
from creditportal.development.servers.elasticsearch import SETTINGS, Elasticsearch
from creditportal.development.servers.process import ServerFailed
from tests.support.reporting import not_run


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give an empty cache, and a Maven that notes where it was called."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    (tmp_path / "bin").mkdir()
    return tmp_path / "cache"


def a_maven(cache: Path, script: str) -> None:
    program = cache.parent / "bin/mvn"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def an_archive(path: Path) -> str:
    """Write a small archive of the right shape and return its SHA-256."""
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(f"elasticsearch-{archive.VERSION}/bin/elasticsearch", "#!/bin/sh\n")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_archive_is_fetched_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = cache.parent / "source.zip"
    monkeypatch.setattr(archive, "SHA256", an_archive(source))
    a_maven(
        cache,
        f'for word; do case "$word" in -DoutputDirectory=*) cp {source} "${{word#*=}}"/elasticsearch-'
        f"{archive.VERSION}.zip;; esac; done",
    )
    fetched = archive.fetch(cache)
    a_maven(cache, "exit 1")
    assert archive.fetch(cache) == fetched
    home = archive.unpack(fetched, cache / "unpacked")
    assert (home / "bin/elasticsearch").stat().st_mode & 0o111


def test_another_archive_is_refused(cache: Path) -> None:
    a_maven(
        cache,
        'for word; do case "$word" in -DoutputDirectory=*) echo x > "${word#*=}"/elasticsearch-'
        f"{archive.VERSION}.zip;; esac; done",
    )
    with pytest.raises(ServerFailed, match="is not the known one"):
        archive.fetch(cache)
    assert not archive.archive_path(cache).exists()


def test_a_failure_of_maven_is_told(cache: Path) -> None:
    a_maven(cache, "echo 'Unknown host artifacts.example.org'; exit 1")
    with pytest.raises(ServerFailed, match=r"(?s)could not be fetched.*Unknown host"):
        archive.fetch(cache)


def test_a_missing_maven_is_one_sentence(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ServerFailed, match="apt-get install maven"):
        archive.fetch(cache)


def test_an_old_java_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java, "version_of", lambda home: 11)
    with pytest.raises(ServerFailed, match="Java 17 or newer is missing"):
        java.java_home()


def test_nothing_is_reachable_from_outside() -> None:
    assert SETTINGS["network.host"] == "127.0.0.1"


@pytest.mark.elasticsearch
def test_it_starts_answers_and_leaves_nothing_behind() -> None:
    if not archive.archive_path(archive.cache_folder()).exists():
        not_run("no Elasticsearch in the cache: use `make test`")
    with Elasticsearch(java_options=QUICK_START) as server:
        client = Client(server.url)
        assert client.cluster.health()["number_of_nodes"] == 1
        nodes = client.nodes.info()["nodes"]
        client.close()
        assert [node["version"] for node in nodes.values()] == [archive.VERSION]
        assert "root" not in owners_of(server.folder)
    assert owners_of(server.folder) == set()
    assert not server.folder.exists()
    with pytest.raises(URLError):
        urlopen(server.url, timeout=2)


def owners_of(folder: Path) -> set[str]:
    """Return the users whose processes have this folder in their command."""
    table = subprocess.run(["ps", "-eo", "user:32,args"], capture_output=True, text=True, check=True).stdout
    return {line.split()[0] for line in table.splitlines() if f"{folder}/" in line}


@pytest.mark.elasticsearch
def test_the_given_server_answers(elasticsearch_url: str) -> None:
    with urlopen(f"{elasticsearch_url}/_cluster/health", timeout=120) as answer:
        assert json.load(answer)["status"] in {"green", "yellow"}
