"""How the portal reaches Elasticsearch: nodes, credentials, time-outs, and what a failure is called."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from elastic_transport import TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch, OrjsonSerializer, SerializationError

from search.engines.elasticsearch.entry_mapping import entry_mapping
from search.engines.elasticsearch.mapping import EnterpriseFields, filter_mapping
from search.port import SearchUnavailable

NO_INDEX = "Elasticsearch has no index of this portal: run rebuild_index."
DISK_FULL = "Elasticsearch has made the index read-only: its disk is full"
# What the client itself sends with many lines in one request.
LINES = {
    "accept": "application/vnd.elasticsearch+json; compatible-with=8",
    "content-type": "application/vnd.elasticsearch+x-ndjson; compatible-with=8",
}
# Kept for each node and process: a thread beyond them opens a connection for each request, with a warning in the log.
MOST_CONNECTIONS = 256
_REFUSED_ACCOUNT = frozenset({401, 403})
_FIELD = re.compile(r"\[([\w.]+)\]", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElasticsearchOptions:
    """The settings SEARCH_...; credentials are not in its repr."""

    api_key: str = ""
    user: str = ""
    password: str = ""
    ca_file: str = ""  # PEM; empty = the authorities of the system
    shards: int = 1
    replicas: int = 0
    timeout: float = 5.0  # seconds of one attempt of a query; there are two
    bulk_threads: int = 2

    def __repr__(self) -> str:
        return f"ElasticsearchOptions(shards={self.shards}, replicas={self.replicas}, timeout={self.timeout})"


def elasticsearch_options() -> ElasticsearchOptions:
    """Read the settings."""
    return ElasticsearchOptions(
        api_key=settings.SEARCH_API_KEY,
        user=settings.SEARCH_USER,
        password=settings.SEARCH_PASSWORD,
        ca_file=settings.SEARCH_CA_FILE,
        shards=settings.SEARCH_SHARDS,
        replicas=settings.SEARCH_REPLICAS,
        timeout=settings.SEARCH_TIMEOUT,
        bulk_threads=settings.SEARCH_BULK_THREADS,
    )


def client_of(nodes: list[str], options: ElasticsearchOptions) -> Elasticsearch:
    """Return a client that retries once, on another node, when one does not answer in time."""
    account: dict[str, Any] = {}
    if options.api_key:
        account["api_key"] = tuple(options.api_key.split(":", 1)) if ":" in options.api_key else options.api_key
    elif options.user:
        account["basic_auth"] = (options.user, options.password)
    if options.ca_file:
        account["ca_certs"] = options.ca_file
    return Elasticsearch(
        nodes,
        request_timeout=options.timeout,
        max_retries=1,
        retry_on_timeout=True,
        http_compress=False,
        connections_per_node=MOST_CONNECTIONS,
        serializer=OrjsonSerializer(),
        **account,
    )


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what the client raises into the one exception of the port.

    :raises SearchUnavailable: with a sentence that holds nothing of a query, document or account.
    """
    try:
        yield
    except (ApiError, TransportError, SerializationError) as problem:
        raise SearchUnavailable(_sentence(problem)) from problem


def _sentence(problem: Exception) -> str:
    if isinstance(problem, TlsError):
        return "Elasticsearch: no trusted connection could be made; SEARCH_CA_FILE names the certificates to trust."
    if not isinstance(problem, ApiError):
        return f"Elasticsearch: {type(problem).__name__}"
    if problem.status_code in _REFUSED_ACCOUNT and "security" in _kind(_error(problem.body)):
        return "Elasticsearch refuses the account of SEARCH_API_KEY or SEARCH_USER."
    return refusal(_error(problem.body)) or f"Elasticsearch: {type(problem).__name__}"


def _error(body: Any) -> Mapping[str, Any]:
    error = body.get("error") if isinstance(body, Mapping) else None
    return error if isinstance(error, Mapping) else {}


def _kind(error: Mapping[str, Any]) -> str:
    return str(error.get("type", ""))


def refusal(error: Mapping[str, Any]) -> str:
    """Return the sentence for an operator about an error of the server; empty if there is none."""
    kind, *fields = kind_and_fields(error)
    if kind == "index_not_found_exception":
        return NO_INDEX
    if "read-only-allow-delete" in str(error.get("reason", "")):
        return f"{DISK_FULL}."
    named = f" in {', '.join(fields)}" if fields else ""
    return f"Elasticsearch: {kind}{named}" if kind else ""


def kind_and_fields(error: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the kind of an error and the fields of ours that it names, never a value."""
    causes = [error, *error.get("root_cause", ()), error.get("caused_by") or {}]
    text = " ".join(str(cause.get("reason", "")) for cause in causes)
    return _kind(causes[1] if error.get("root_cause") else error), *sorted(
        KNOWN_FIELDS.intersection(_FIELD.findall(text))
    )


def refusals(errors: Iterable[Mapping[str, Any]]) -> str:
    """Return how many documents were refused, and for what; the most frequent first."""
    sentences = Counter(refusal(error) or "Elasticsearch: error" for error in errors)
    counted = "; ".join(f"{sentence.rstrip('.')} ({count})" for sentence, count in sentences.most_common(5))
    return f"{sentences.total()} documents were refused. {counted}"


def mapping() -> dict[str, Any]:
    """Return the mapping of an index; a field that it lacks is refused."""
    made = EnterpriseFields._doc_type.mapping.to_dict()
    return {"dynamic": "strict", "properties": made["properties"] | filter_mapping()}


def _names(properties: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name, field in properties.items():
        yield prefix + name
        yield from _names(field.get("properties", {}), f"{prefix}{name}.")


KNOWN_FIELDS = frozenset([*_names(mapping()["properties"]), *_names(entry_mapping()["properties"])])
