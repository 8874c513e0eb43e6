"""Administrative divisions with their years: GB/T 2260 as python-stdnum ships it, completed by a table of our own.

The table of python-stdnum wins wherever it has the code, but for names in traditional characters
(docs/rules/divisions.md).

A line of that table is a province ("42 province=...") or one of its divisions
("  0103 county=[1983-1994]old name,[1995-]new name").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files

from enterprises.register.reference.supplement import DIVISIONS, NAMES, ZONES

PROVINCE = re.compile(r'^(?P<code>\d{2}) province="(?P<name>[^"]+)"')
DIVISION = re.compile(r'^ +(?P<code>\d{4}) county="(?P<names>[^"]+)"')
NAME = re.compile(r"^(?:\[(?P<first>\d{4})?-(?P<last>\d{4})?\])?(?P<name>.+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow:
    """One code with its last name; years are whole calendar years, `last_year` is the last one in use."""

    code: str
    name: str
    parent: str | None
    first_year: int | None
    last_year: int | None
    earlier_names: tuple[str, ...]

    @property
    def valid_from(self) -> date | None:
        return date(self.first_year, 1, 1) if self.first_year else None

    @property
    def valid_until(self) -> date | None:
        """Return the first day on which the code was no longer in use."""
        return date(self.last_year + 1, 1, 1) if self.last_year else None


def region_rows(*, with_zones: bool = False) -> Iterator[RegionRow]:
    """Yield every code, parents before their children; each code once.

    Zones (development zones and the like) are no divisions: names of enterprises are read without them.
    """
    known: set[str] = set()
    for row in _rows_of_standard(known):
        yield replace(row, name=NAMES.get(row.code, row.name))
    for code, name, first, last in (*DIVISIONS, *(_zones() if with_zones else ())):
        if code not in known:
            parent = _parent(code, known=known)
            yield RegionRow(code=code, name=name, parent=parent, first_year=first, last_year=last, earlier_names=())


def _zones() -> Iterator[tuple[str, str, None, None]]:
    """Yield the zones; nobody publishes their first days."""
    for line in ZONES.split("\n"):
        if line:
            code, name = line.split(" ", 1)
            yield code, name, None, None


def _rows_of_standard(known: set[str]) -> Iterator[RegionRow]:
    """Yield the rows of GB/T 2260 and note their codes."""
    province = ""
    for line in files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8").splitlines():
        if match := PROVINCE.match(line):
            province = match["code"]
        elif match := DIVISION.match(line):
            row = _row(province + match["code"], match["names"], known=known)
            known.add(row.code)
            yield row


def _row(code: str, names: str, *, known: set[str]) -> RegionRow:
    parsed = [match for part in names.split(",") if (match := NAME.match(part))]
    last = parsed[-1]
    return RegionRow(
        code=code,
        name=last["name"],
        parent=_parent(code, known=known),
        first_year=int(parsed[0]["first"]) if parsed[0]["first"] else None,
        last_year=int(last["last"]) if last["last"] else None,
        earlier_names=tuple(match["name"] for match in parsed[:-1]),
    )


def _parent(code: str, *, known: set[str]) -> str | None:
    for parent in (f"{code[:4]}00", f"{code[:2]}0000"):
        if parent != code and parent in known:
            return parent
    return None
