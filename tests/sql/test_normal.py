"""Recorded SQL shows queries, and nothing that differs between two runs of the same code."""

import pytest

from tests.sql.normal import normal, normal_all

COLUMNS = {"firm": ("id", "name", "region", "address"), "record": ("id", "firm_id")}


def kept(statement: str) -> str:
    return normal(statement, columns=COLUMNS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT a FROM t WHERE id IN (%s)", "SELECT a FROM t WHERE id IN (%s, %s, %s)"),
        ("SELECT a FROM t WHERE id IN (1, 2)", "SELECT a FROM t WHERE id IN (7)"),
        ("SELECT a FROM t WHERE x = 'it''s'", "SELECT a FROM t WHERE x = %s"),
        ("SELECT a FROM t WHERE x = -4.5", "SELECT a FROM t WHERE x = 12"),
        ('SELECT "a"  FROM "t"', "SELECT a\nFROM t"),
        ("INSERT INTO t (a, b) VALUES (%s, NULL)", "INSERT INTO t (a, b) VALUES (3, NULL)"),
        ("INSERT INTO t (a) VALUES (%s), (%s)", "INSERT INTO t (a) VALUES (%s), (%s), (%s)"),
    ],
)
def test_values_and_their_number_are_nothing(one: str, other: str) -> None:
    assert kept(one) == kept(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT a FROM t1", "SELECT a FROM t2"),
        ("SELECT a FROM t LIMIT 21", "SELECT a FROM t LIMIT 1000"),
        ("SELECT a FROM t ORDER BY 1 ASC", "SELECT a FROM t ORDER BY 2 ASC"),
        ("SELECT firm.id, firm.name, firm.region FROM firm", "SELECT firm.id, firm.name, firm.address FROM firm"),
        ("SELECT a FROM t WHERE id IN (%s)", "SELECT a FROM t WHERE id IN (SELECT %s)"),
    ],
)
def test_another_query_is_another(one: str, other: str) -> None:
    assert kept(one) != kept(other)


def test_columns_of_a_table_are_a_star() -> None:
    every = ", ".join(f'"firm"."{column}"' for column in COLUMNS["firm"])
    parent = every.replace("firm", "T4")
    statement = f'SELECT {every}, {parent} FROM "firm" LEFT OUTER JOIN "firm" T4 ON ("firm"."id" = T4."id")'
    assert kept(statement) == "SELECT firm.*, T4.*\nFROM firm\nLEFT OUTER JOIN firm T4 ON (firm.id = T4.id)"
    assert kept("SELECT firm.id, firm.name, firm.region FROM firm") == "SELECT firm.* (without address)\nFROM firm"


def test_a_subquery_stands_further_in() -> None:
    assert kept("SELECT a FROM t WHERE b IN (SELECT c FROM u) LIMIT 1").splitlines() == [
        "SELECT a",
        "FROM t",
        "WHERE b IN (SELECT c",
        "  FROM u)",
        "LIMIT 1",
    ]


def test_equal_neighbours_are_counted_and_savepoints_left_out() -> None:
    each = "SELECT a FROM t WHERE id = %s"
    statements = ["SAVEPOINT x1", each, each, "RELEASE SAVEPOINT x1", each, "SELECT b FROM t"]
    assert normal_all(statements, columns={}) == [
        "-- 3 times\nSELECT a\nFROM t\nWHERE id = ?",
        "SELECT b\nFROM t",
    ]
