"""Limits and papers that kinds share."""

from enterprises.cases.kinds.types import CaseClock, CaseStep, Paper

PORTAL = "本平台办理规则（暂定）"
# How long the applicant has for papers, and the second person for a look: no rule gives figures.
PAPERS_TERM = CaseClock(step=CaseStep.PAPERS, days=10, source=PORTAL, confirmed=False)
CONFIRM_TERM = CaseClock(step=CaseStep.CONFIRM, days=1, source=PORTAL, confirmed=False)
PASS_ON_TERM = CaseClock(
    step=CaseStep.PASS_ON, days=1, source="国办发〔2025〕22号（转交时限，待核实）", confirmed=False
)
EVIDENCE = Paper(code="evidence", label="证明材料")
AUTHORITY = Paper(code="authority", label="授权委托书（代理人办理时）")
LETTERS = {
    "accept": "ACCEPTANCE",  # 受理通知书
    "refuse": "NON_ACCEPTANCE",  # 不予受理
    "want-papers": "PAPERS_WANTED",  # 补正
    "want-more-papers": "PAPERS_WANTED",
    "extend": "EXTENSION",  # 延期
}
