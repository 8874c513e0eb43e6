"""Temporary shielding of a restructured enterprise (docs/rules/shields.md): pure rules.

国办发〔2025〕22号 and NDRC order 36: 临时屏蔽 on the court's ruling that approves a plan or a settlement.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enterprises.shared.rules.days import add_months
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.workflow.lifecycle import Lifecycle, Transition

LONGEST_SHIELD_MONTHS = 12  # of one request or renewal; our own choice, unconfirmed


class ShieldKind(StrEnum):
    """Which ruling an enterprise is shielded on."""

    RESTRUCTURING = "RESTRUCTURING"
    SETTLEMENT = "SETTLEMENT"


SHIELD_KINDS = {
    ShieldKind.RESTRUCTURING: "裁定批准重整计划",
    ShieldKind.SETTLEMENT: "裁定认可和解协议",
}
SHIELD_BASES = {
    ShieldKind.RESTRUCTURING: "《企业破产法》第八十六条、第八十七条；《信用修复管理办法》（国家发展改革委令第36号）",
    ShieldKind.SETTLEMENT: "《企业破产法》第九十八条；《信用修复管理办法》（国家发展改革委令第36号）",
}


def usual_basis(kind: ShieldKind) -> str:
    """Return the legal basis of a ruling of that kind, for an officer who cites no other."""
    return SHIELD_BASES[kind]


class ShieldState(StrEnum):
    """Where a shield stands; that it lapsed is no state, time passes without a write."""

    REQUESTED = "REQUESTED"
    IN_FORCE = "IN_FORCE"
    RENEWAL_ASKED = "RENEWAL_ASKED"
    END_ASKED = "END_ASKED"
    REFUSED = "REFUSED"
    ENDED = "ENDED"


SHIELD_LABELS = {
    ShieldState.REQUESTED: "待另一人确认",
    ShieldState.IN_FORCE: "已生效",
    ShieldState.RENEWAL_ASKED: "已生效，续期待另一人确认",
    ShieldState.END_ASKED: "已生效，提前结束待另一人确认",
    ShieldState.REFUSED: "不予屏蔽",
    ShieldState.ENDED: "已提前结束",
}
_ASKED = frozenset({ShieldState.RENEWAL_ASKED, ShieldState.END_ASKED})
IN_FORCE = frozenset({ShieldState.IN_FORCE, *_ASKED})
SHIELD_LIFECYCLE = Lifecycle(
    subject="这份临时屏蔽",
    labels=SHIELD_LABELS,
    starts={"request": ShieldState.REQUESTED},
    transitions=(
        Transition(
            verb="confirm", before=frozenset({ShieldState.REQUESTED}), after=ShieldState.IN_FORCE, is_announced=True
        ),
        Transition(verb="refuse", before=frozenset({ShieldState.REQUESTED}), after=ShieldState.REFUSED),
        Transition(verb="ask-renewal", before=frozenset({ShieldState.IN_FORCE}), after=ShieldState.RENEWAL_ASKED),
        Transition(
            verb="confirm-renewal",
            before=frozenset({ShieldState.RENEWAL_ASKED}),
            after=ShieldState.IN_FORCE,
            is_announced=True,
        ),
        Transition(verb="ask-end", before=frozenset({ShieldState.IN_FORCE}), after=ShieldState.END_ASKED),
        Transition(
            verb="confirm-end", before=frozenset({ShieldState.END_ASKED}), after=ShieldState.ENDED, is_announced=True
        ),
        Transition(verb="keep", before=_ASKED, after=ShieldState.IN_FORCE),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShieldDays:
    """Half-open Shanghai days of a shield in force, and the day of its ruling."""

    ruled_on: date
    starts: date
    ends: date

    def covers(self, decided_on: date | None) -> bool:
        """Return whether it covers what was decided on that day: not after the ruling. An unknown day is covered not.

        What an enterprise does after the ruling is no debt of the past.
        """
        return decided_on is not None and decided_on <= self.ruled_on

    def has(self, day: date) -> bool:
        """Return whether the day is one of them."""
        return self.starts <= day < self.ends


def is_shielded(shields: Iterable[ShieldDays], *, decided_on: date | None, on: date) -> bool:
    """Return whether one of the enterprise's shields hides on that day what was decided against it then.

    The twin of `enterprises.shields.models.shielded`. Whether it is adverse, the caller decides.
    """
    return any(shield.covers(decided_on) and shield.has(on) for shield in shields)


def shown_spans(
    shields: Iterable[ShieldDays], *, decided_on: date | None, starts: date, ends: date | None
) -> tuple[tuple[date, date | None], ...]:
    """Return the half-open days that remain of `starts` to `ends`, in order; None = open."""
    left: list[tuple[date, date | None]] = [(starts, ends)]
    for shield in shields:
        if shield.covers(decided_on):
            left = [piece for span in left for piece in _without(span, shield)]
    return tuple(sorted(left, key=lambda span: span[0]))


def _without(span: tuple[date, date | None], shield: ShieldDays) -> Iterable[tuple[date, date | None]]:
    starts, ends = span
    before_end = shield.starts if ends is None else min(ends, shield.starts)
    if starts < before_end:
        yield starts, before_end
    after_start = max(starts, shield.ends)
    if ends is None or after_start < ends:
        yield after_start, ends


def wrong_days(*, ruled_on: date, until: date, on: date, after: date | None = None) -> str:
    """Return in Chinese what is wrong with the days of a request or renewal on that day, "" for nothing.

    `until` is the first day that is shown again, `after` the present one of a renewal.
    """
    if ruled_on > on:
        return "裁定日期不得晚于今天。"
    if until <= (after or on):
        return sentence("恢复公示日须晚于{on}。", on=after or on)
    latest = add_months(max(after or on, on), LONGEST_SHIELD_MONTHS)
    if until > latest:
        return sentence("一次最多屏蔽一年，恢复公示日不得晚于{latest}；到期前可以续期。", latest=latest)
    return ""
