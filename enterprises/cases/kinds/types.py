"""What a kind of case declares: grounds, papers, clocks, outcomes, letters and consequences (docs/rules/cases.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from enterprises.agencies.domains import Regulator
from enterprises.documents.letters.kinds import KINDS, LetterCode

# Categories of what a case may be about, beside the codes of record kinds.
BLACK_LISTING, RED_LISTING, NOTICE = "black-listing", "red-listing", "notice"


class CaseStep(StrEnum):
    """What is due next in a case."""

    PASS_ON = "PASS_ON"  # noqa: S105 - the credit office names the authority
    ACCEPT = "ACCEPT"  # the authority accepts or refuses
    PAPERS = "PAPERS"  # the applicant owes papers; the clock of the authority pauses
    DECIDE = "DECIDE"
    CONFIRM = "CONFIRM"  # a second person confirms the decision
    UNDO = "UNDO"  # a second person confirms that a repair is undone


STEP_LABELS: Mapping[CaseStep, str] = MappingProxyType(
    {
        CaseStep.PASS_ON: "转交",
        CaseStep.ACCEPT: "受理",
        CaseStep.PAPERS: "补正",
        CaseStep.DECIDE: "作出决定",
        CaseStep.CONFIRM: "复核确认",
        CaseStep.UNDO: "确认撤销",
    }
)


class Place(StrEnum):
    """Whose local rule gives the limits of objections, where the law leaves them to the place."""

    SHENZHEN = "shenzhen"
    SHANGHAI = "shanghai"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClock:
    """One dated, cited limit of one step, in working days.

    `extension`: working days by which it can be extended once, 0 for none. `regulator` and `place` None: any.
    `in_force_until` is the first day on which the row no longer applies. `confirmed` False: a figure that could not be
    checked. `is_own`: a limit of this portal, of no law. The first row that fits governs.
    """

    step: CaseStep
    days: int
    extension: int = 0
    regulator: Regulator | None = None
    place: Place | None = None
    in_force_from: date = date.min
    in_force_until: date | None = None
    source: str
    confirmed: bool
    is_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseGround:
    """Why somebody applies; `only_public`: it is about what is or was published, so not for a notice of listing."""

    code: str
    label: str
    only_public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper that goes with a case."""

    code: str
    label: str
    required: bool = False


class Effect(StrEnum):
    """What an outcome does to the thing that the case is about."""

    NOTHING = "NOTHING"
    WITHDRAW = "WITHDRAW"  # taken off at once: objection upheld
    CORRECT = "CORRECT"  # a draft of the corrected version is opened
    REPAIR = "REPAIR"  # 终止公示


class Confirming(StrEnum):
    """Whether a second person confirms an outcome, and whether it holds before."""

    NEVER = "NEVER"
    AFTERWARDS = "AFTERWARDS"  # it holds at once
    BEFORE = "BEFORE"  # it holds when confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutcome:
    """One way in which a case may be decided; `letter` names the letter that goes out."""

    code: str
    label: str
    effect: Effect
    confirming: Confirming
    letter: LetterCode
    favours_applicant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseKind:
    """A kind of case as data.

    `prefix` begins its numbers. `about` are the categories of things that it may be about: codes of record kinds and
    the constants of this module; empty for any. `adverse_only`: about what is adverse alone. `needs_field`: it names
    one field. `marks`: what it is about bears the mark of a dispute while it runs. `one_at_a_time`: a second one about
    the same thing waits for the end of the first. `public_promise`: whose law wants the promise of a repair public.
    `letters` name the letter of a step. `law` are the passages that an officer reads beside the decision, each with its
    source. `purpose` explains to whoever chooses a kind when it is the right one, `statement_help` what to write.
    `english` has the English of its texts that locale/en lacks.
    """

    code: str
    label: str
    prefix: str
    about: frozenset[str] = frozenset()
    adverse_only: bool = False
    needs_field: bool = False
    marks: bool = False
    one_at_a_time: bool = False
    public_promise: frozenset[Regulator] = frozenset()
    grounds: tuple[CaseGround, ...]
    papers: tuple[Paper, ...] = ()
    clocks: tuple[CaseClock, ...]
    outcomes: tuple[CaseOutcome, ...]
    letters: Mapping[str, LetterCode] = field(default_factory=dict)
    law: tuple[str, ...] = ()
    purpose: str = ""
    statement_help: str = "写明什么有误、应当是什么、依据是什么。"
    english: Mapping[str, str] = field(default_factory=dict)

    @property
    def repairs(self) -> bool:
        """Whether it requests repair, for which the law sets an earliest day."""
        return any(each.effect is Effect.REPAIR for each in self.outcomes)

    @property
    def answer_title(self) -> str:
        """The title of the letter that answers it."""
        return "或者".join(dict.fromkeys(KINDS[each.letter].title for each in self.outcomes))

    def outcome(self, code: str) -> CaseOutcome:
        """Return the outcome of that code.

        :raises KeyError: there is none.
        """
        return {each.code: each for each in self.outcomes}[code]

    def grounds_for(self, category: str) -> tuple[CaseGround, ...]:
        """Return the grounds on which one may apply about a thing of that category."""
        return tuple(each for each in self.grounds if category != NOTICE or not each.only_public)

    def papers_missing(self, given: frozenset[str]) -> tuple[Paper, ...]:
        """Return the required papers that are not among `given`."""
        return tuple(each for each in self.papers if each.required and each.code not in given)
