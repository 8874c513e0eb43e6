"""SQL without what differs from run to run: values, lengths of `IN` lists, savepoints; laid out for reading."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

INDENT = "  "
TOO_DULL = re.compile(r"^(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK|BEGIN|COMMIT|PRAGMA)\b")
_BREAKS = (
    *("FROM", "WHERE", "GROUP BY", "HAVING", "ORDER BY", "LIMIT", "SET", "VALUES", "RETURNING"),
    *("INNER JOIN", "LEFT OUTER JOIN", "UNION ALL", "UNION", "ON CONFLICT"),
)
_TEXT = re.compile(r"'(?:[^']|'')*'")
_NUMBER = re.compile(r"(?<![\w.])(?<!ORDER BY )(?<!LIMIT )-?\d+(?:\.\d+)?(?![\w.])")
_IN = re.compile(r"\bIN \(\?(?:, \?)*\)")
_ROWS = re.compile(r"(\((?:\?|NULL)(?:, (?:\?|NULL))*\))(?:, \1)+")
_TABLE = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO) (\w+)(?: (?!ON\b|SET\b|WHERE\b|INNER\b|LEFT\b)([A-Z]+\d+))?")
_BREAK = re.compile(rf" (?=(?:{'|'.join(_BREAKS)})\b)")


def normal(statement: str, *, columns: Mapping[str, tuple[str, ...]]) -> str:
    """Return a statement as it is kept: values are `?`, most columns of a table in a row are `table.*`.

    `columns` are those of each table, in the order in which Django selects them. The numbers of `LIMIT` stay.
    """
    text = re.sub(r"\s+", " ", statement).strip().replace('"', "")
    text = _TEXT.sub("?", text.replace("%s", "?"))
    text = _NUMBER.sub("?", text)
    text = _ROWS.sub(r"\1, ...", _IN.sub("IN (...)", text))
    return "\n".join(_lines(_starred(text, columns)))


def _starred(text: str, columns: Mapping[str, tuple[str, ...]]) -> str:
    for table, alias in _TABLE.findall(text):
        shown, known = alias or table, columns.get(table, ())
        for run in re.findall(rf"\b{shown}\.\w+(?:, {shown}\.\w+)+", text):
            missing = [column for column in known if f"{shown}.{column}" not in run.split(", ")]
            if len(missing) < len(known) / 2:
                left_out = f" (without {', '.join(missing)})" if missing else ""
                text = text.replace(run, f"{shown}.*{left_out}")
    return text


def _lines(text: str) -> Iterator[str]:
    """Break before each clause, a subquery one step further in."""
    depth = 0
    for part in _BREAK.split(text):
        yield INDENT * depth + part
        depth += part.count("(") - part.count(")")


def normal_all(statements: Iterable[str], *, columns: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the statements in order, equal neighbours as one with their number."""
    kept = (normal(one, columns=columns) for one in statements if not TOO_DULL.match(one))
    counted = ((text, sum(1 for _ in same)) for text, same in groupby(kept))
    return [text if number == 1 else f"-- {number} times\n{text}" for text, number in counted]
