"""The portal's key reaches the server, over TLS, and nobody else's does.

The reduced server of the tests keeps no keys: its index of accounts needs an analyzer that it lacks. So a proxy of ours
stands before the real one. It ends TLS, requires the key and passes on what is left. User and password are proved on
the server's own security, in test_cluster.py.
"""

import ssl
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from pytest_django.fixtures import Settings

from search.engines import index
from search.names.queries import read_query
from search.port import Query, SearchUnavailable
from tests.search.make import TODAY, document
from tests.support.secured import self_signed

KEY_ID, SECRET = "portal", "geheim"
ENCODED = "cG9ydGFsOmdlaGVpbQ=="  # of both, as the server gives it


class Proxy(BaseHTTPRequestHandler):
    """Lets a request through that brings the key."""

    server_url: str
    protocol_version = "HTTP/1.1"

    def handle_one(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Authorization") != f"ApiKey {ENCODED}":
            self._say(401, b'{"error":{"type":"security_exception","reason":"geheim"},"status":401}')
            return
        behind = HTTPConnection(urlsplit(self.server_url).netloc, timeout=120)
        kept = {name: self.headers[name] for name in ("Content-Type", "Accept") if name in self.headers}
        behind.request(self.command, self.path, body=body, headers=kept)
        answer = behind.getresponse()
        self._say(answer.status, answer.read(), answer.headers["Content-Type"])
        behind.close()

    def _say(self, status: int, body: bytes, kind: str | None = "application/json") -> None:
        self.send_response(status)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_one  # noqa: N815 - named by the library

    def log_message(self, *args: object) -> None:
        """Log nothing."""


@pytest.fixture
def proxy(elasticsearch_url: str, tmp_path: Path, settings: Settings) -> Iterator[None]:
    """Let the portal search through the proxy."""
    certificate, key = self_signed()
    (tmp_path / "proxy.pem").write_text(certificate + key)
    (tmp_path / "ca.pem").write_text(certificate)
    handler = type("ProxyOfServer", (Proxy,), {"server_url": elasticsearch_url})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "proxy.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.SEARCH_URL = f"https://127.0.0.1:{server.server_port}"
    settings.SEARCH_CA_FILE = str(tmp_path / "ca.pem")
    settings.SEARCH_INDEX_PREFIX = f"{settings.SEARCH_INDEX_PREFIX}-proxy"
    yield
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("proxy")
@pytest.mark.parametrize("key", [ENCODED, f"{KEY_ID}:{SECRET}"])
def test_the_key_opens(key: str, settings: Settings) -> None:
    settings.SEARCH_API_KEY = key
    with index().rebuild() as writer:
        writer.write([document(1, "武汉华谊有限公司")])
    assert [hit.id for hit in index().search(Query(text=read_query("华谊"), on=TODAY)).hits] == [1]
    index().client.close()  # type: ignore[attr-defined]


@pytest.mark.usefixtures("proxy")
def test_another_key_does_not_and_neither_is_reported(settings: Settings) -> None:
    settings.SEARCH_API_KEY = "Z2VoZWltOmdlaGVpbQ=="
    with pytest.raises(SearchUnavailable, match="refuses the account of SEARCH_API_KEY") as refused:
        index().search(Query(text=read_query("华谊"), on=TODAY))
    assert not {"geheim", settings.SEARCH_API_KEY}.intersection(str(refused.value).split())
    assert "geheim" not in repr(index().client)  # type: ignore[attr-defined]
    index().client.close()  # type: ignore[attr-defined]
