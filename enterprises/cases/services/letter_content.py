"""What the letter of a step prints: from the case and the step alone, never who applied."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from django.conf import settings

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import CaseOutcome, CaseStep, Effect
from enterprises.cases.models import Case, CaseEvent, CaseParty
from enterprises.cases.rules.clocks import Due, Pause
from enterprises.cases.services.deadlines import limit_of
from enterprises.cases.services.effects import Undoing, undoing_of
from enterprises.cases.services.mail_orders import ANSWERS
from enterprises.cases.subjects.registry import SubjectMissing, owner_of, subject_of
from enterprises.documents.letters.content import (
    Addressee,
    LetterContent,
    LetterDeadline,
    LetterSubject,
    Remedies,
    sentence,
)
from enterprises.documents.letters.kinds import LetterCode
from enterprises.shared.clock import day_of
from enterprises.shared.rules.days import long_day

APPLICANT = "申请人"
FALSE_PAPERS = "《信用修复管理办法》（国家发展改革委令第36号）关于提交虚假材料的规定（条款和禁止申请的年限待核实）。"
AGAINST = frozenset({LetterCode.REFUSED_ACCEPTANCE, LetterCode.REPAIR_REVOKED})
PROVISIONAL = "（该年节假日安排尚未公布，暂按周末推算）"
# The step whose clock gives a letter its basis; papers are requested before or after acceptance.
_BASIS: Mapping[LetterCode, CaseStep] = MappingProxyType(
    {
        LetterCode.ACCEPTANCE: CaseStep.DECIDE,
        LetterCode.REFUSED_ACCEPTANCE: CaseStep.ACCEPT,
        LetterCode.PAPERS_WANTED: CaseStep.PAPERS,
        LetterCode.EXTENDED_TIME: CaseStep.DECIDE,
        LetterCode.OBJECTION_REPLY: CaseStep.DECIDE,
        LetterCode.REPAIR_DECISION: CaseStep.DECIDE,
    }
)


def letter_content_of(event: CaseEvent) -> LetterContent:
    """Return the content of the letter that a step sends out; what the case does not have is left empty."""
    case, code = event.case, LetterCode(event.letter)
    limit = _limit(event, code)
    outcome = case_kind(case.kind).outcome(case.outcome) if event.verb in ANSWERS else None
    is_revoked = event.verb == "revoke"
    is_refusal = code in AGAINST or is_revoked or (outcome is not None and not outcome.favours_applicant)
    return LetterContent(
        addressee=_addressee(case),
        about=_about(case, on=day_of(event.at)),
        matter=f"{case_kind(case.kind).label}申请",
        case_number=case.number,
        received_on=day_of(case.received_at),
        is_refusal=is_refusal,
        facts=_facts_of_undoing(event, code) or (_facts(case) if outcome else ()),
        reasons=_reasons(event, code),
        decision=_revoked(case) if is_revoked else _decision(case, outcome) if outcome else _revocation(case, code),
        papers=_papers(event, code),
        legal_basis=_basis(event, code, limit=limit),
        deadlines=tuple(_deadlines(case, code, limit=limit, outcome=outcome)),
        remedies=Remedies(review_body=settings.REVIEW_BODY, court=settings.REVIEW_COURT) if is_refusal else None,
    )


def _addressee(case: Case) -> Addressee:
    """Return the enterprise; where somebody else applied, a word for whoever did."""
    if CaseParty.objects.filter(case=case, capacity=CaseParty.Capacity.OTHER).exists():
        return Addressee(name=APPLICANT)
    return Addressee(name=case.enterprise.public_name, uscc=case.enterprise.uscc)


def _about(case: Case, *, on: date) -> LetterSubject:
    try:
        path = subject_of(case.ref, on=on).path
    except SubjectMissing:
        return LetterSubject(label=_bracketed(case.about_label))
    return LetterSubject(label=_bracketed(case.about_label), address=f"{settings.PUBLIC_BASE_URL}{path}")


def _bracketed(label: str) -> str:
    """Return 行政处罚（文号） for 行政处罚 文号: justified lines stretch a blank."""
    head, _, rest = label.partition(" ")
    return f"{head}（{rest}）" if rest else head


def _facts(case: Case) -> tuple[str, ...]:
    """Return what was looked at: the ground and the papers by their labels; what the applicant wrote stays inside."""
    ground = next((each.label for each in case_kind(case.kind).grounds if each.code == case.ground), "")
    papers = _labels(case, case.papers.values_list("code", flat=True))
    listed = f"提交的材料：{'、'.join(papers)}。" if papers else "没有提交材料。"
    return (f"申请理由：{ground}。{listed}",)


def _facts_of_undoing(event: CaseEvent, code: LetterCode) -> tuple[str, ...]:
    """Return which decision is undone, nothing for any other letter."""
    case = event.case
    decided = long_day(day_of(case.effective_at)) if case.effective_at else ""
    if event.verb == "revoke":
        label = case_kind(case.kind).outcome(case.outcome).label
        return (f"本机关于{decided}对{case.number}号申请作出“{label}”的决定；经复查，该决定有误。",)
    if code is LetterCode.REPAIR_REVOKED:
        return (f"本机关于{decided}对{case.number}号申请准予信用修复；经查，申请时提交的材料不实。",)
    return ()


def _undoing(case: Case, code: LetterCode) -> Undoing | None:
    """Return the undoing that a letter about an undone repair states."""
    return undoing_of(case) if code is LetterCode.REPAIR_REVOKED else None


def _revoked(case: Case) -> tuple[str, ...]:
    """Return what becomes of a thing whose taking off was a mistake; a notice that was given up is not served again."""
    label = case_kind(case.kind).outcome(case.outcome).label
    if owner_of(case.ref.kind).was_published(pk=case.about_id):
        follows = "相关信息自本决定作出之日起恢复公示，原答复（决定）文书不再有效。"
        return (f"撤销“{label}”的决定。{follows}", "你单位可以就该信息再次提出申请。")
    follows = "原答复文书不再有效；拟列入名单的，另行告知，你单位仍有权陈述、申辩和提出异议。"
    return (f"撤销“{label}”的决定。{follows}",)


def _revocation(case: Case, code: LetterCode) -> tuple[str, ...]:
    undoing = _undoing(case, code)
    if undoing is None or undoing.banned_until is None:
        return ()
    return (
        "撤销准予信用修复的决定，相关信息自本决定作出之日起恢复公示。",
        f"{long_day(undoing.banned_until)}之前，不受理你单位的信用修复申请，并将上述情况记入信用记录。",
    )


def _reasons(event: CaseEvent, code: LetterCode) -> tuple[str, ...]:
    if code is LetterCode.REPAIR_REVOKED or event.verb == "revoke":
        undoing = undoing_of(event.case)
        return (sentence(undoing.reason),) if undoing and undoing.reason else ()
    if event.verb in ANSWERS:
        return (sentence(event.case.outcome_reason),)
    return (sentence(event.reason),) if code in (LetterCode.REFUSED_ACCEPTANCE, LetterCode.EXTENDED_TIME) else ()


def _decision(case: Case, outcome: CaseOutcome) -> tuple[str, ...]:
    withdrawn = "不将你单位列入该名单，原告知不再执行。"
    if owner_of(case.ref.kind).was_published(pk=case.about_id):
        withdrawn = "该信息自本答复作出之日起停止公示。"
    follows = {
        Effect.WITHDRAW: withdrawn,
        Effect.CORRECT: "该信息将予更正。",
        Effect.REPAIR: "该信息终止公示，并停止共享和使用。",
        Effect.NOTHING: "",
    }[outcome.effect]
    return (f"{outcome.label}。{follows}",)


def _papers(event: CaseEvent, code: LetterCode) -> tuple[str, ...]:
    """Return the papers that are requested, or on acceptance those that were handed in."""
    if code is LetterCode.PAPERS_WANTED:
        return (sentence(event.reason),)
    if code is not LetterCode.ACCEPTANCE:
        return ()
    given = event.case.papers.filter(handed_in_at__lte=event.at)
    return _labels(event.case, given.values_list("code", flat=True))


def _labels(case: Case, codes: Iterable[str]) -> tuple[str, ...]:
    labels = {paper.code: paper.label for paper in case_kind(case.kind).papers}
    return tuple(dict.fromkeys(labels.get(code, "其他材料") for code in codes))


def _limit(event: CaseEvent, code: LetterCode) -> Due | None:
    """Return the limit that the letter names or rests on, as it was when the step was taken."""
    case = event.case
    step = _BASIS.get(code)
    if step is None:
        return None
    is_extended = code is LetterCode.EXTENDED_TIME
    started_at = {
        CaseStep.DECIDE: case.accepted_at,
        CaseStep.ACCEPT: case.received_at,
        CaseStep.PAPERS: event.at,
    }[step]
    if started_at is None:
        return None
    over = case.pauses.filter(until_on__lte=day_of(event.at)) if step is CaseStep.DECIDE else ()
    pauses = [Pause(from_on=each.from_on, until_on=each.until_on) for each in over]
    return limit_of(case, step, started_on=day_of(started_at), pauses=pauses, is_extended=is_extended)


def _basis(event: CaseEvent, code: LetterCode, *, limit: Due | None) -> tuple[str, ...]:
    """Return the laws that set the limits; a figure that could not be checked is marked."""
    if code is LetterCode.REPAIR_REVOKED:
        return (FALSE_PAPERS,)
    limits = [limit]
    if code is LetterCode.PAPERS_WANTED:
        limits.insert(0, limit_of(event.case, CaseStep.ACCEPT, started_on=day_of(event.case.received_at)))
    laws = [each for each in limits if each is not None and not each.is_own]
    return tuple(f"{each.cited_source}。" for each in laws)


def _deadlines(
    case: Case, code: LetterCode, *, limit: Due | None, outcome: CaseOutcome | None
) -> Iterable[LetterDeadline]:
    label = {
        LetterCode.ACCEPTANCE: "办理期限届满日",
        LetterCode.PAPERS_WANTED: "补正期限届满日",
        LetterCode.EXTENDED_TIME: "延长后的期限届满日",
    }.get(code)
    if label and limit:
        yield LetterDeadline(label=label + (PROVISIONAL if limit.provisional else ""), on=limit.day)
    undoing = _undoing(case, code)
    if undoing is not None and undoing.banned_until is not None:
        yield LetterDeadline(label="可再次申请日", on=undoing.banned_until)
    if outcome and outcome.effect is Effect.REPAIR and case.effective_at:
        yield LetterDeadline(label="终止公示日", on=day_of(case.effective_at))
    if outcome and case.again_from:
        yield LetterDeadline(label="可再次申请日", on=case.again_from)
