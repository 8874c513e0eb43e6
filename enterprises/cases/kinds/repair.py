"""信用修复: a penalty, a listing, an abnormal-operation or spot-check entry comes off before its day.

NDRC order 36 and 国办发〔2025〕22号; market regulation SAMR order 107. Two papers and no more.
"""

from types import MappingProxyType

from enterprises.agencies.domains import Regulator
from enterprises.cases.kinds._common import CONFIRM_TERM, LETTERS, PAPERS_TERM, PASS_ON_TERM
from enterprises.cases.kinds.types import (
    BLACK_LISTING,
    CaseClock,
    CaseGround,
    CaseKind,
    CaseOutcome,
    CaseStep,
    Confirming,
    Effect,
    Paper,
)
from enterprises.catalogue.codes import KindCode
from enterprises.documents.letters.kinds import LetterCode

_NDRC = "《信用修复管理办法》（国家发展改革委令第36号）、国办发〔2025〕22号（时限待核实）"
_SAMR = "《市场监督管理信用修复管理办法》（国家市场监督管理总局令第107号）"

KIND = CaseKind(
    code="repair",
    label="信用修复",
    prefix="XF",
    about=frozenset(
        {
            KindCode.PENALTY.value,
            KindCode.ABNORMAL_OPERATION.value,
            KindCode.INSPECTION.value,
            BLACK_LISTING,
        }
    ),
    adverse_only=True,
    one_at_a_time=True,
    # Order 36 makes a public promise a condition; whether SAMR order 107 does could not be checked.
    public_promise=frozenset({Regulator.NDRC}),
    grounds=(CaseGround(code="performed", label="已纠正失信行为、履行相关义务"),),
    papers=(
        Paper(code="performance", label="履行完毕的证明材料", required=True),
        Paper(code="promise", label="信用承诺书", required=True),
    ),
    clocks=(
        PASS_ON_TERM,
        CaseClock(step=CaseStep.ACCEPT, days=3, source=_NDRC, confirmed=False),
        CaseClock(step=CaseStep.DECIDE, days=7, extension=7, regulator=Regulator.SAMR, source=_SAMR, confirmed=False),
        CaseClock(step=CaseStep.DECIDE, days=10, extension=10, regulator=Regulator.NDRC, source=_NDRC, confirmed=False),
        PAPERS_TERM,
        CONFIRM_TERM,
    ),
    outcomes=(
        CaseOutcome(
            code="GRANTED",
            label="准予信用修复",
            effect=Effect.REPAIR,
            confirming=Confirming.BEFORE,
            letter=LetterCode.REPAIR_DECISION,
            favours_applicant=True,
        ),
        CaseOutcome(
            code="REFUSED",
            label="不予信用修复",
            effect=Effect.NOTHING,
            confirming=Confirming.NEVER,
            letter=LetterCode.REPAIR_DECISION,
            favours_applicant=False,
        ),
    ),
    law=(
        "信用修复须同时具备：最短公示期已满；失信行为已纠正，义务已全部履行；公开作出信用承诺；"
        "法律、法规规定的其他条件。最短公示期未满的，不予修复（信用修复管理办法，国家发展改革委令第36号，摘要）。",
        "准予修复的，终止公示，停止共享和使用，解除有关措施（同令第3条，摘要）。",
        "处罚修复的，其前的抽查检查不合格结果一并结束（市场监管总局令第107号，摘要）。",
    ),
    letters=MappingProxyType({**LETTERS, "undo": LetterCode.REPAIR_REVOKED}),
)
