"""What a change of the table does to an end that is already stored (docs/rules/publication.md)."""

from dataclasses import dataclass
from datetime import date

from enterprises.records.rules.publication.types import Period, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputation:
    """The end to store instead of the old one, with the reason for the event."""

    public_until: date | None
    changed: bool
    reason: str


def recomputed_end(*, stored_until: date | None, fresh: Period | Refusal, on: date) -> Recomputation:
    """Compare a stored end (without holds) with what the present table gives for the same facts.

    An end that has passed stays as it is. A new end is never before `on`, because the record was
    lawfully public until then. What the table no longer lets be public ends on `on`.
    """
    if stored_until is not None and stored_until <= on:
        return Recomputation(public_until=stored_until, changed=False, reason="公示期已届满，不再变动")
    if isinstance(fresh, Refusal):
        return Recomputation(public_until=on, changed=True, reason=fresh.reason)
    until = None if fresh.public_until is None else max(fresh.public_until, on)
    if until == stored_until:
        return Recomputation(public_until=stored_until, changed=False, reason="公示期不变")
    return Recomputation(public_until=until, changed=True, reason=f"公示规则调整：{fresh.legal_basis}")
