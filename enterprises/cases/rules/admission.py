"""Whether one may apply, decided before any paper is requested (docs/rules/cases.md)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from enterprises.cases.kinds.types import NOTICE, CaseKind
from enterprises.shared.rules.sentences import sentence

# Of what is shielded for a time; it states neither that there is something nor that there is nothing.
UNAVAILABLE = "这条信息现在不提供查询，不能在此申请；当事人可向作出认定的机关提出。"


class Standing(StrEnum):
    """How the thing stands that a case is about."""

    PUBLIC = "PUBLIC"
    NOTICE = "NOTICE"  # a notice of listing was served; it is not public
    UNAVAILABLE = "UNAVAILABLE"  # a shield of a restructured enterprise hides it for a time
    OVER = "OVER"  # withdrawn, removed, replaced, ended or never published


class AdmissionCode(StrEnum):
    """Whether one may apply, and why not."""

    OPEN = "OPEN"
    NOT_FOR_THIS = "NOT_FOR_THIS"
    UNAVAILABLE = "UNAVAILABLE"
    OVER = "OVER"
    WINDOW_CLOSED = "WINDOW_CLOSED"
    NOT_ADVERSE = "NOT_ADVERSE"
    FIELD_MISSING = "FIELD_MISSING"
    BANNED = "BANNED"
    CASE_OPEN = "CASE_OPEN"
    ELSEWHERE = "ELSEWHERE"
    TOO_EARLY = "TOO_EARLY"
    ENDS_BY_ITSELF = "ENDS_BY_ITSELF"
    NEVER = "NEVER"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionFacts:
    """What is known of the thing, its enterprise and its other cases.

    `category` is the code of a record kind or a constant of `kinds.types`. `has_fields`: it has fields that may be
    wrong; `has_field`: one was named. `public_until` is the first day no longer public. `has_minimum`: the law gives
    such things a shortest period, so that no `repairable_from` means never early. `decided_elsewhere` names the
    authority whose repairs go through another portal, `through` that portal. `again_from` is the day set by an earlier
    refusal. `open_case` is the number of an open case of this kind about it.
    """

    category: str
    standing: Standing
    adverse: bool
    has_fields: bool = True
    has_field: bool = False
    public_until: date | None = None
    window_until: date | None = None
    has_minimum: bool = False
    repairable_from: date | None = None
    repair_basis: str = ""
    again_from: date | None = None
    decided_elsewhere: str = ""
    through: str = ""
    banned_until: date | None = None
    open_case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAdmission:
    """The answer and its sentence for people: `from_on` is the first day on which one may apply, `days` until then."""

    code: AdmissionCode
    sentence: str
    from_on: date | None = None
    days: int = 0

    @property
    def is_open(self) -> bool:
        """Whether one may apply now."""
        return self.code is AdmissionCode.OPEN


def may_apply(kind: CaseKind, facts: AdmissionFacts, on: date) -> CaseAdmission:
    """Return whether a case of that kind may be handed in on that day, with the sentence why not."""
    refusal = _of_thing(kind, facts, on=on) or _of_applicant(kind, facts, on=on)
    if refusal is None and kind.repairs:
        refusal = _of_repair(facts, on=on)
    return refusal or _about(kind, AdmissionCode.OPEN, "可以申请{kind}。", from_on=on)


def _of_thing(kind: CaseKind, facts: AdmissionFacts, *, on: date) -> CaseAdmission | None:
    if (kind.about and facts.category not in kind.about) or (kind.needs_field and not facts.has_fields):
        return _about(kind, AdmissionCode.NOT_FOR_THIS, "这类信息不适用{kind}。")
    if kind.adverse_only and not facts.adverse:
        return _about(kind, AdmissionCode.NOT_ADVERSE, "这条信息不是失信信息，无需{kind}。")
    if facts.standing in _NOT_SHOWN:
        return _about(kind, *_NOT_SHOWN[facts.standing])
    if facts.category == NOTICE and (facts.window_until is None or on >= facts.window_until):
        return _window_closed(facts.window_until)
    if kind.needs_field and not facts.has_field:
        return CaseAdmission(code=AdmissionCode.FIELD_MISSING, sentence="请指明有误的栏目。")
    return None


def _window_closed(until: date | None) -> CaseAdmission:
    code = AdmissionCode.WINDOW_CLOSED
    if until is None:
        return CaseAdmission(code=code, sentence="告知书载明的异议期已过。")
    closed = sentence("告知书载明的异议期已过（截至{day}）。", day=until - timedelta(days=1))
    return CaseAdmission(code=code, sentence=closed)


_NOT_SHOWN = {
    Standing.UNAVAILABLE: (AdmissionCode.UNAVAILABLE, UNAVAILABLE),
    Standing.OVER: (AdmissionCode.OVER, "这条信息已不再公示，无需{kind}。"),
}


def _of_applicant(kind: CaseKind, facts: AdmissionFacts, *, on: date) -> CaseAdmission | None:
    if kind.repairs and facts.banned_until is not None and on < facts.banned_until:
        return _later(AdmissionCode.BANNED, facts.banned_until, on=on, words=_BANNED)
    if facts.open_case:
        words = "同一事项的{kind}正在办理（{number}），请等待结果。"
        return _about(kind, AdmissionCode.CASE_OPEN, words, number=facts.open_case)
    return None


def _of_repair(facts: AdmissionFacts, *, on: date) -> CaseAdmission | None:
    if facts.decided_elsewhere:
        return CaseAdmission(
            code=AdmissionCode.ELSEWHERE,
            sentence=sentence(
                "市场监管领域的信用修复由{agency}通过{through}受理和决定。",
                agency=facts.decided_elsewhere,
                through=facts.through,
            ),
        )
    if facts.repairable_from is None and facts.has_minimum:
        return _never(facts)
    first = max((day for day in (facts.repairable_from, facts.again_from) if day is not None), default=None)
    if first is not None and facts.public_until is not None and first >= facts.public_until:
        return _never(facts)
    if first is not None and on < first:
        if first != facts.repairable_from:
            return _later(AdmissionCode.TOO_EARLY, first, on=on, words=_REFUSED_BEFORE)
        words = _BEFORE_MINIMUM_BY if facts.repair_basis else _BEFORE_MINIMUM
        return _later(AdmissionCode.TOO_EARLY, first, on=on, words=words, basis=facts.repair_basis)
    return None


def _never(facts: AdmissionFacts) -> CaseAdmission:
    if facts.public_until is None:
        return CaseAdmission(code=AdmissionCode.NEVER, sentence="适用的规则没有规定可以提前修复。")
    last = facts.public_until - timedelta(days=1)
    return CaseAdmission(
        code=AdmissionCode.ENDS_BY_ITSELF,
        sentence=sentence("无需申请：公示至{day}届满后自动停止。", day=last),
        from_on=facts.public_until,
    )


_BANNED = "因提交虚假材料被禁止申请信用修复，最早可于{day}申请（还有{days}天）。"
_REFUSED_BEFORE = "此前的申请未获准，最早可于{day}申请（还有{days}天）。"
_BEFORE_MINIMUM = "最短公示期未满，最早可于{day}申请（还有{days}天）。"
_BEFORE_MINIMUM_BY = "最短公示期未满，最早可于{day}申请（还有{days}天）（依据{basis}）。"


def _later(code: AdmissionCode, day: date, *, on: date, words: str, basis: str = "") -> CaseAdmission:
    days = (day - on).days
    made = sentence(words, day=day, days=days, basis=basis)
    return CaseAdmission(code=code, sentence=made, from_on=day, days=days)


def _about(
    kind: CaseKind, code: AdmissionCode, words: str, *, from_on: date | None = None, number: str = ""
) -> CaseAdmission:
    return CaseAdmission(code=code, sentence=sentence(words, kind=kind.label, number=number), from_on=from_on)
