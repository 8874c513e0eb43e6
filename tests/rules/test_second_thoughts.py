"""From which day a record is repaired, until which day a withdrawal is taken back, who ends an objection."""

from datetime import date

import pytest

from enterprises.records.rules.repair import NO_DAY, repair_refusal
from enterprises.records.rules.takebacks import last_takeback_day, takeback_refusal

DAY = date(2026, 7, 2)


@pytest.mark.parametrize(
    ("has_minimum", "repairable_from", "on", "named"),
    [
        (True, DAY, date(2026, 7, 1), "2026-07-02"),
        (True, DAY, DAY, None),
        (True, DAY, date(2027, 1, 1), None),
        (True, None, DAY, NO_DAY),
        (False, None, DAY, None),  # no rule gives such records a shortest period
        (False, DAY, date(2026, 7, 1), "2026-07-02"),
    ],
)
def test_the_repair_day(has_minimum: bool, repairable_from: date | None, on: date, named: str | None) -> None:
    refusal = repair_refusal(has_minimum=has_minimum, repairable_from=repairable_from, basis="规则甲", on=on)
    assert (refusal is None) if named is None else (refusal is not None and named in refusal)


def test_the_refusal_names_day_and_regime() -> None:
    refusal = repair_refusal(has_minimum=True, repairable_from=DAY, basis="规则甲", on=date(2026, 7, 1))
    assert refusal == "最短公示期未满，最早可于2026-07-02因信用修复撤下（依据规则甲）。"
    bare = repair_refusal(has_minimum=True, repairable_from=DAY, basis="", on=date(2026, 7, 1))
    assert bare == "最短公示期未满，最早可于2026-07-02因信用修复撤下。"


@pytest.mark.parametrize(
    ("on", "is_refused"),
    [(date(2026, 5, 6), False), (date(2026, 6, 5), False), (date(2026, 6, 6), True), (date(2027, 5, 6), True)],
)
def test_thirty_days_to_take_back(on: date, is_refused: bool) -> None:
    assert last_takeback_day(date(2026, 5, 6)) == date(2026, 6, 5)
    refusal = takeback_refusal(acted_on=date(2026, 5, 6), on=on)
    assert (refusal is not None) is is_refused
    assert refusal is None or "2026-06-05" in refusal
