"""What only Elasticsearch can get wrong: servers, aliases, builds, refusals."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from threading import Timer

import pytest
from django.conf import settings

from search.engines.elasticsearch import bulk
from search.engines.elasticsearch.client import ElasticsearchOptions, mapping
from search.engines.elasticsearch.index import ElasticsearchIndex, WriterOfBoth
from search.filters import Filters
from search.names.queries import read_query
from search.port import SCHEMA, Query, SearchUnavailable
from tests.search.conftest import elasticsearch_index
from tests.search.make import TODAY, document

NOBODY_THERE = "http://127.0.0.1:9"
QUERY = Query(text=read_query("华谊"), on=TODAY)
ONE, TWO = document(1, "武汉华谊有限公司"), document(2, "武汉华谊有限公司")


@pytest.fixture
def engine(elasticsearch_url: str) -> Iterator[ElasticsearchIndex]:
    yield from elasticsearch_index(elasticsearch_url)


def found(index: ElasticsearchIndex) -> list[int]:
    return [hit.id for hit in index.search(QUERY).hits]


def name_of(index: ElasticsearchIndex) -> str:
    (name,) = index._indices.answering()
    return name


def put_block(index: ElasticsearchIndex, *, kind: str, on: bool) -> None:
    index.client.indices.put_settings(index=name_of(index), settings={f"index.blocks.{kind}": on or None})


def test_a_server_that_does_not_answer_is_unavailable() -> None:
    index = ElasticsearchIndex([NOBODY_THERE], prefix="test")
    for ask in (
        lambda: index.search(QUERY),
        lambda: index.search(Query(text=read_query(""), on=TODAY, filters=Filters(region="42"))),
        lambda: index.suggest(read_query("华谊"), limit=3),
        lambda: index.replace([ONE]),
        lambda: index.remove([1]),
        index.refresh,
        lambda: list(index.stamps()),
        index.state,
    ):
        with pytest.raises(SearchUnavailable):
            ask()
    with pytest.raises(SearchUnavailable), index.rebuild():
        pass
    index.client.close()


def test_without_an_index_a_rebuild_is_asked_for_and_nothing_makes_one_by_itself(elasticsearch_url: str) -> None:
    """An index that holds only what changed lately would pass for the whole."""
    index = ElasticsearchIndex([elasticsearch_url], prefix=f"{settings.SEARCH_INDEX_PREFIX}-none")
    for ask in (
        lambda: index.search(QUERY),
        lambda: index.replace([ONE]),
        lambda: index.remove([1]),
        index.refresh,
        index.state,
    ):
        with pytest.raises(SearchUnavailable, match="no index of this portal: run rebuild_index"):
            ask()
    assert index._indices.all() == {}
    index.client.close()


class TestBuilds:
    def test_an_index_is_called_by_schema_and_time_and_answers_by_one_alias(self, engine: ElasticsearchIndex) -> None:
        with engine.rebuild() as writer:
            writer.write([TWO])
            assert found(engine) == []
        assert found(engine) == [2]
        assert re.fullmatch(rf"{settings.SEARCH_INDEX_PREFIX}-\w+-v{SCHEMA}-20\d{{18}}", writer.name)
        assert engine._indices.all() == {writer.name: frozenset({engine._alias})}

    def test_a_rebuild_that_fails_leaves_the_old_index_and_nothing_else(self, engine: ElasticsearchIndex) -> None:
        before = name_of(engine)
        with pytest.raises(KeyboardInterrupt), engine.rebuild() as writer:
            writer.write([ONE])
            raise KeyboardInterrupt
        assert list(engine._indices.all()) == [before]

    def test_its_segments_are_joined_once_it_answers(self, engine: ElasticsearchIndex) -> None:
        def segments() -> int:
            (shard,) = engine.client.indices.segments(index=name_of(engine))["indices"][name_of(engine)]["shards"]["0"]
            return len(shard["segments"])

        with engine.rebuild() as writer:
            assert isinstance(writer, WriterOfBoth)
            for document in (ONE, TWO):
                writer.write([document])
                writer.enterprises._loader.flush()
                engine.client.indices.refresh(index=writer.name)
            writer.swap()
            assert segments() == 2
        deadline = time.monotonic() + 120
        while segments() > 1 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert (segments(), found(engine)) == (1, [1, 2])

    def test_it_answers_though_its_segments_cannot_be_joined(
        self, engine: ElasticsearchIndex, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def refuse(name: str) -> None:
            raise SearchUnavailable("this account may not do that")

        monkeypatch.setattr(engine._indices, "_join_segments", refuse)
        with engine.rebuild() as writer:
            writer.write([TWO])
        assert found(engine) == [2]
        assert "may not do that" in caplog.text

    def test_what_a_killed_rebuild_left_goes_before_the_next_begins_to_fill(self, engine: ElasticsearchIndex) -> None:
        left = engine._indices._create()
        with engine.rebuild():
            assert left not in engine._indices.all()
            assert len(engine._indices.all()) == 2

    def test_an_index_of_an_older_schema_answers_until_ours_does(self, engine: ElasticsearchIndex) -> None:
        older = engine._alias.replace(f"-v{SCHEMA}", "-v0")
        engine.client.indices.delete(index=name_of(engine))
        engine.client.indices.create(index=f"{older}-2026", aliases={older: {}})
        with engine.rebuild():
            assert f"{older}-2026" in engine._indices.all()
        assert list(engine._indices.all()) == engine._indices.answering()

    def test_indices_of_other_prefixes_are_left_alone(self, engine: ElasticsearchIndex) -> None:
        other = engine._alias.replace("-v", "-vast-v")
        engine.client.indices.create(index=other)
        with engine.rebuild():
            pass
        assert engine.client.indices.exists(index=other)
        engine.client.indices.delete(index=other)

    def test_a_rebuild_whose_index_was_removed_writes_nowhere(self, engine: ElasticsearchIndex) -> None:
        """It was given up, and the next one cleaned up; a write by name would make an index with a guessed mapping."""
        with pytest.raises(SearchUnavailable), engine.rebuild() as writer:
            engine.client.indices.delete(index=writer.name)
            writer.write([ONE])
            writer.complete()
        assert len(engine._indices.all()) == 1

    def test_of_two_rebuilds_the_one_that_was_overtaken_swaps_nothing(self, engine: ElasticsearchIndex) -> None:
        with pytest.raises(SearchUnavailable), engine.rebuild() as slow:
            slow.write([ONE])
            with engine.rebuild() as quick:
                quick.write([TWO])
        assert found(engine) == [2]
        assert list(engine._indices.all()) == [quick.name]

    def test_an_index_that_does_not_hold_what_was_written_is_not_swapped_in(self, engine: ElasticsearchIndex) -> None:
        before = name_of(engine)
        with pytest.raises(SearchUnavailable, match="holds 1 of 2 documents"), engine.rebuild() as writer:
            assert isinstance(writer, WriterOfBoth)
            writer.write([ONE, TWO])
            writer.enterprises._loader.flush()
            engine.client.delete(index=writer.name, id="1")
        assert name_of(engine) == before

    def test_what_was_swapped_stays_even_if_the_end_fails(self, engine: ElasticsearchIndex) -> None:
        with pytest.raises(KeyboardInterrupt), engine.rebuild() as writer:
            writer.write([ONE])
            writer.swap()
            raise KeyboardInterrupt
        assert found(engine) == [1]

    def test_shards_and_replicas_are_those_of_the_settings(
        self, elasticsearch_url: str, engine: ElasticsearchIndex
    ) -> None:
        prefix = engine._alias.removesuffix(f"-v{SCHEMA}")
        other = ElasticsearchIndex(
            [elasticsearch_url], prefix=prefix, options=ElasticsearchOptions(shards=2, replicas=1, timeout=120)
        )
        with other.rebuild() as writer:
            writer.write([ONE, TWO])
        made = other.client.indices.get_settings(index=writer.name)[writer.name]["settings"]["index"]
        assert (made["number_of_shards"], made["number_of_replicas"]) == ("2", "1")
        assert found(other) == [1, 2]
        other.client.close()


class TestState:
    def test_it_names_the_index_and_counts(self, engine: ElasticsearchIndex) -> None:
        listed = document(3, "武汉华谊有限公司", lists=(("red", TODAY, None),))  # a nested document counts as none
        engine.replace([ONE, TWO, listed])
        engine.refresh()
        state = engine.state()
        assert (state.engine, state.index, state.documents, state.problem) == (
            "Elasticsearch",
            name_of(engine),
            3,
            "",
        )
        assert state.size_bytes > 0

    @pytest.mark.parametrize(
        ("kind", "sentence"), [("read_only_allow_delete", "its disk is full"), ("write", "The index is read-only")]
    )
    def test_it_tells_that_nothing_can_be_written(self, engine: ElasticsearchIndex, kind: str, sentence: str) -> None:
        put_block(engine, kind=kind, on=True)
        assert sentence in engine.state().problem
        put_block(engine, kind=kind, on=False)
        assert engine.state().problem == ""

    def test_it_names_the_fields_of_an_index_made_by_hand(self, engine: ElasticsearchIndex) -> None:
        engine.client.indices.delete(index=name_of(engine))
        fields = mapping()["properties"] | {"status": {"type": "long"}}
        del fields["uscc"]
        engine.client.indices.create(
            index=f"{engine._alias}-by-hand",
            mappings={"dynamic": "strict", "properties": fields},
            aliases={engine._alias: {}},
        )
        assert "another mapping of status, uscc" in engine.state().problem
        with pytest.raises(SearchUnavailable) as refused:
            engine.replace([document(4, "武汉天河有限公司", status="SECRET")])
        assert "1 documents were refused" in str(refused.value)
        assert re.search(
            r"document_parsing_exception in status|strict_dynamic_mapping_exception in uscc", str(refused.value)
        )
        assert "SECRET" not in str(refused.value)
        with engine.rebuild():
            pass
        assert engine.state().problem == ""


class TestRefusals:
    def test_they_are_reported_without_their_text(self, engine: ElasticsearchIndex) -> None:
        put_block(engine, kind="write", on=True)
        with pytest.raises(SearchUnavailable, match="cluster_block_exception") as refusal:
            engine.replace([ONE])
        assert "华谊" not in str(refusal.value)
        put_block(engine, kind="write", on=False)
        engine.replace([ONE])
        engine.refresh()
        assert found(engine) == [1]

    def test_a_removal_that_is_refused_is_reported(self, engine: ElasticsearchIndex) -> None:
        engine.replace([ONE])
        put_block(engine, kind="write", on=True)
        with pytest.raises(SearchUnavailable, match="cluster_block_exception"):
            engine.remove([1])
        put_block(engine, kind="write", on=False)
        engine.remove([1, 99])

    def test_a_server_too_busy_for_some_documents_is_asked_again(
        self, engine: ElasticsearchIndex, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A full disk answers 429 for each document, as a full queue does."""
        monkeypatch.setattr(bulk, "FIRST_PAUSE_SECONDS", 0.1)
        with engine.rebuild() as writer:
            block = {"index.blocks.read_only_allow_delete": True}
            engine.client.indices.put_settings(index=writer.name, settings=block)
            lifted = Timer(
                0.4, lambda: engine.client.indices.put_settings(index=writer.name, settings=dict.fromkeys(block))
            )
            lifted.start()
            writer.write([ONE, TWO])
            writer.complete()
            lifted.join()
        assert found(engine) == [1, 2]

    def test_a_document_that_no_attempt_brings_in_fails_the_build_by_its_field(
        self, engine: ElasticsearchIndex
    ) -> None:
        before = name_of(engine)
        broken = document(2, "武汉华谊有限公司", penalties=((TODAY, TODAY - timedelta(days=9)),))
        with pytest.raises(SearchUnavailable) as refusal, engine.rebuild() as writer:
            writer.write([ONE, broken])
        assert str(refusal.value) == (
            "1 documents were refused. Elasticsearch: document_parsing_exception in kinds.penalty (1)"
        )
        assert name_of(engine) == before
