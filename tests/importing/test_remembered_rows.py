"""What an import remembers of the rows of a file: the first of each key, on disk."""

from pathlib import Path

from enterprises.shared.sheets.remembered_rows import RememberedRows, temporary_database

ROWS, LONG = 100_000, "长" * 100
MOST = 16 * 1024  # KB


def resident() -> int:
    """Return the memory of this process in KB."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def test_the_first_row_of_a_key_is_remembered() -> None:
    with temporary_database() as database:
        rows = RememberedRows(database, "some", facts=("number", "digest"))
        assert rows.remember("甲", 2, b"\x00\x01") is None
        assert rows.remember("乙", 3, b"") is None
        assert rows.remember("甲", 4, b"other") == (2, b"\x00\x01")
        assert rows.remember("甲", 5, b"other") == (2, b"\x00\x01")


def test_rows_come_back_in_their_order_so_many_at_a_time() -> None:
    with temporary_database() as database:
        rows, others = (RememberedRows(database, table, facts=("number",)) for table in ("some", "others"))
        for number, key in enumerate("丙乙甲"):
            rows.remember(key, number)
        assert list(rows.chunks(2)) == [{"丙": (0,), "乙": (1,)}, {"甲": (2,)}]
        assert list(others.chunks(2)) == []


def test_memory_does_not_grow_with_the_rows() -> None:
    with temporary_database() as database:
        rows = RememberedRows(database, "some", facts=("name",))
        before = resident()
        for number in range(ROWS):
            rows.remember(f"{number * 7919 % ROWS:018}", LONG)
        assert resident() - before < MOST
        assert rows.remember(f"{ROWS - 1:018}", "") == (LONG,)
