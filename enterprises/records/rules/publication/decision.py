"""Whether a waiting record may be published, alone or in its batch: one decision (docs/rules/lifecycle.md)."""

from dataclasses import dataclass
from datetime import date, datetime

from enterprises.records.rules.maker_comments import MakerHearing, hearing_refusal
from enterprises.records.rules.publication.choice import period_of
from enterprises.records.rules.publication.types import Period, PublicationFacts, Refusal, RefusalCode
from enterprises.shared.rules.sentences import sentence

FOUR_EYES = "录入人与审核人不得为同一人，请由本机关另一位审核员处理。"
KEY_TAKEN = "同一文书号、主体和机关的记录，或者对本记录的更正，已经公示；如需更正，请在已公示的那条记录上建立新版本。"
KEY_WITHDRAWN = (
    "同一记录在本条录入之后已经撤下或移出，不能公示；确需重新公示的，请退回后由录入员在工作台核改并重新提交。"
)

# What may only be kept: no rule, the end has passed, or the rule keeps it from the public. Of these a batch keeps the
# last by itself; the others may stand for a wrong day, so a person decides.
KEEPABLE = frozenset({RefusalCode.NO_RULE, RefusalCode.ENDED, RefusalCode.NEVER_PUBLIC})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """What is known of a record whose review ends now.

    `written_by_reviewer`: the reviewer wrote a part of the content. `gone_over_at` is when its content was last
    edited, else recorded. `last_taken_off_at` is the last withdrawal of another record with its key, or the exit of the
    one that it replaces. `published_id` is the published record with its key, `supersedes_id` the one that it replaces.
    `extended_until` is the end of an extension that it takes over. `hearing` is of a maker who may comment first.
    `penalty_until` is the end of the penalty behind a failed spot check, `penalty_unknown` why the penalty that it
    names is not found.
    """

    publication: PublicationFacts
    written_by_reviewer: bool
    gone_over_at: datetime
    last_taken_off_at: datetime | None
    published_id: int | None
    supersedes_id: int | None
    extended_until: date | None = None
    hearing: MakerHearing | None = None
    penalty_until: date | None = None
    penalty_unknown: str = ""


def publication_refusal(facts: ReviewFacts, *, on: date) -> Refusal | Period:
    """Return the period of a record that may be published on that day, else why it may not."""
    if facts.written_by_reviewer:
        return Refusal(code=RefusalCode.FOUR_EYES, reason=FOUR_EYES)
    if was_taken_off_since(facts.last_taken_off_at, gone_over_at=facts.gone_over_at):
        return Refusal(code=RefusalCode.KEY_WITHDRAWN, reason=KEY_WITHDRAWN)
    if facts.published_id is not None and facts.published_id != facts.supersedes_id:
        return Refusal(code=RefusalCode.KEY_TAKEN, reason=KEY_TAKEN)
    period = period_of(facts.publication, published_on=on, extended_until=facts.extended_until)
    if isinstance(period, Period) and (followed := _refusal_of_penalty(facts, on=on)):
        return followed
    awaiting = hearing_refusal(facts.hearing, on=on)
    if awaiting and isinstance(period, Period):
        return Refusal(code=RefusalCode.MAKER_MAY_COMMENT, reason=awaiting)
    return period


def _refusal_of_penalty(facts: ReviewFacts, *, on: date) -> Refusal | None:
    """Refuse a failed spot check whose penalty is not found, or is public no more (docs/rules/penalty-links.md)."""
    if facts.penalty_unknown:
        return Refusal(code=RefusalCode.PENALTY_UNKNOWN, reason=facts.penalty_unknown)
    if facts.penalty_until is not None and facts.penalty_until <= on:
        reason = sentence("所填的行政处罚自{day}起不再公示，抽查不合格信息随之不再公示。", day=facts.penalty_until)
        return Refusal(code=RefusalCode.ENDED, reason=reason)
    return None


def was_taken_off_since(taken_off_at: datetime | None, *, gone_over_at: datetime) -> bool:
    """Return whether the record was taken off after a person had last gone over the content.

    What was repaired, annulled or ended by its exit must not come back through a version or an import that waited. Only
    what a person records or goes over afterwards may (docs/rules/imports.md).
    """
    return taken_off_at is not None and taken_off_at >= gone_over_at
