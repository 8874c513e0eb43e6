"""What a day and its filters let through, in the words of SQLite."""

from search.engines.staged import Scope
from search.port import PENALTY

AFTER = "\U0010ffff"  # sorts behind every text that begins alike
# That a mark of the firm holds that day; its name and value are parameters.
_MARKED = """EXISTS (SELECT 1 FROM marks_@ m WHERE m.id = d.id AND m.name = '{name}' AND m.value = :{value}
    AND m.starts <= :on AND (m.ends IS NULL OR m.ends > :on))"""
PENALISED = _MARKED.format(name="kind", value="penalty")

# The same for what few firms bear, so that only these are looked at.
_AMONG_MARKED = """d.id IN (SELECT m.id FROM marks_@ m WHERE m.name = '{name}' AND m.value = :{value}
    AND m.starts <= :on AND (m.ends IS NULL OR m.ends > :on))"""

Values = dict[str, object]


def conditions(scope: Scope) -> tuple[str, Values]:
    """Return the condition on `d` that keeps what may be seen that day and fits the filters."""
    wanted, parts = scope.filters, ["d.public_from <= :on"]
    values: Values = {"on": scope.on.isoformat(), "penalty": PENALTY}
    if wanted.region is not None:
        parts.append("d.region >= :region AND d.region < :region_end")
        values |= {"region": wanted.region, "region_end": wanted.region + AFTER}
    if wanted.industry is not None:
        parts.append("instr(d.industry, :industry) > 0")
        values["industry"] = f"/{wanted.industry}/"
    if wanted.status is not None:
        parts.append("d.status = :status")
        values["status"] = wanted.status
    if wanted.has_penalty is not None:
        parts.append(PENALISED if wanted.has_penalty else "NOT " + PENALISED)
    if wanted.year is not None:
        parts.append("d.year = :year")
        values["year"] = wanted.year
    marks = (
        ("kind", _MARKED, wanted.kind),
        ("agency", _AMONG_MARKED, wanted.agency),
        ("list", _AMONG_MARKED, wanted.list),
    )
    for name, condition, value in marks:
        if value is not None:
            parts.append(condition.format(name=name, value=name))
            values[name] = value
    return " AND ".join(parts), values
