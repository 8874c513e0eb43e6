"""异议: something that is published, or a notice of listing, is wrong.

深圳经济特区社会信用条例 arts. 43-51, 上海市社会信用条例 art. 36: mark at once, decide in working days.
"""

from enterprises.cases.kinds._common import (
    AUTHORITY,
    CONFIRM_TERM,
    EVIDENCE,
    LETTERS,
    PAPERS_TERM,
    PASS_ON_TERM,
    UNDO_TERM,
)
from enterprises.cases.kinds.types import (
    CaseClock,
    CaseGround,
    CaseKind,
    CaseOutcome,
    CaseStep,
    Confirming,
    Effect,
    Place,
)
from enterprises.documents.letters.kinds import LetterCode

_SHENZHEN = "《深圳经济特区社会信用条例》第四十三条至第五十一条"
_SHANGHAI = "《上海市社会信用条例》第三十六条"

KIND = CaseKind(
    code="objection",
    label="异议",
    prefix="YY",
    marks=True,
    grounds=(
        CaseGround(code="content", label="内容与事实不符"),
        CaseGround(code="identity", label="主体身份有误"),
        CaseGround(code="ended", label="公示期已满仍在公示", only_public=True),
        CaseGround(code="namesake", label="同名企业，并非本企业"),
        CaseGround(code="repair", label="信用修复结果未体现或有误", only_public=True),
    ),
    papers=(EVIDENCE, AUTHORITY),
    clocks=(
        CaseClock(step=CaseStep.ACCEPT, days=1, place=Place.SHENZHEN, source=_SHENZHEN, confirmed=False),
        CaseClock(step=CaseStep.ACCEPT, days=1, place=Place.SHANGHAI, source=_SHANGHAI, confirmed=False),
        CaseClock(step=CaseStep.DECIDE, days=2, extension=3, place=Place.SHENZHEN, source=_SHENZHEN, confirmed=False),
        CaseClock(step=CaseStep.DECIDE, days=5, place=Place.SHANGHAI, source=_SHANGHAI, confirmed=False),
        CaseClock(step=CaseStep.PASS_ON, days=2, place=Place.SHANGHAI, source=_SHANGHAI, confirmed=False),
        PASS_ON_TERM,
        PAPERS_TERM,
        CONFIRM_TERM,
        UNDO_TERM,
    ),
    outcomes=(
        CaseOutcome(
            code="UPHELD",
            label="异议成立，撤下",
            effect=Effect.WITHDRAW,
            confirming=Confirming.AFTERWARDS,
            letter=LetterCode.OBJECTION_REPLY,
            favours_applicant=True,
        ),
        CaseOutcome(
            code="CORRECTED",
            label="异议成立，更正",
            effect=Effect.CORRECT,
            confirming=Confirming.NEVER,
            letter=LetterCode.OBJECTION_REPLY,
            favours_applicant=True,
        ),
        CaseOutcome(
            code="REFUSED",
            label="异议不成立",
            effect=Effect.NOTHING,
            confirming=Confirming.NEVER,
            letter=LetterCode.OBJECTION_REPLY,
            favours_applicant=False,
        ),
    ),
    letters=LETTERS,
    law=(
        "信息主体认为信息有误、公示期已满仍在公示、侵犯合法权益的，可以提出异议；处理期间加异议标注。"
        "经核查有误的，予以更正或者删除；无误的，说明理由（深圳经济特区社会信用条例第43至51条，摘要，文字待核实）。",
        "认定依据被撤销，或者收到信用修复证明的，三个工作日内删除（上海市社会信用条例第36条，摘要，文字待核实）。",
    ),
    purpose="当事人认为整条信息与事实不符、认错了主体或者不应再公示的，提出异议。办理期间相关信息标注“异议处理中”（拟列入告知未公示，不标注）。",
)
