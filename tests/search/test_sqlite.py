"""What SQLite alone has to prove: no question looks at more enterprises than it must."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from search.engines.sqlite import index as sqlite
from search.engines.sqlite import queries as sqlite_questions
from search.engines.sqlite import store as sqlite_store
from search.engines.sqlite.index import SqliteIndex
from search.engines.sqlite.queries import BuildQueries
from search.engines.staged import DayScope
from search.filters import Filters
from search.matching.plan import plan_of
from search.names.queries import read_query
from search.port import Document, Query
from tests.search.make import AGENCY, TODAY, document

MANY = 220  # more than make a word common


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[SqliteIndex]:
    """Give an index of many enterprises of one trade and one of another."""
    index = SqliteIndex(tmp_path / "search.sqlite3")
    with index.rebuild() as writer:
        writer.write(document(n, f"武汉{chr(0x4E00 + 7 * n)}华商贸有限公司") for n in range(1, MANY + 1))
        writer.write([document(900, "武汉鲜达蜃楼餐饮有限公司", penalties=((TODAY, None),))])
    yield index
    index._store.close()


def steps_of(index: SqliteIndex, query: str, filters: Filters) -> list[str]:
    with index._store.reading() as (connection, build):
        look = BuildQueries(connection, build, DayScope(on=TODAY, filters=filters))
        return [str(row[3]) for row in look._rows("EXPLAIN QUERY PLAN " + query)]


@pytest.mark.parametrize("filters", [Filters(agency=AGENCY), Filters(list="x")])
def test_what_few_enterprises_bear_is_looked_up(filled: SqliteIndex, filters: Filters) -> None:
    query = "SELECT d.id FROM docs_@ d WHERE d.uscc > '' AND $WHERE ORDER BY d.uscc LIMIT 20"
    steps = steps_of(filled, query, filters)
    assert any("marks_" in step and "name=? AND value=?" in step for step in steps), steps
    assert any("INTEGER PRIMARY KEY" in step for step in steps), steps
    assert not any(step.startswith("SCAN d") for step in steps), steps


def test_an_agency_alone_finds_its_enterprises(filled: SqliteIndex) -> None:
    page = filled.search(Query(text=read_query(""), on=TODAY, filters=Filters(agency=AGENCY)))
    assert [hit.id for hit in page.hits] == [900]


def test_the_prefix_of_a_code_is_counted_by_its_index(filled: SqliteIndex) -> None:
    query = "SELECT count(*) FROM (SELECT 1 FROM docs_@ d WHERE d.uscc >= '9' AND d.uscc < 'A' AND $WHERE LIMIT 9)"
    assert any("COVERING INDEX" in step for step in steps_of(filled, query, Filters()))
    page = filled.search(Query(text=read_query("91420100MA00"), on=TODAY, limit=100))
    assert (page.total, len(page.hits)) == (MANY + 1, 100)
    assert [hit.id for hit in page.hits] == list(range(1, 101))


def test_common_pairs_are_left_out_beside_rare_ones(filled: SqliteIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_questions, "BROAD", MANY - 1)
    bigrams = plan_of(read_query("鲜达蜃花商贸")).bigrams
    with filled._store.reading() as (connection, build):
        common = dict(connection.execute(f"SELECT word, enterprises FROM common_{build}"))
        look = BuildQueries(connection, build, DayScope(on=TODAY, filters=Filters()))
        rare, alone = look._rare(bigrams), look._rare(["商贸"])
    assert common == dict.fromkeys(("华商", "商贸", "贸有"), MANY) | dict.fromkeys(
        ("武汉", "有限", "限公", "公司"), MANY + 1
    )
    assert sorted(rare) == sorted(set(bigrams) - {"商贸"})
    assert alone == ["商贸"]


def test_documents_of_any_length_are_taken_a_chunk_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    real = sqlite_store.rows_of

    def noted(documents: Collection[Document]) -> sqlite_store.DocumentRows:
        taken.append(len(documents))
        return real(documents)

    monkeypatch.setattr(sqlite_store, "rows_of", noted)
    monkeypatch.setattr(sqlite, "_CHUNK", 10)
    with SqliteIndex(tmp_path / "search.sqlite3").rebuild() as writer:
        writer.write(document(n, f"武汉{n}号商贸有限公司") for n in range(1, 26))
    assert taken == [10, 10, 5]
