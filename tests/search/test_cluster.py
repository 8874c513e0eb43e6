"""A cluster of the test's own, with its security on, that is lost node by node and comes back."""

import gc
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from creditportal.development.servers import archive
from creditportal.development.servers.cluster import Cluster
from creditportal.development.servers.elasticsearch import Elasticsearch
from creditportal.worker.loop import Worker
from enterprises.shared import clock
from search.engines import index
from search.engines.elasticsearch import bulk
from search.engines.elasticsearch.index import ElasticsearchIndex
from search.indexing.builds import rebuild
from search.indexing.models import IndexBuild, OutboxEntry
from search.indexing.outbox import drain
from search.port import SearchUnavailable
from tests.search.make import AT, stored_enterprise
from tests.support.operators import OPERATOR
from tests.support.reporting import not_run
from tests.support.secured import SETTINGS, USER, SecuredNode, account_files, self_signed

# Once is enough, on the database of production.
pytestmark = [pytest.mark.django_db, pytest.mark.real_clock, pytest.mark.elasticsearch, pytest.mark.postgresql]
PREFIX = "creditportal"
PATIENCE_SECONDS = 180.0  # a bound on what hangs, no measure of speed


@pytest.fixture
def cluster(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Cluster]:
    """Start two nodes that speak TLS and have one account, and let the portal search there."""
    if not archive.archive_path(archive.cache_folder()).exists():
        not_run("no Elasticsearch in the cache: use `make test`")
    certificate, key = self_signed()
    (tmp_path / "ca.pem").write_text(certificate)
    files = account_files(prefix=PREFIX, password=SecuredNode.password, certificate=certificate, key=key)
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(bulk.Loader, "ATTEMPTS", 2)
    with Cluster(size=2, settings=SETTINGS, files=files, node=SecuredNode) as cluster:
        settings.SEARCH_URL = cluster.url
        settings.SEARCH_INDEX_PREFIX = PREFIX
        settings.SEARCH_CA_FILE = str(tmp_path / "ca.pem")
        settings.SEARCH_USER, settings.SEARCH_PASSWORD = USER, SecuredNode.password
        settings.SEARCH_REPLICAS, settings.SEARCH_TIMEOUT = 1, 3
        yield cluster
        engine = index()
        assert isinstance(engine, ElasticsearchIndex)
        engine.client.close()
    gc.collect()  # the rest of connections to killed nodes, here where its warning is expected


def names(client: Client, text: str, status: int = 200) -> list[str]:
    answer = client.get("/api/v1/search/", {"q": text})
    assert answer.status_code == status, answer.content.decode()
    return [result["name"] for result in answer.json()["results"]]


def settle() -> None:
    while drain(index=index(), at=AT):
        pass


def until(node: Elasticsearch, path: str) -> Any:
    """Wait for a state of the cluster's health."""
    answer = node.answer(f"/_cluster/health{path}&timeout=120s")
    assert not answer["timed_out"]
    return answer


def refused_without_the_account(cluster: Cluster, settings: Settings) -> None:
    from search.engines.elasticsearch.client import ElasticsearchOptions

    ca = settings.SEARCH_CA_FILE
    for options, sentence in (
        (ElasticsearchOptions(), "SEARCH_CA_FILE names the certificates"),
        (ElasticsearchOptions(ca_file=ca), "refuses the account"),
        (ElasticsearchOptions(ca_file=ca, user=USER, password="geheim"), "refuses the account"),
        (ElasticsearchOptions(ca_file=ca, api_key="Z2VoZWltOmdlaGVpbQ=="), "refuses the account"),
    ):
        stranger = ElasticsearchIndex(cluster.url.split(","), prefix=PREFIX, options=options)
        with pytest.raises(SearchUnavailable, match=sentence) as refused:
            stranger.state()
        assert "geheim" not in str(refused.value)
        stranger.client.close()


# A connection whose node was killed is closed when it is collected.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <ssl.SSLSocket:pytest.PytestUnraisableExceptionWarning")
def test_it_is_lost_node_by_node_and_comes_back(
    cluster: Cluster,
    settings: Settings,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first, second = cluster.nodes
    huayi = stored_enterprise(1, "武汉华谊有限公司")
    rebuild(index=index(), now=clock.now, holder="test")
    settle()
    refused_without_the_account(cluster, settings)
    until(first, "?wait_for_status=green&wait_for_no_initializing_shards=true")

    # The second node is lost: searches go on, drains go on.
    second.kill()
    for _ in range(6):
        assert names(client, "华谊") == [huayi.name]
    tianhe = stored_enterprise(2, "武汉天河有限公司")
    settle()
    assert names(client, "天河") == [tianhe.name]

    # The first is lost too, while a drain and a rebuild are under way.
    donghu = stored_enterprise(3, "武汉东湖有限公司")
    engine = index()
    refresh = engine.refresh

    def lost_meanwhile() -> None:
        first.kill()
        refresh()

    monkeypatch.setattr(engine, "refresh", lost_meanwhile)
    with pytest.raises(SearchUnavailable):
        drain(index=engine, at=AT)
    monkeypatch.setattr(engine, "refresh", refresh)
    assert list(OutboxEntry.objects.values_list("enterprise_id", flat=True)) == [donghu.pk]
    answers_without_the_engine(client, huayi.uscc)
    with caplog.at_level(logging.WARNING):
        Worker(now=lambda: AT).once()
    assert "changes wait" in caplog.text
    assert OutboxEntry.objects.count() == 1

    # It comes back, and everything with it.
    first.start()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while client.get("/api/v1/search/?q=华谊").status_code == 503:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert names(client, "华谊") == [huayi.name]
    Worker(now=lambda: AT).once()
    assert not OutboxEntry.objects.exists()
    assert names(client, "东湖") == [donghu.name]

    # Lost during a rebuild: it is reported, the lock is free again.
    with pytest.raises(SearchUnavailable):
        rebuild(index=index(), now=clock.now, holder="test", progress=lambda done: first.kill())
    assert [build.state for build in IndexBuild.objects.all()] == [IndexBuild.State.FAILED, IndexBuild.State.DONE]
    caplog.clear()  # its records hold tracebacks, and these connections


def answers_without_the_engine(client: Client, uscc: str) -> None:
    assert names_of_unavailable(client)
    assert names(client, uscc)
    assert client.get("/api/v1/suggest/?q=华谊").status_code == 503
    ready = client.get("/readyz", headers=OPERATOR)
    assert (ready.status_code, ready.json()["checks"]["search"]["ok"]) == (503, False)


def names_of_unavailable(client: Client) -> bool:
    answer, page = client.get("/api/v1/search/?q=华谊"), client.get("/search/?q=华谊")
    assert (answer.status_code, answer.json()["code"], page.status_code) == (503, "search_unavailable", 503)
    return "搜索服务暂时不可用" in page.content.decode()
