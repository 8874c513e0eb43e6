"""纠错: anybody reports that one field is wrong (企业信息公示暂行条例 art. 12); it bears no mark."""

from enterprises.cases.kinds._common import CONFIRM_TERM, EVIDENCE, LETTERS, PAPERS_TERM, PASS_ON_TERM, UNDO_TERM
from enterprises.cases.kinds.types import CaseClock, CaseGround, CaseKind, CaseOutcome, CaseStep, Confirming, Effect
from enterprises.documents.letters.kinds import LetterCode

_SOURCE = "《企业信息公示暂行条例》第十二条（未定时限，比照异议办理）"

KIND = CaseKind(
    code="error-report",
    label="纠错",
    prefix="JC",
    needs_field=True,
    grounds=(
        CaseGround(code="wrong", label="内容有误"),
        CaseGround(code="outdated", label="内容已过时"),
        CaseGround(code="missing", label="内容缺失"),
    ),
    papers=(EVIDENCE,),
    clocks=(
        PASS_ON_TERM,
        CaseClock(step=CaseStep.ACCEPT, days=3, source=_SOURCE, confirmed=False),
        CaseClock(step=CaseStep.DECIDE, days=5, extension=5, source=_SOURCE, confirmed=False),
        PAPERS_TERM,
        CONFIRM_TERM,
        UNDO_TERM,
    ),
    outcomes=(
        CaseOutcome(
            code="CORRECTED",
            label="确有错误，更正",
            effect=Effect.CORRECT,
            confirming=Confirming.NEVER,
            letter=LetterCode.OBJECTION_REPLY,
            favours_applicant=True,
        ),
        CaseOutcome(
            code="UPHELD",
            label="确有错误，撤下",
            effect=Effect.WITHDRAW,
            confirming=Confirming.AFTERWARDS,
            letter=LetterCode.OBJECTION_REPLY,
            favours_applicant=True,
        ),
        CaseOutcome(
            code="REFUSED",
            label="内容无误",
            effect=Effect.NOTHING,
            confirming=Confirming.NEVER,
            letter=LetterCode.OBJECTION_REPLY,
            favours_applicant=False,
        ),
    ),
    letters=LETTERS,
    law=(
        "公民、法人或者其他组织认为公示的信息不准确的，有权要求更正；经核实有误的，应当及时更正"
        "（企业信息公示暂行条例第12条，摘要，文字待核实）。",
    ),
    purpose="任何人发现某一栏目写错、漏写或者已经过时的，都可以报告，须指明栏目。办理期间不作标注。",
)
