"""异议: something that is published, or a notice of listing, is wrong.

深圳经济特区社会信用条例 arts. 43-51, 上海市社会信用条例 art. 36: mark at once, decide in working days.
"""

from enterprises.cases.kinds._common import AUTHORITY, CONFIRM_TERM, EVIDENCE, LETTERS, PAPERS_TERM, PASS_ON_TERM
from enterprises.cases.kinds.types import CaseKind, Clock, Confirming, Effect, Ground, Outcome, Place, Step

_SHENZHEN = "深圳经济特区社会信用条例第43至51条"
_SHANGHAI = "上海市社会信用条例第36条"

KIND = CaseKind(
    code="objection",
    label="异议",
    prefix="YY",
    marks=True,
    grounds=(
        Ground(code="content", label="内容与事实不符"),
        Ground(code="identity", label="主体身份有误"),
        Ground(code="ended", label="公示期已满仍在公示"),
        Ground(code="namesake", label="同名企业，并非本企业"),
        Ground(code="repair", label="信用修复结果未体现或有误"),
    ),
    papers=(EVIDENCE, AUTHORITY),
    clocks=(
        Clock(step=Step.ACCEPT, days=1, place=Place.SHENZHEN, source=_SHENZHEN, confirmed=False),
        Clock(step=Step.ACCEPT, days=1, place=Place.SHANGHAI, source=_SHANGHAI, confirmed=False),
        Clock(step=Step.DECIDE, days=2, extension=3, place=Place.SHENZHEN, source=_SHENZHEN, confirmed=False),
        Clock(step=Step.DECIDE, days=5, place=Place.SHANGHAI, source=_SHANGHAI, confirmed=False),
        Clock(step=Step.PASS_ON, days=2, place=Place.SHANGHAI, source=_SHANGHAI, confirmed=False),
        PASS_ON_TERM,
        PAPERS_TERM,
        CONFIRM_TERM,
    ),
    outcomes=(
        Outcome(
            code="UPHELD",
            label="异议成立，撤下",
            effect=Effect.WITHDRAW,
            confirming=Confirming.AFTERWARDS,
            letter="OBJECTION_ANSWER",
            favours_applicant=True,
        ),
        Outcome(
            code="CORRECTED",
            label="异议成立，更正",
            effect=Effect.CORRECT,
            confirming=Confirming.NEVER,
            letter="OBJECTION_ANSWER",
            favours_applicant=True,
        ),
        Outcome(
            code="REFUSED",
            label="异议不成立",
            effect=Effect.NOTHING,
            confirming=Confirming.NEVER,
            letter="OBJECTION_ANSWER",
            favours_applicant=False,
        ),
    ),
    letters=LETTERS,
)
