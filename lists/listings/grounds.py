"""Whether what a listing rests on still stands (docs/rules/lists-procedure.md): pure rules.

国办发〔2020〕49号: judged on a document with legal effect; 行政处罚法 art. 48: what rests on a fallen decision leaves.
A record whose publication ended by itself still stands: the listing has a term of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from enterprises.records.rules.lifecycle import WITHDRAWAL_LABELS, State, WithdrawalReason
from lists.criteria.colors import Color
from lists.criteria.predicates import Criterion
from lists.criteria.rules import EnterpriseFacts, RecordFacts, assess
from lists.listings.rules import RemovalReason


class GroundsVerdict(StrEnum):
    """What follows for a listing from the present state of its grounds."""

    STANDS = "STANDS"
    REVIEW = "REVIEW"  # something changed, and a ground remains
    FALLEN = "FALLEN"  # no ground remains, or what remains is below the criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One record that a listing rests on: as it was found, and the version that stands for it now.

    `now` is the last published version, whatever its state; `withdrawn` its reason if it was withdrawn.
    """

    was: RecordFacts
    now: RecordFacts
    withdrawn: WithdrawalReason | None = None

    @property
    def stands(self) -> bool:
        """Return whether a published record still holds it."""
        return self.now.state == State.PUBLISHED

    @property
    def is_corrected(self) -> bool:
        """Return whether another version stands for it now."""
        return self.was.id != self.now.id

    @property
    def is_disputed(self) -> bool:
        """Return whether an objection to it is being looked at."""
        return self.stands and self.now.disputed


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict, its sentence in Chinese, and the class of reason if the listing has to go."""

    verdict: GroundsVerdict
    sentence: str = ""
    reason: RemovalReason | None = None


OF_WITHDRAWAL = {
    WithdrawalReason.REPAIRED: RemovalReason.REPAIRED,
    WithdrawalReason.ANNULLED: RemovalReason.ANNULLED,
    WithdrawalReason.OBJECTION_UPHELD: RemovalReason.OBJECTION_UPHELD,
    WithdrawalReason.RECORDED_BY_MISTAKE: RemovalReason.LISTED_BY_MISTAKE,
}


def judge(
    *, criteria: Sequence[Criterion], color: Color, grounds: Sequence[Ground], has_document: bool, on: date
) -> Judgement:
    """Judge a listing by its grounds; `on` is the day on which the criteria found them.

    `has_document`: it rests on a document besides, so that it never falls with its records. A criterion that the
    list no longer has, or that an officer applied by hand, is not measured again.
    """
    gone = [ground for ground in grounds if not ground.stands]
    sentence = "；".join(filter(None, map(_sentence, grounds)))
    if not sentence:
        return Judgement(verdict=GroundsVerdict.STANDS)
    standing = [ground for ground in grounds if ground.stands]
    below = meets(criteria, [ground.was for ground in grounds], on=on) and not meets(
        criteria, [ground.now for ground in standing], on=on
    )
    if has_document or (standing and not below):
        return Judgement(verdict=GroundsVerdict.REVIEW, sentence=sentence)
    if standing:
        sentence = f"{sentence}；余下的依据不符合列入标准"
    return Judgement(
        verdict=GroundsVerdict.FALLEN, sentence=sentence, reason=_reason(color, gone, below=bool(standing))
    )


def _sentence(ground: Ground) -> str:
    """Return in Chinese what became of a ground, "" if it is as it was."""
    named = f"所依据的记录{f'（{ground.was.document_number}）' if ground.was.document_number else ground.was.id}"
    if not ground.stands:
        why = WITHDRAWAL_LABELS[ground.withdrawn] if ground.withdrawn else "已被替代"
        return f"{named}已撤下：{why}"
    parts = [text for text, holds in (("已更正", ground.is_corrected), ("处于异议处理中", ground.is_disputed)) if holds]
    return f"{named}{'、'.join(parts)}" if parts else ""


def meets(criteria: Sequence[Criterion], records: Sequence[RecordFacts], *, on: date) -> bool:
    """Return whether the records alone meet the list's criteria, as if all were public on that day."""
    shown = tuple(replace(one, state=State.PUBLISHED, public_from=date.min, public_until=None) for one in records)
    return bool(assess(criteria=criteria, facts=EnterpriseFacts(records=shown), on=on).grounds)


def _reason(color: Color, gone: Sequence[Ground], *, below: bool) -> RemovalReason:
    """Return the class of reason that all share, else the general one of such a list."""
    general = RemovalReason.ANNULLED if color is Color.BLACK else RemovalReason.CONDITIONS_LOST
    reasons = {OF_WITHDRAWAL[ground.withdrawn] if ground.withdrawn else general for ground in gone}
    reason = reasons.pop() if len(reasons) == 1 and not below else general
    return general if color is Color.RED and reason is RemovalReason.REPAIRED else reason
