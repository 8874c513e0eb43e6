"""How a node of Elasticsearch is asked: what is sent, what comes back, and what a failure is called."""

import ssl
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from elastic_transport import ConnectionError as NodeAway
from elastic_transport import ConnectionTimeout, HttpHeaders, NodeConfig, TlsError

from creditportal.development.servers.ports import free_port
from search.engines.elasticsearch.node import CurlNode
from tests.support.secured import self_signed

SLOW_SECONDS = 0.6


class Echo(BaseHTTPRequestHandler):
    """Answers what it was asked; slowly at /slow."""

    protocol_version = "HTTP/1.1"

    def echo(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/slow":
            time.sleep(SLOW_SECONDS)
        received = f"{self.command} {self.path} {self.headers['X-Own']} {self.headers['Expect']} {body.decode()}"
        answer = received[:200].encode()
        self.send_response(404 if self.path == "/missing" else 200)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("X-Port", str(self.client_address[1]))
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = echo  # noqa: N815 - named by the library

    def log_message(self, *args: object) -> None:
        """Log nothing."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """Give a server that runs."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as made:
        Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


def node(port: int, *, scheme: str = "http", **config: Any) -> CurlNode:
    return CurlNode(NodeConfig(scheme=scheme, host="127.0.0.1", port=port, **config))


def test_a_request_comes_back_with_status_and_headers(server: ThreadingHTTPServer) -> None:
    asked = node(server.server_port)
    for method, target, body, status in (
        ("GET", "/a?b=%E5%8D%8E", None, 200),
        ("POST", "/_bulk", "华谊".encode(), 200),
        ("DELETE", "/missing", None, 404),
    ):
        meta, answer = asked.perform_request(method, target, body, HttpHeaders({"X-Own": "ours"}))
        assert answer.decode() == f"{method} {target} ours None {(body or b'').decode()}"
        assert (meta.status, meta.headers["x-elastic-product"]) == (status, "Elasticsearch")


def test_a_question_without_a_body_follows_one_with_a_body(server: ThreadingHTTPServer) -> None:
    asked = node(server.server_port)
    asked.perform_request("POST", "/a", b"x" * 2_000_000)  # too large to be sent without leave, but for us
    meta, answer = asked.perform_request("HEAD", "/b")
    assert (meta.status, answer) == (200, b"")
    assert asked.perform_request("GET", "/c").body == b"GET /c None None "


def test_the_connection_is_kept(server: ThreadingHTTPServer) -> None:
    asked = node(server.server_port)
    ports = {asked.perform_request("GET", "/").meta.headers["x-port"] for _ in range(5)}
    assert len(ports) == 1
    asked.close()
    assert asked.perform_request("GET", "/").meta.headers["x-port"] not in ports


def test_a_slow_answer_is_a_time_out(server: ThreadingHTTPServer) -> None:
    asked = node(server.server_port, request_timeout=120)
    with pytest.raises(ConnectionTimeout):
        asked.perform_request("GET", "/slow", request_timeout=SLOW_SECONDS / 4)
    assert asked.perform_request("GET", "/slow").meta.status == 200


def test_nobody_there() -> None:
    with pytest.raises(NodeAway) as refused:
        node(free_port()).perform_request("POST", "/geheim", b"geheim")
    assert "geheim" not in str(refused.value)


def test_only_the_named_authorities_are_trusted(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    certificate, key = self_signed()
    (tmp_path / "both.pem").write_text(certificate + key)
    (tmp_path / "other.pem").write_text(self_signed()[0])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    trusted = node(server.server_port, scheme="https", ca_certs=str(tmp_path / "both.pem"))
    assert trusted.perform_request("GET", "/").meta.status == 200
    for wrong in (str(tmp_path / "other.pem"), None):
        with pytest.raises(TlsError):
            node(server.server_port, scheme="https", ca_certs=wrong).perform_request("GET", "/")
