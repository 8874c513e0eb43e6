"""What an officer decided or requested, whole, for the person who is to confirm it and for everybody later."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_noop

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import Effect
from enterprises.cases.models import Case, CaseLetter
from enterprises.cases.rules.lifecycle import STEP_VERBS
from enterprises.cases.services.commitments import end_of_promise, wants_promise
from enterprises.cases.services.effects import (
    Undoing,
    awaits_confirmation,
    outcome_of,
    repaired,
    undo_waits,
    undoing_of,
)
from enterprises.cases.services.letter_content import FALSE_PAPERS
from enterprises.cases.services.mail_orders import ANSWERS
from enterprises.cases.subjects.registry import owner_of
from enterprises.documents.letters.kinds import KINDS
from enterprises.documents.refs import RefKind
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.shared.workflow.history import name_of

_WITHDRAWN = gettext_noop("该信息自决定时起停止公示。")
_WITHDRAWN_FOR_NOW = gettext_noop("该信息自决定时起停止公示。退回审查的，恢复公示。")
_GIVEN_UP = gettext_noop("自决定时起不予列入名单。")
_GIVEN_UP_FOR_NOW = gettext_noop("自决定时起不予列入名单。退回审查的，原告知继续有效。")
_REPAIRED = gettext_noop("该信息终止公示，并停止共享和使用；属于名单列入的，移出名单。")
_TO_BE_REPAIRED = gettext_noop("确认后，该信息终止公示，并停止共享和使用；属于名单列入的，移出名单。")
_COMMITMENT = gettext_noop("公布企业的信用承诺（信用修复型），公示至{day}。")
_AGAIN_FROM = gettext_noop("{day}起可以再次申请。")
_UNDONE = gettext_noop("撤销准予信用修复的决定，撤回决定书，相关信息恢复公示。")
_TO_BE_UNDONE = gettext_noop("确认后，撤销准予信用修复的决定，撤回决定书，相关信息恢复公示。")
_REVOKED = gettext_noop("撤销该决定，撤回答复（决定）文书，相关信息恢复公示。")
_TO_BE_REVOKED = gettext_noop("确认后，撤销该决定，撤回答复（决定）文书，相关信息恢复公示。")
_NOTICE_REVOKED = gettext_noop("撤销该决定，撤回答复书；原告知不恢复，列入须重新提出建议、重新告知。")
_NOTICE_TO_BE_REVOKED = gettext_noop("确认后，撤销该决定，撤回答复书；原告知不恢复，列入须重新提出建议、重新告知。")
BY_MISTAKE = gettext_noop("决定有误的，由两人在作出后三十日内撤销（本平台办理规则，暂定）。")
_BANNED_UNTIL = gettext_noop("{day}之前不受理该企业的信用修复申请，自该日起可以再次申请。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """A sentence with the names of `facts` in braces, and `checks` for spot checks; pages translate `words`."""

    words: str
    facts: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseProposal:
    """A decision, or its undoing, with what follows from it.

    `waits`: a second person has to confirm it. `confirmed_by` is empty where nobody did. `ground` is the applicant's
    for a decision, the law for an undoing. `letter` is the title of the letter that goes out, empty once it is issued.
    """

    title: str
    waits: bool
    by: str
    at: datetime
    confirmed_by: str
    ground_label: str
    ground: str
    reason: str
    consequences: tuple[Consequence, ...]
    letter: str


def proposals_of(case: Case, *, on: date) -> tuple[CaseProposal, ...]:
    """Return the decision of a case and its undoing, those that there are."""
    undoing = undoing_of(case)
    proposals = [_decision(case, is_undone=case.undone_at is not None, on=on)] if case.outcome else []
    return (*proposals, _undoing(case, undoing)) if undoing else tuple(proposals)


def _decision(case: Case, *, is_undone: bool, on: date) -> CaseProposal:
    kind, outcome = case_kind(case.kind), outcome_of(case)
    if case.decided_at is None:
        raise ValueError("a case with an outcome was decided")
    waits = awaits_confirmation(case)
    answers = CaseLetter.objects.filter(event__case=case, event__verb__in=ANSWERS, event__at__gte=case.decided_at)
    is_to_come = waits and not (case.effective_at is not None and answers.exists())
    return CaseProposal(
        title=outcome.label,
        waits=waits,
        by=name_of(case.decided_by),
        at=case.decided_at,
        confirmed_by=name_of(case.confirmed_by),
        ground_label=gettext_noop("申请理由"),
        ground=next((each.label for each in kind.grounds if each.code == case.ground), ""),
        reason=case.outcome_reason,
        consequences=() if is_undone else tuple(_follows(case, waits=waits, on=on)),
        letter=KINDS[outcome.letter].title if is_to_come else "",
    )


def _follows(case: Case, *, waits: bool, on: date) -> Iterator[Consequence]:
    """Give what a decision leads to, in sentences; what waits is to come."""
    effect, is_public = outcome_of(case).effect, owner_of(case.ref.kind).was_published(pk=case.about_id)
    if effect is Effect.NOTHING:
        yield Consequence(words=gettext_noop("该信息继续公示。") if is_public else gettext_noop("列入程序继续进行。"))
    elif effect is Effect.CORRECT:
        yield Consequence(words=gettext_noop("该信息将予更正：更正稿由录入人员提交、另一人审核后公示。"))
    elif effect is Effect.WITHDRAW and is_public:
        yield Consequence(words=_WITHDRAWN_FOR_NOW if waits else _WITHDRAWN)
    elif effect is Effect.WITHDRAW:
        yield Consequence(words=_GIVEN_UP_FOR_NOW if waits else _GIVEN_UP)
    elif effect is Effect.REPAIR:
        yield Consequence(words=_TO_BE_REPAIRED if waits else _REPAIRED)
        if checks := _spot_checks(case, running_on=on if waits else None):
            yield Consequence(words=gettext_noop("一并终止公示的抽查检查结果：{checks}。"), checks=checks)
        if waits and wants_promise(case):
            yield Consequence(words=_COMMITMENT, facts={"day": str(end_of_promise(case, on=on))})
    if case.again_from is not None:
        yield Consequence(words=_AGAIN_FROM, facts={"day": str(case.again_from)})


def _undoing(case: Case, undoing: Undoing) -> CaseProposal:
    waits = undo_waits(case)
    letter = case_kind(case.kind).letters["undo"] if undoing.is_by_deceit else outcome_of(case).letter
    return CaseProposal(
        title=STEP_VERBS["undo" if undoing.is_by_deceit else "revoke"],
        waits=waits,
        by=name_of(undoing.asked_by),
        at=undoing.asked_at,
        confirmed_by=name_of(undoing.undone_by),
        ground_label=gettext_noop("依据"),
        ground=FALSE_PAPERS if undoing.is_by_deceit else BY_MISTAKE,
        reason=undoing.reason,
        consequences=tuple(_follows_from_undoing(case, undoing, waits=waits)),
        letter=KINDS[letter].title if waits else "",
    )


def _follows_from_undoing(case: Case, undoing: Undoing, *, waits: bool) -> Iterator[Consequence]:
    if undoing.is_by_deceit:
        yield Consequence(words=_TO_BE_UNDONE if waits else _UNDONE)
    elif owner_of(case.ref.kind).was_published(pk=case.about_id):
        yield Consequence(words=_TO_BE_REVOKED if waits else _REVOKED)
    else:
        yield Consequence(words=_NOTICE_TO_BE_REVOKED if waits else _NOTICE_REVOKED)
    if checks := _spot_checks(case):
        yield Consequence(words=gettext_noop("一并恢复公示的抽查检查结果：{checks}。"), checks=checks)
    if repaired(case) and wants_promise(case):
        broken, withdrawn = gettext_noop("已公布的信用承诺标注为“未履行”。"), gettext_noop("已公布的信用承诺一并撤下。")
        yield Consequence(words=broken if undoing.is_by_deceit else withdrawn)
    if undoing.banned_until is not None:
        yield Consequence(words=_BANNED_UNTIL, facts={"day": str(undoing.banned_until)})


def _spot_checks(case: Case, *, running_on: date | None = None) -> tuple[Record, ...]:
    """Return the spot checks that go with a penalty: those that the officer named, and those that name the penalty.

    `running_on` leaves out those whose own period ended before that day.
    """
    checks = Q(pk__in=case.also_record_ids)
    if case.about_kind == RefKind.RECORD:
        checks |= Q(penalty=case.about_id, state=State.PUBLISHED)
    if running_on is not None:
        checks &= Q(pk__in=Record.objects.in_period(on=running_on).values("pk"))
    return tuple(Record.objects.filter(checks).order_by("pk"))
