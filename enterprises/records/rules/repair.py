"""From which day a record may be repaired (docs/rules/repair.md)."""

from datetime import date

from enterprises.shared.rules.sentences import sentence

NEEDS_TWO = "信用修复须先由一人提出、再由另一人确认，确认后才撤下；请用“信用修复”办理。"
NO_DAY = "适用的规则没有规定可以提前修复，届满前不能因信用修复撤下。"


def repair_refusal(*, has_minimum: bool, repairable_from: date | None, basis: str, on: date) -> str | None:
    """Return why a record may not be repaired on that day, None if it may.

    `has_minimum`: the rules give such records a shortest period, so that no day means none before the end. `basis` is
    the row that grants `repairable_from`. Order 36: no repair before the shortest period has passed.
    """
    if repairable_from is None:
        return NO_DAY if has_minimum else None
    if on < repairable_from:
        named = sentence("（依据{basis}）", basis=basis) if basis else ""
        return sentence(
            "最短公示期未满，最早可于{repairable_from}因信用修复撤下{named}。",
            repairable_from=repairable_from,
            named=named,
        )
    return None
