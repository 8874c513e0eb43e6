"""Limits and papers that kinds share."""

from collections.abc import Mapping
from types import MappingProxyType

from enterprises.cases.kinds.types import CaseClock, CaseStep, Paper
from enterprises.documents.letters.kinds import LetterCode

PORTAL = "本平台办理规则（暂定）"
# How long the applicant has for papers, and the second person for a look: no rule gives figures.
PAPERS_TERM = CaseClock(step=CaseStep.PAPERS, days=10, source=PORTAL, confirmed=False, is_own=True)
CONFIRM_TERM = CaseClock(step=CaseStep.CONFIRM, days=1, source=PORTAL, confirmed=False, is_own=True)
PASS_ON_TERM = CaseClock(
    step=CaseStep.PASS_ON, days=1, source="国办发〔2025〕22号（转交时限，待核实）", confirmed=False
)
EVIDENCE = Paper(code="evidence", label="证明材料")
AUTHORITY = Paper(code="authority", label="授权委托书（代理人办理时）")
LETTERS: Mapping[str, LetterCode] = MappingProxyType(
    {
        "accept": LetterCode.ACCEPTANCE,
        "refuse": LetterCode.REFUSED_ACCEPTANCE,
        "want-papers": LetterCode.PAPERS_WANTED,
        "want-more-papers": LetterCode.PAPERS_WANTED,
        "extend": LetterCode.EXTENDED_TIME,
    }
)
