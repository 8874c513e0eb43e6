"""What a day and its filters let through, in the words of SQLite."""

from search.engines.staged import DayScope
from search.filters import FLAGGED, Filter, FilterKind, FilterValue

AFTER = "\U0010ffff"  # sorts behind every text that begins alike
# That a mark of the enterprise holds that day; its value is a parameter.
_MARKED = """EXISTS (SELECT 1 FROM marks_@ m WHERE m.id = d.id AND m.name = '{field}' AND m.value = :{value}
    AND m.starts <= :on AND (m.ends IS NULL OR m.ends > :on))"""
# The same for one of many values, which few enterprises bear, so that only these are looked at.
_AMONG_MARKED = """d.id IN (SELECT m.id FROM marks_@ m WHERE m.name = '{field}' AND m.value = :{value}
    AND m.starts <= :on AND (m.ends IS NULL OR m.ends > :on))"""

Values = dict[str, object]


def flag_condition(each: Filter) -> str:
    """Return the condition on `d` that the mark of a flag holds."""
    return _MARKED.format(field=each.field, value=f"{each.name}_mark")


def conditions(scope: DayScope) -> tuple[str, Values]:
    """Return the condition on `d` that keeps what may be seen that day and fits the filters."""
    parts = ["d.public_from <= :on"]
    values: Values = {"on": scope.on.isoformat(), **{f"{each.name}_mark": each.mark for each in FLAGGED}}
    for each, value in scope.filters:
        condition, given = _CONDITIONS[each.kind](each, value)
        parts.append(condition)
        values |= given
    return " AND ".join(parts), values


def _term(each: Filter, value: FilterValue) -> tuple[str, Values]:
    if each.terms:
        return f"instr(d.{each.field}, :{each.name}) > 0", {each.name: f"/{value}/"}
    return f"d.{each.field} = :{each.name}", {each.name: value}


def _prefix(each: Filter, value: FilterValue) -> tuple[str, Values]:
    condition = f"d.{each.field} >= :{each.name} AND d.{each.field} < :{each.name}_end"
    return condition, {each.name: value, f"{each.name}_end": f"{value}{AFTER}"}


def _mark(each: Filter, value: FilterValue) -> tuple[str, Values]:
    condition = _MARKED if each.is_closed else _AMONG_MARKED
    return condition.format(field=each.field, value=each.name), {each.name: value}


def _flag(each: Filter, value: FilterValue) -> tuple[str, Values]:
    return flag_condition(each) if value else f"NOT {flag_condition(each)}", {}


_CONDITIONS = {
    FilterKind.TERM: _term,
    FilterKind.PREFIX: _prefix,
    FilterKind.MARK: _mark,
    FilterKind.FLAG: _flag,
}
