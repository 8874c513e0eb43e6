"""Rules of evaluations: the way of an institution through the registry, its scale, and what is stated beside a grade.

docs/rules/evaluations.md has the reasons.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from enterprises.shared.rules.characters import unified
from enterprises.shared.rules.days import long_day
from enterprises.shared.rules.sentences import sentence, together
from enterprises.shared.rules.width import half_width
from enterprises.shared.workflow.lifecycle import Lifecycle, Transition

_SEPARATORS = re.compile(r"[\s\-－—·.]")
# A mobile phone after anything but the zero of a landline's area, or as many digits as an identity number has.
_OF_A_PERSON = re.compile(r"(?<![0-9])(?:86|0086|\+86)?1[3-9][0-9]{9}|[0-9]{15}", re.ASCII)
UNREGISTERED = sentence("评价机构没有在本平台登记，它的资质和等级标准不详。")
LARGEST_SCALE = 20


class InstitutionState(StrEnum):
    """Where an institution stands in the registry."""

    PROPOSED = "PROPOSED"
    REFUSED = "REFUSED"
    ACCEPTED = "ACCEPTED"
    LEAVING = "LEAVING"  # withdrawal is proposed; until a second person confirms it, nothing changes
    WITHDRAWN = "WITHDRAWN"


# States in which an institution hands in evaluations.
ACTIVE = frozenset({InstitutionState.ACCEPTED, InstitutionState.LEAVING})
# States that the public register shows.
SHOWN = ACTIVE | {InstitutionState.WITHDRAWN}

INSTITUTION_LABELS: Mapping[InstitutionState, str] = MappingProxyType(
    {
        InstitutionState.PROPOSED: "待确认登记",
        InstitutionState.REFUSED: "未予登记",
        InstitutionState.ACCEPTED: "已登记",
        InstitutionState.LEAVING: "已登记，退出待确认",
        InstitutionState.WITHDRAWN: "已退出登记",
    }
)
INSTITUTION_LIFECYCLE = Lifecycle(
    subject="机构",
    labels=INSTITUTION_LABELS,
    starts=MappingProxyType({"propose": InstitutionState.PROPOSED}),
    transitions=(
        Transition(
            verb="accept",
            before=frozenset({InstitutionState.PROPOSED}),
            after=InstitutionState.ACCEPTED,
            is_announced=True,
        ),
        Transition(verb="refuse", before=frozenset({InstitutionState.PROPOSED}), after=InstitutionState.REFUSED),
        Transition(
            verb="propose-withdrawal", before=frozenset({InstitutionState.ACCEPTED}), after=InstitutionState.LEAVING
        ),
        Transition(
            verb="turn-down-withdrawal", before=frozenset({InstitutionState.LEAVING}), after=InstitutionState.ACCEPTED
        ),
        Transition(
            verb="withdraw",
            before=frozenset({InstitutionState.LEAVING}),
            after=InstitutionState.WITHDRAWN,
            is_announced=True,
        ),
    ),
)
STEP_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "propose": "提出登记",
        "accept": "确认登记",
        "refuse": "不予登记",
        "propose-withdrawal": "提出退出",
        "turn-down-withdrawal": "不予退出",
        "withdraw": "确认退出",
    }
)


class EvaluationType(StrEnum):
    """What institutions evaluate here; the values are those of `Role.EVALUATION_TYPE`."""

    CREDIT = "信用评价"
    SOCIAL = "社会责任评价"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One grade of a scale with its meaning."""

    grade: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredInstitution:
    """What is stated of an institution beside its grades; `scales` has the grades of each type, the best first.

    `qualified_until` is the last day of its qualification, None without end.
    """

    name: str
    code: str
    qualification: str
    qualification_authority: str
    qualified_until: date | None
    withdrawn_on: date | None
    withdrawn_reason: str
    scales: Mapping[str, tuple[Grade, ...]]

    def scale(self, evaluation_type: str) -> tuple[Grade, ...]:
        """Return the scale of a type, empty without one."""
        return self.scales.get(evaluation_type, ())


class ScaleUnreadable(ValueError):
    """The typed scale is none; the argument is the sentence."""


def read_scale(text: str) -> tuple[Grade, ...]:
    """Read a scale as typed: one grade a line, the best first, grade and meaning parted by a blank or a colon.

    :raises ScaleUnreadable: a line lacks its meaning, a grade stands twice, or there are too few or too many.
    """
    grades: list[Grade] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        grade, _, meaning = line.strip().replace("：", " ").replace(":", " ").replace("\t", " ").partition(" ")
        if not meaning.strip():
            raise ScaleUnreadable(sentence("第{number}行缺少含义，应为“等级 含义”，如“AAA 信用优秀”。", number=number))
        if unified(grade) in {unified(each.grade) for each in grades}:
            raise ScaleUnreadable(sentence("第{number}行的等级“{grade}”重复。", number=number, grade=grade))
        grades.append(Grade(grade=grade, meaning=meaning.strip()))
    if not 1 < len(grades) <= LARGEST_SCALE:
        raise ScaleUnreadable(sentence("等级标准应有2到{largest}个等级，由高到低，每行一个。", largest=LARGEST_SCALE))
    return tuple(grades)


def is_public_contact(text: str) -> bool:
    """Return whether a contact may stand in the register: no mobile phone and no number of a resident."""
    digits = _SEPARATORS.sub("", half_width(text))
    return not _OF_A_PERSON.search(digits)


def scale_sentence(scale: Iterable[Grade]) -> str:
    """Return a scale in Chinese, the best grade first."""
    return "由高到低：" + "；".join(f"{each.grade} {each.meaning}" for each in scale)


def institution_marks(
    institution: RegisteredInstitution | None, *, evaluation_type: str, grade: str, on: date
) -> tuple[str, ...]:
    """Return what a reader of a grade has to know of its institution on that day; None: not in the registry."""
    if institution is None:
        return (UNREGISTERED,)
    marks = []
    if institution.withdrawn_on is not None and institution.withdrawn_on <= on:
        day = long_day(institution.withdrawn_on)
        words = "评价机构已于{day}退出登记，原因：{reason}。此前的等级仍予列示。"
        marks.append(sentence(words, day=day, reason=institution.withdrawn_reason))
    elif institution.qualified_until is not None and institution.qualified_until < on:
        marks.append(sentence("评价机构的资质已于{day}到期。", day=long_day(institution.qualified_until)))
    scale = institution.scale(evaluation_type)
    if not scale:
        marks.append(sentence("评价机构没有登记{type}的等级标准。", type=evaluation_type))
    elif grade not in {each.grade for each in scale}:
        marks.append(sentence("等级“{grade}”不在评价机构登记的等级标准内。", grade=grade))
    return tuple(marks)


def contrast_sentence(*, grades: Iterable[tuple[str, str]]) -> str:
    """Return in Chinese that an enterprise has grades and is on a black list; `grades` are institution and grade."""
    each = (sentence("{institution}评定{grade}", institution=institution, grade=grade) for institution, grade in grades)
    stated = together(tuple(dict.fromkeys(each)), between="、")
    return sentence(
        "请同时注意：该主体获{stated}，目前又被列入严重失信主体名单。"
        "等级由评价机构按自己的标准作出，名单由认定单位依法认定，两者各自有效，本平台不作评价。",
        stated=stated,
    )
