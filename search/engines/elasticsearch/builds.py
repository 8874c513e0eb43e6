"""The indices of the portal on a server: made, filled, swapped, removed, looked at.

An index is called `<prefix>-v<schema>-<time>`; the alias `<prefix>-v<schema>` names the one that
answers. While it is filled it is written to by an alias of its own, `<index>-loading`. A rebuild that was given up and
wakes again finds that alias gone, and can write nowhere.
"""

import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from math import ceil
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.elasticsearch.bulk import BULK_TIMEOUT_SECONDS, CHUNK, Loader, Request, requests_of
from search.engines.elasticsearch.client import DISK_FULL, ElasticsearchOptions, guarded, mapping
from search.entry_port import SearchEntry
from search.port import SCHEMA, Document, EngineState, Prepare, SearchUnavailable

logger = logging.getLogger(__name__)

# A larger one the server would not make by itself, nor clear of what was replaced until half of it was.
LARGEST_SEGMENT = 5 * 1024**3
_LIVE = {"refresh_interval": "1s"}
_LOADING = {"refresh_interval": "-1", "number_of_replicas": 0}


@contextmanager
def _only_warned(sentence: str) -> Iterator[None]:
    """Log what the server refused, in place of the sentence's %s: the new index answers all the same."""
    try:
        with guarded():
            yield
    except SearchUnavailable as problem:
        logger.warning(sentence, problem)


class Indices:
    """The indices of one prefix."""

    def __init__(
        self,
        client: Elasticsearch,
        *,
        prefix: str,
        options: ElasticsearchOptions,
        mapping: Callable[[], dict[str, Any]] = mapping,
    ) -> None:
        self._client = client.options(request_timeout=BULK_TIMEOUT_SECONDS)
        self._options = options
        self._mapping = mapping
        self._own = re.compile(rf"{re.escape(prefix)}-v\d+(-.+)?")
        self._pattern = f"{prefix}-v*"
        self.alias = f"{prefix}-v{SCHEMA}"

    @contextmanager
    def rebuild(self) -> Iterator["ElasticsearchWriter"]:
        """Make an index and give its writer; unless it was swapped in, remove it again."""
        with guarded():
            self.remove_leftovers()
            name = self._create()
        writer = ElasticsearchWriter(self, self._client, name, threads=self._options.bulk_threads)
        try:
            yield writer
            writer.swap()
        except BaseException:
            if not writer.is_swapped:
                with suppress(SearchUnavailable), guarded():  # else the next rebuild removes it
                    self._delete([name])
            raise
        finally:
            writer.close()
        with _only_warned("Old indices are left for the next rebuild to remove: %s"):
            self.remove_leftovers()
        with _only_warned("The new index answers, more slowly than it could: its segments were not joined: %s"):
            self._join_segments(name)

    def all(self) -> dict[str, frozenset[str]]:
        """Return the indices of this prefix, of any schema, and the aliases of each."""
        found = self._client.indices.get(index=self._pattern, features="aliases").body
        return {name: frozenset(entry["aliases"]) for name, entry in found.items() if self._own.fullmatch(name)}

    def answering(self) -> list[str]:
        """Return the indices behind the alias: one, or none yet."""
        return sorted(name for name, aliases in self.all().items() if self.alias in aliases)

    def remove_leftovers(self) -> None:
        """Delete what answers nothing: left by rebuilds that were killed, and by other schemas once ours answers.

        Only who holds the lock of rebuilds may call this.
        """
        held = self.all()
        is_built = any(self.alias in aliases for aliases in held.values())
        self._delete(name for name, aliases in held.items() if not self._is_needed(aliases, is_built=is_built))

    def _is_needed(self, aliases: frozenset[str], *, is_built: bool) -> bool:
        answers = {alias for alias in aliases if not alias.endswith("-loading")}
        return self.alias in answers or (bool(answers) and not is_built)

    def _delete(self, names: Iterable[str]) -> None:
        for name in names:
            self._client.options(ignore_status=404).indices.delete(index=name)

    def _create(self) -> str:
        now = time.time_ns() // 1000
        name = f"{self.alias}-{time.strftime('%Y%m%d%H%M%S', time.gmtime(now // 10**6))}{now % 10**6:06d}"
        settings = {"number_of_shards": self._options.shards, **_LOADING}
        self._client.indices.create(
            index=name, mappings=self._mapping(), settings=settings, aliases={loading_alias(name): {}}
        )
        return name

    def complete(self, name: str, *, written: int) -> None:
        """Make an index findable and count it.

        :raises SearchUnavailable: it does not hold what was written to it.
        """
        self._client.indices.refresh(index=name)
        held = int(self._client.count(index=name)["count"])
        if held != written:
            raise SearchUnavailable(f"The new index holds {held} of {written} documents.")
        self._client.indices.put_settings(index=name, settings=_LIVE | {"number_of_replicas": self._options.replicas})

    def _join_segments(self, name: str) -> None:
        """Have the server join the segments of an index, in its own time while it answers.

        A search reads each of them: a million enterprises in 26 segments take three times as long as in one.
        """
        store = self._client.indices.stats(index=name, metric="store")["_all"]["primaries"]["store"]
        segments = ceil(store["size_in_bytes"] / self._options.shards / LARGEST_SEGMENT)
        self._client.indices.forcemerge(index=name, max_num_segments=max(1, segments), wait_for_completion=False)

    def point_to(self, name: str) -> None:
        """Let an index answer in place of those that answer now, in one call.

        :raises NotFoundError: another rebuild has removed it meanwhile.
        """
        removed = [{"remove": {"index": index, "alias": self.alias, "must_exist": True}} for index in self.answering()]
        self._client.indices.update_aliases(
            actions=[
                *removed,
                {"remove": {"index": name, "alias": loading_alias(name), "must_exist": True}},
                {"add": {"index": name, "alias": self.alias, "is_write_index": True}},
            ]
        )

    def state(self) -> EngineState:
        """Return the state of the index behind the alias.

        :raises SearchUnavailable: there is none.
        """
        found = self._client.indices.get(index=self.alias, features="settings,mappings").body
        stats = self._client.indices.stats(index=self.alias, metric="store")
        health = self._client.cluster.health(index=self.alias)
        return EngineState(
            engine="Elasticsearch",
            index=", ".join(sorted(found)),
            documents=int(self._client.count(index=self.alias)["count"]),
            size_bytes=int(stats["_all"]["total"]["store"]["size_in_bytes"]),
            problem=" ".join(_problems(found, self._mapping(), status=health["status"])),
        )


