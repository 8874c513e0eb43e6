"""What only one engine can get wrong: files, servers, builds."""

import sqlite3
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from search import engines
from search.engines.elasticsearch.index import ElasticsearchIndex
from search.engines.sqlite import index as sqlite_engine
from search.engines.sqlite.index import SqliteIndex
from search.names.queries import read_query
from search.port import Query, SearchUnavailable
from tests.search.make import TODAY, document

NOBODY_THERE = "http://127.0.0.1:9"
QUERY = Query(text=read_query("华谊"), on=TODAY)


class TestChoice:
    @pytest.mark.parametrize(
        ("url", "engine"),
        [
            ("sqlite:////tmp/search.sqlite3", SqliteIndex),
            (NOBODY_THERE, ElasticsearchIndex),
            (f"{NOBODY_THERE},http://127.0.0.1:10", ElasticsearchIndex),
        ],
    )
    def test_the_address_names_the_engine(self, url: str, engine: type) -> None:
        assert isinstance(engines._index(url, "test"), engine)

    def test_another_address_is_refused(self) -> None:
        with pytest.raises(ImproperlyConfigured, match="SEARCH_URL"):
            engines._index("memory://", "test")


class TestSqlite:
    def test_a_second_process_sees_what_the_first_wrote(self, tmp_path: Path) -> None:
        first, second = (SqliteIndex(tmp_path / "search.sqlite3") for _ in range(2))
        assert second.search(QUERY).hits == ()
        first.replace([document(1, "武汉华谊有限公司")])
        assert [hit.id for hit in second.search(QUERY).hits] == [1]
        with first.rebuild() as writer:
            writer.write([document(2, "武汉华谊有限公司")])
        assert [hit.id for hit in second.search(QUERY).hits] == [2]

    def test_threads_have_connections_of_their_own(self, tmp_path: Path) -> None:
        index = SqliteIndex(tmp_path / "search.sqlite3")
        index.replace([document(1, "武汉华谊有限公司")])
        found: list[int] = []

        def ask() -> None:
            for _ in range(20):
                found.extend(hit.id for hit in index.search(QUERY).hits)
                index.replace([document(1, "武汉华谊有限公司")])

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [1] * 80

    def test_a_broad_answer_is_paged_by_number(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sqlite_engine, "BROAD", 100)
        index = SqliteIndex(tmp_path / "search.sqlite3")
        index.replace(document(n, f"武汉天河{n}号商贸有限公司") for n in range(1, 201))
        pages = [
            index.search(Query(text=read_query("武汉天河7号商贸"), on=TODAY)),
            *(
                index.search(Query(text=read_query("天河"), on=TODAY, offset=offset, limit=60))
                for offset in (0, 60, 120, 180)
            ),
        ]
        assert pages[0].hits[0].id == 7
        assert sorted(hit.id for page in pages[1:] for hit in page.hits) == list(range(1, 201))
        assert {page.total for page in pages[1:]} == {200}
        assert pages[3].next_cursor is not None
        later = index.search(Query(text=read_query("天河"), on=TODAY, cursor=pages[3].next_cursor, limit=60))
        assert (later.hits, later.next_cursor) == (pages[4].hits, None)

    def test_a_broad_prefix_of_codes_is_led_through_by_code(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sqlite_engine, "BROAD", 100)
        index = SqliteIndex(tmp_path / "search.sqlite3")
        index.replace(document(n, f"武汉天河{n}号商贸有限公司") for n in range(1, 201))
        pages = [
            index.search(Query(text=read_query("91420100MA"), on=TODAY, offset=offset, limit=80))
            for offset in (0, 80, 160)
        ]
        assert [hit.id for page in pages for hit in page.hits] == list(range(1, 201))
        assert pages[1].next_cursor is not None
        later = index.search(Query(text=read_query("91420100MA"), on=TODAY, cursor=pages[1].next_cursor, limit=80))
        assert (later.hits, later.next_cursor) == (pages[2].hits, None)

    def test_rebuilds_leave_nothing_behind(self, tmp_path: Path) -> None:
        path = tmp_path / "search.sqlite3"
        index = SqliteIndex(path)
        for number in range(3):
            with index.rebuild() as writer:
                writer.write([document(number + 1, "武汉华谊有限公司")])
        with sqlite3.connect(path) as connection:
            tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name GLOB 'docs_[0-9]*'").fetchone()
        connection.close()
        assert tables == (2,)  # one table and its index

    def test_an_index_of_another_version_asks_for_a_rebuild(self, tmp_path: Path) -> None:
        path = tmp_path / "search.sqlite3"
        index = SqliteIndex(path)
        index.replace([document(1, "武汉华谊有限公司")])
        connection = sqlite3.connect(path)
        connection.execute("UPDATE state SET value = 0 WHERE name = 'schema'")
        connection.commit()
        connection.close()
        with pytest.raises(SearchUnavailable, match="rebuild_index"):
            index.search(QUERY)
        with index.rebuild() as writer:
            writer.write([document(2, "武汉华谊有限公司")])
        assert [hit.id for hit in index.search(QUERY).hits] == [2]

    def test_a_broken_file_is_reported(self, tmp_path: Path) -> None:
        path = tmp_path / "search.sqlite3"
        path.write_bytes(b"not a database, and long enough to be read as one" * 50)
        index = SqliteIndex(path)
        with pytest.raises(SearchUnavailable):
            index.search(QUERY)
        path.unlink()
        assert index.search(QUERY).hits == ()

    def test_a_folder_that_cannot_be_made_is_reported(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(SearchUnavailable):
            SqliteIndex(tmp_path / "file" / "search.sqlite3").search(QUERY)
