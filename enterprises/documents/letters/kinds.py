"""Kinds of letter as data: title, numbering series, opening, sections, and the content that each needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

FACTS, REASONS, DECISION, MEASURES = "facts", "reasons", "decision", "measures"
PAPERS, DEADLINES, BASIS, REMEDIES = "papers", "deadlines", "legal_basis", "remedies"
RECEIVED, MATTER = "received_on", "matter"
# What an error message calls a field.
LABELS: Mapping[str, str] = MappingProxyType(
    {
        FACTS: "事实",
        REASONS: "理由",
        DECISION: "决定内容",
        MEASURES: "管理措施",
        PAPERS: "材料",
        DEADLINES: "期限",
        BASIS: "法律依据",
        REMEDIES: "救济途径",
        RECEIVED: "收到日期",
        MATTER: "申请事项",
    }
)


class LetterCode(StrEnum):
    """The kinds of letter."""

    ACCEPTANCE = "ACCEPTANCE"
    REFUSED_ACCEPTANCE = "REFUSED_ACCEPTANCE"
    PAPERS_WANTED = "PAPERS_WANTED"
    OBJECTION_REPLY = "OBJECTION_REPLY"
    REPAIR_DECISION = "REPAIR_DECISION"
    EXTENDED_TIME = "EXTENDED_TIME"
    LISTING_NOTICE = "LISTING_NOTICE"
    LISTING_DECISION = "LISTING_DECISION"
    REMOVAL_NOTICE = "REMOVAL_NOTICE"
    REPAIR_NOTICE = "REPAIR_NOTICE"
    REPAIR_REVOKED = "REPAIR_REVOKED"


class Series(StrEnum):
    """Numbering series; each counts by agency and year. The value follows 信 in the number."""

    LETTER = "函"
    DECISION = "决"
    NOTICE = "告"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterKind:
    """One kind of letter.

    `opening` may name {received_on}, {matter} and {about}. `sections` are fields of the content with their headings,
    in the order of print; empty ones are left out. `needs` are the fields without which no such letter is issued.
    A refusal needs reasons and remedies besides.
    """

    code: LetterCode
    title: str
    title_en: str
    series: Series
    opening: str
    sections: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    closing: str = "特此通知。"
    is_of_lists: bool = False


_RECEIVED = "我单位于{received_on}收到你单位关于{about}的{matter}。"
_BASIS = (BASIS, "法律依据")
_REMEDIES = (REMEDIES, "救济途径")

KINDS: Mapping[LetterCode, LetterKind] = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            LetterKind(
                code=LetterCode.ACCEPTANCE,
                title="受理通知书",
                title_en="Notice of acceptance",
                series=Series.LETTER,
                opening=_RECEIVED + "经审查，符合受理条件，现予受理。",
                sections=((PAPERS, "已收材料"), (DEADLINES, "办理期限"), _BASIS),
                needs=(RECEIVED, MATTER, DEADLINES, BASIS),
            ),
            LetterKind(
                code=LetterCode.REFUSED_ACCEPTANCE,
                title="不予受理通知书",
                title_en="Notice of refused acceptance",
                series=Series.LETTER,
                opening=_RECEIVED + "经审查，决定不予受理。",
                sections=((REASONS, "不予受理的理由"), (DEADLINES, "再次申请"), _BASIS, _REMEDIES),
                needs=(RECEIVED, MATTER, REASONS, BASIS, REMEDIES),
            ),
            LetterKind(
                code=LetterCode.PAPERS_WANTED,
                title="补正通知书",
                title_en="Notice of papers wanted",
                series=Series.LETTER,
                opening=_RECEIVED + "经审查，申请材料不齐全或者不符合要求，请予补正。补正期间不计入办理期限。",
                sections=((REASONS, "需要补正的原因"), (PAPERS, "需要补正的材料"), (DEADLINES, "补正期限"), _BASIS),
                needs=(RECEIVED, MATTER, PAPERS, DEADLINES, BASIS),
            ),
            LetterKind(
                code=LetterCode.OBJECTION_REPLY,
                title="异议答复书",
                title_en="Reply to an objection",
                series=Series.LETTER,
                opening=_RECEIVED + "经核查，现答复如下。",
                sections=((FACTS, "核查情况"), (REASONS, "理由"), (DECISION, "处理结果"), _BASIS, _REMEDIES),
                needs=(RECEIVED, MATTER, FACTS, DECISION, BASIS),
                closing="特此答复。",
            ),
            LetterKind(
                code=LetterCode.REPAIR_DECISION,
                title="信用修复决定书",
                title_en="Decision on credit repair",
                series=Series.DECISION,
                opening=_RECEIVED + "经审查，现决定如下。",
                sections=(
                    (FACTS, "审查情况"),
                    (REASONS, "理由"),
                    (DECISION, "决定"),
                    (MEASURES, "解除的管理措施"),
                    (DEADLINES, "期限"),
                    _BASIS,
                    _REMEDIES,
                ),
                needs=(RECEIVED, MATTER, FACTS, DECISION, BASIS),
                closing="",
            ),
            LetterKind(
                code=LetterCode.EXTENDED_TIME,
                title="延期通知书",
                title_en="Notice of extended time",
                series=Series.LETTER,
                opening=_RECEIVED + "因下列原因，不能在原定期限内办结，决定延长办理期限一次。",
                sections=((REASONS, "延期的原因"), (DEADLINES, "延长后的期限"), _BASIS),
                needs=(RECEIVED, MATTER, REASONS, DEADLINES, BASIS),
            ),
            LetterKind(
                code=LetterCode.LISTING_NOTICE,
                title="拟列入告知书",
                title_en="Notice of an intended listing",
                series=Series.NOTICE,
                opening="我单位拟将你单位列入{about}。现将有关事项告知如下；对下列事实、理由和依据，你单位有权陈述、申辩和提出异议。",
                sections=(
                    (FACTS, "拟列入的事实"),
                    (REASONS, "拟列入的理由"),
                    (DECISION, "拟公示的内容"),
                    (MEASURES, "列入后的管理措施"),
                    (DEADLINES, "陈述、申辩和提出异议的期限"),
                    _BASIS,
                ),
                needs=(FACTS, REASONS, MEASURES, DEADLINES, BASIS),
                closing="特此告知。",
                is_of_lists=True,
            ),
            LetterKind(
                code=LetterCode.LISTING_DECISION,
                title="列入决定书",
                title_en="Decision on a listing",
                series=Series.DECISION,
                opening="经查，你单位的情形符合列入{about}的条件，现决定如下。",
                sections=(
                    (FACTS, "事实"),
                    (REASONS, "理由"),
                    (DECISION, "决定"),
                    (MEASURES, "管理措施"),
                    (DEADLINES, "期限"),
                    _BASIS,
                    _REMEDIES,
                ),
                needs=(FACTS, DECISION, MEASURES, DEADLINES, BASIS, REMEDIES),
                closing="",
                is_of_lists=True,
            ),
            LetterKind(
                code=LetterCode.REMOVAL_NOTICE,
                title="移出通知书",
                title_en="Notice of removal from a list",
                series=Series.NOTICE,
                opening="现决定将你单位移出{about}，有关事项通知如下。",
                sections=((REASONS, "移出的理由"), (MEASURES, "解除的管理措施"), (DEADLINES, "移出日期"), _BASIS),
                needs=(REASONS, DEADLINES, BASIS),
                is_of_lists=True,
            ),
            LetterKind(
                code=LetterCode.REPAIR_NOTICE,
                title="信用修复告知书",
                title_en="Notice of the way to credit repair",
                series=Series.NOTICE,
                opening="你单位收到的{about}将依法公示。现将信用修复的条件和办法一并告知如下。",
                sections=(
                    (DEADLINES, "公示和修复的日期"),
                    (REASONS, "修复的条件"),
                    (PAPERS, "申请材料"),
                    (DECISION, "申请的途径"),
                    _BASIS,
                ),
                needs=(DEADLINES, REASONS, PAPERS, DECISION, BASIS),
                closing="特此告知。",
            ),
            LetterKind(
                code=LetterCode.REPAIR_REVOKED,
                title="撤销信用修复决定书",
                title_en="Decision revoking a credit repair",
                series=Series.DECISION,
                opening="经查，你单位关于{about}的{matter}所提交的材料不实，现决定如下。",
                sections=(
                    (FACTS, "事实"),
                    (REASONS, "理由"),
                    (DECISION, "决定"),
                    (DEADLINES, "期限"),
                    _BASIS,
                    _REMEDIES,
                ),
                needs=(MATTER, FACTS, REASONS, DECISION, DEADLINES, BASIS, REMEDIES),
                closing="",
            ),
        )
    }
)


def missing_of(kind: LetterKind, *, given: Mapping[str, object], is_refusal: bool) -> list[str]:
    """Return the labels of what a letter of that kind still lacks, in the order of the kind."""
    needed = [*kind.needs, *((REASONS, REMEDIES) if is_refusal else ())]
    return [LABELS[name] for name in dict.fromkeys(needed) if not given.get(name)]