def loading_alias(name: str) -> str:
    """Return the alias by which an index is filled."""
    return f"{name}-loading"


def _problems(found: Mapping[str, Any], mapped: Mapping[str, Any], *, status: str) -> Iterator[str]:
    """Return what an operator has to put right."""
    if len(found) > 1:
        yield f"{len(found)} indices answer instead of one: run rebuild_index."
    if status == "red":
        yield "A part of the index is on no node that runs."
    for entry in found.values():
        blocks = entry["settings"]["index"].get("blocks", {})
        if blocks.get("read_only_allow_delete") == "true":
            yield f"{DISK_FULL}; changes wait."
        elif "true" in (blocks.get("read_only"), blocks.get("write")):
            yield "The index is read-only; changes wait."
        if others := _other_fields(entry["mappings"], mapped):
            yield f"The index was made with another mapping of {', '.join(others)}: run rebuild_index."


def _other_fields(made: Mapping[str, Any], mapped: Mapping[str, Any]) -> list[str]:
    """Return the fields that are not mapped as ours are."""
    held = made.get("properties", {})
    fields = sorted(mapped["properties"].items())
    return [name for name, field in fields if name not in held or _type_of(held[name]) != _type_of(field)]


def _type_of(field: Mapping[str, Any]) -> str:
    return str(field.get("type", "object"))


class ElasticsearchWriter:
    """Fills one new index."""

    def __init__(self, indices: Indices, client: Elasticsearch, name: str, *, threads: int) -> None:
        self._indices = indices
        self._loader = Loader(client, loading_alias(name), threads=threads)
        self._is_complete = False
        self.name = name
        self.is_swapped = False

    def write(self, documents: Iterable[Document | SearchEntry]) -> None:
        """Add documents or entries; each once."""
        waiting = iter(documents)  # of any length: a chunk at a time
        while chunk := list(islice(waiting, CHUNK)):
            self.write_prepared(requests_of(chunk))

    @property
    def prepare(self) -> Prepare:
        """Return what makes documents ready to be written."""
        return requests_of

    def write_prepared(self, prepared: list[Request]) -> None:
        """Add documents that are ready."""
        for request in prepared:
            self._loader.write(request)

    def complete(self) -> None:
        """Wait until all is written and the new index has been checked."""
        if self._is_complete:
            return
        self._loader.flush()
        with guarded():
            self._indices.complete(self.name, written=self._loader.written)
        self._is_complete = True

    def swap(self) -> None:
        """Let the new index answer."""
        if self.is_swapped:
            return
        self.complete()
        with guarded():
            self._indices.point_to(self.name)
        self.is_swapped = True

    def close(self) -> None:
        """End its threads."""
        self._loader.close()
