"""One node of Elasticsearch, reached by libcurl: a request costs a fraction of the time that urllib3 takes."""

import threading
import time
from typing import Any

import certifi
import pycurl
from elastic_transport import (
    ApiResponseMeta,
    BaseNode,
    ConnectionTimeout,
    HttpHeaders,
    NodeConfig,
    TlsError,
)
from elastic_transport import ConnectionError as NodeAway
from elastic_transport._node import NodeApiResponse
from elastic_transport.client_utils import DEFAULT, DefaultType

_TLS_FAILURES = frozenset(
    {
        pycurl.E_SSL_CONNECT_ERROR,
        pycurl.E_SSL_CERTPROBLEM,
        pycurl.E_SSL_CIPHER,
        pycurl.E_PEER_FAILED_VERIFICATION,
        pycurl.E_SSL_CACERT_BADFILE,
        pycurl.E_SSL_ISSUER_ERROR,
    }
)
_NO_WAIT_FOR_CONSENT = "Expect:"  # else a large body waits for the server to request it


class CurlNode(BaseNode):
    """A node with one kept connection for each thread; of TLS it knows the authorities to trust."""

    _CLIENT_META_HTTP_CLIENT = ("pc", pycurl.version_info()[1])

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        self._local = threading.local()

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: DefaultType | float | None = DEFAULT,
    ) -> NodeApiResponse:
        """Send a request and return what comes back.

        :raises ConnectionTimeout: no answer within `request_timeout` seconds.
        :raises TlsError: no trusted connection could be made.
        :raises elastic_transport.ConnectionError: the node is away.
        """
        sent = self._headers if headers is None else HttpHeaders({**self._headers, **headers})
        seconds = self.config.request_timeout if isinstance(request_timeout, DefaultType) else request_timeout
        began = time.perf_counter()
        handle, received = self._handle(), list[bytes]()
        self._prepare(handle, method, body, sent)
        handle.setopt(pycurl.URL, self.base_url + target)
        handle.setopt(pycurl.HEADERFUNCTION, received.append)
        if seconds is not None:
            handle.setopt(pycurl.TIMEOUT_MS, int(seconds * 1000))
        try:
            answer = handle.perform_rb()
        except pycurl.error as failure:
            problem = _problem(failure)
            self._log_request(method, target, sent, body, exception=problem)
            raise problem from failure
        meta = ApiResponseMeta(
            node=self.config,
            duration=time.perf_counter() - began,
            http_version="1.1",
            status=handle.getinfo(pycurl.RESPONSE_CODE),
            headers=_headers_in(received),
        )
        self._log_request(method, target, sent, body, meta=meta, response=answer)
        return NodeApiResponse(meta, answer)

    def _handle(self) -> Any:
        """Return the handle of this thread, free of the previous request, with its connection."""
        handle = getattr(self._local, "handle", None)
        if handle is None:
            handle = self._local.handle = pycurl.Curl()
        else:
            handle.reset()
        return handle

    def _prepare(self, handle: Any, method: str, body: bytes | None, headers: HttpHeaders) -> None:
        handle.setopt(pycurl.NOSIGNAL, 1)
        handle.setopt(pycurl.PROXY, "")
        handle.setopt(pycurl.CUSTOMREQUEST, method)
        sent = [f"{name}: {value}" for name, value in headers.items()]
        handle.setopt(pycurl.HTTPHEADER, [*sent, _NO_WAIT_FOR_CONSENT])
        if body:
            handle.setopt(pycurl.POSTFIELDS, body)
        if method == "HEAD":
            handle.setopt(pycurl.NOBODY, 1)
        if self.scheme == "https":
            handle.setopt(pycurl.CAINFO, str(self.config.ca_certs or certifi.where()))

    def close(self) -> None:
        """Close the connection of this thread; those of others end with their threads."""
        handle = getattr(self._local, "handle", None)
        self._local.handle = None
        if handle is not None:
            handle.close()


def _problem(failure: pycurl.error) -> NodeAway | ConnectionTimeout | TlsError:
    code, sentence = failure.args
    if code == pycurl.E_OPERATION_TIMEDOUT:
        return ConnectionTimeout("Connection timed out during request", errors=(failure,))
    return (TlsError if code in _TLS_FAILURES else NodeAway)(str(sentence), errors=(failure,))


def _headers_in(lines: list[bytes]) -> HttpHeaders:
    pairs = (line.decode("latin-1").partition(":") for line in lines)
    return HttpHeaders({name.strip(): value.strip() for name, colon, value in pairs if colon})
