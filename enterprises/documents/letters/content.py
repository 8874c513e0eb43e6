"""What a letter holds: pure values, filled by the room that writes the letter."""

from dataclasses import dataclass
from datetime import date

# 《行政复议法》(2023) art. 20 and 《行政诉讼法》(2017) art. 46, where no law gives another time.
ORDINARY_REVIEW_DAYS = 60
ORDINARY_LAWSUIT_MONTHS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """The enterprise that receives a letter; without a code, somebody whose name no letter prints."""

    name: str
    uscc: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSubject:
    """What a letter is about: a label, its document number, and the address of its page."""

    label: str
    number: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDeadline:
    """A day that the letter names, and what it ends or begins; `within` states a term that has no day yet."""

    label: str
    on: date | None = None
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """Review and lawsuit: where, and how long after receipt of the letter."""

    review_body: str
    court: str
    review_days: int = ORDINARY_REVIEW_DAYS
    lawsuit_months: int = ORDINARY_LAWSUIT_MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContent:
    """The content of one letter; texts are paragraphs.

    `matter` is what was applied for (信用修复申请), `case_number` the number of the case. `is_refusal` marks a decision
    against the addressee, which needs reasons and remedies.
    """

    addressee: Addressee
    about: LetterSubject
    matter: str = ""
    case_number: str = ""
    received_on: date | None = None
    is_refusal: bool = False
    facts: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    decision: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()
    deadlines: tuple[LetterDeadline, ...] = ()
    remedies: Remedies | None = None
    contact: str = ""


def sentence(text: str) -> str:
    """Return what somebody wrote as a sentence of a letter, with its full stop."""
    text = text.strip()
    return text if not text or text.endswith(("。", "；", "！", "？", "：")) else f"{text.rstrip('.;，,')}。"
