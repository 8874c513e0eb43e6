"""A second, independent reading of the law on penalties; shares no code with the portal.

Written from the texts of the regimes (docs/rules/publication.md, "The table"), case by case and without a table. So a
mistake in one of the two shows.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

BEGINNINGS = (date(2019, 7, 1), date(2021, 9, 1), date(2023, 5, 1), date(2025, 12, 25), date(2026, 4, 1))
NOTICE_2019, SAMR_45, ORDER_58, SAMR_107, ORDER_36 = BEGINNINGS
STERN = {"责令停产停业", "限制开展生产经营活动", "限制从业", "降低资质等级", "吊销许可证件"}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A penalty in plain words; `fine` in yuan, days as printed."""

    market: bool
    domain: str
    severity: str
    types: frozenset[str]
    simple: bool
    fine: float | None
    decided: date
    published: date
    restricted_from: date | None
    restricted_until: date | None
    reasoned: bool


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Months until repair (None: never early), months of publication (0: none at all), where they count from."""

    repair: int | None = None
    longest: int
    from_publication: bool = False
    on_request: bool = False


NOTHING = Terms(longest=0)


def later_by(day: date, months: int) -> date:
    """Add months, the last day of a shorter month standing in for a day it lacks."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def national(case: Case, day: date) -> Terms | None:  # noqa: PLR0911 - one return for each clause
    """Return what follows by the rules of the NDRC for such a case decided on that day."""
    if day < NOTICE_2019:
        return None
    if case.types == {"警告"} or (case.simple and day < ORDER_36):
        return NOTHING
    if day < ORDER_58:
        return Terms(repair=6, longest=36) if case.severity == "严重" else Terms(repair=3, longest=12)
    if day < ORDER_36:
        if case.types <= {"警告", "通报批评"}:
            return NOTHING
        large = case.fine is not None and case.fine >= 100_000
        special = case.domain in {"食品药品", "特种设备", "消防"} or (case.domain == "安全生产" and large)
        return Terms(repair=12 if special else 3, longest=36)
    if case.simple or case.severity == "轻微":
        return Terms(repair=0, longest=3, on_request=True)
    return Terms(repair=3, longest=12) if case.severity == "一般" else Terms(repair=12, longest=36)


def of_the_market_regulator(case: Case, day: date) -> Terms | None:  # noqa: PLR0911 - one return for each clause
    """Return what follows by the rules of the SAMR for such a case decided on that day."""
    if day < SAMR_45:
        return None
    if case.types == {"警告"} or (case.simple and day < ORDER_36):
        return NOTHING
    if case.simple:
        return Terms(repair=0, longest=3, on_request=True)
    if day >= SAMR_107:
        by_class = {"轻微": (None, 3), "一般": (3, 12), "严重": (12, 36)}
        repair, longest = by_class[case.severity]
        return Terms(repair=repair, longest=longest)
    light = case.types <= {"警告", "通报批评"}
    low = case.severity == "轻微" and case.types <= {"警告", "通报批评", "罚款"}
    if light or low:
        return Terms(longest=3, from_publication=True)
    if case.types & STERN:
        return Terms(longest=36, from_publication=True)
    return Terms(repair=12 if case.domain in {"食品药品", "特种设备"} else 6, longest=36, from_publication=True)


def answer(case: Case) -> tuple[date, date | None] | None:
    """Return the first day no longer public and the first day of repair, None for what is not published."""
    terms_on = of_the_market_regulator if case.market else national
    first = terms_on(case, case.decided)
    if case.decided > case.published or first is None:
        return None
    regimes = [(date.min, first)]
    for beginning in BEGINNINGS:
        if beginning > case.decided:
            terms = terms_on(case, beginning)
            assert terms is not None
            regimes.append((beginning, terms))
    for beginning, terms in regimes:
        if beginning <= case.published and (terms is NOTHING or (terms.on_request and not case.reasoned)):
            return None
    end = min(_end(case, terms, beginning) for beginning, terms in regimes)
    if _long_restriction(case):
        assert case.restricted_until is not None
        end = max(end, case.restricted_until + timedelta(days=1))
    if end <= case.published:
        return None
    repairs = [
        max(later_by(_start(case, terms), terms.repair), beginning)
        for beginning, terms in regimes
        if terms.repair is not None
    ]
    repair = min(repairs, default=None)
    return end, repair if repair is not None and repair < end else None


def _start(case: Case, terms: Terms) -> date:
    return case.published if terms.from_publication else case.decided


def _end(case: Case, terms: Terms, beginning: date) -> date:
    if terms is NOTHING:
        return beginning
    return max(later_by(_start(case, terms), terms.longest), beginning)


def _long_restriction(case: Case) -> bool:
    """SAMR order 45 art. 13(3): more than 36 months from the first to the last day of the restriction."""
    if not case.market or case.restricted_until is None:
        return False
    if not case.types & {"限制开展生产经营活动", "限制从业"}:
        return False
    day_after_the_last = case.restricted_until + timedelta(days=1)
    return day_after_the_last > later_by(case.restricted_from or case.decided, 36)
