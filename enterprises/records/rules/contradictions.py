"""Whether the cells of a penalty contradict each other (docs/rules/contradictions.md).

A contradiction refuses nothing: it holds the record for a person. Only what cannot be plausible is one. So an amount
is compared with those that the text states as the fine. A class is compared with words that name no condition.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations

from enterprises.catalogue.penalty_types import CONFISCATIONS, UNNAMED_CONFISCATION, PenaltyType
from enterprises.shared.rules.amounts import format_wan_yuan
from enterprises.shared.rules.money import Money, folded_text, money_in

# More than this is checked by a person whatever the text states. It is the highest fine that a law names as a figure.
# 安全生产法 (2021) art. 114: up to 20 million yuan, five times that where circumstances are especially grave.
# Unconfirmed: whether another law names more, and the same bound for what is confiscated.
USUAL_MOST_YUAN = Decimal(100_000_000)
# The same for individual businesses (codes 92…). Unconfirmed: no law bounds it.
USUAL_MOST_OF_INDIVIDUALS = Decimal(10_000_000)
# 行政处罚法 (2021) art. 51: on the spot up to 3,000 yuan. Ten times that, because other laws allow more. Unconfirmed.
USUAL_MOST_ON_THE_SPOT = Decimal(30_000)
_INDIVIDUAL = "92"
_TOLERANCE = Decimal("0.005")  # amounts are rounded when they are typed in 万元
_WRONG_UNIT = (Decimal(10_000), Decimal("0.0001"))
_MOST_SUMMANDS = 8
_NEAR = 32  # characters before an amount that may name it
_OTHER = PenaltyType.OTHER.value
_ANY_CONFISCATION = CONFISCATIONS | {UNNAMED_CONFISCATION}
_T = PenaltyType

_FILLING = r"(?:金额|数额|总额|总计|共计|合计|计|为|是|人民币|大写|小写|约|[:,()])*$"
_FINE_BEFORE = re.compile(rf"罚款{_FILLING}")
_FINE_AFTER = re.compile(r"(?:整|正)?(?:人民币)?[)）]?(?:的|之)?(?:行政)?罚款")
_TAKEN_BEFORE = re.compile(r"(?:没收|追缴)(?:(?!罚)[^,。;\d]){0,16}$")
_TOTAL_BEFORE = re.compile(rf"(?:合计|共计|总计|累计){_FILLING}")
_AND = re.compile(r"(?:整|正)?(?:、|和|及|与|\+)")  # before the next amount of a list
# An amount of a range that a law gives, and one for each of several: neither is what was decided.
_BOUND_AFTER = re.compile(r"(?:整|正)?(?:以上|以下|以内|至|到|起|[-~～—])")
_BOUND_BEFORE = re.compile(r"(?:至|到|不超过|[-~～—])(?:人民币)?$")
_CLAUSE = re.compile(r"[,。;:\n]")
_EACH = re.compile("每|各|分别|均")
_ENDS = re.compile(r"[。;\n]")
_CONDITION = re.compile(
    r"逾期|如(?![下实数期])|若|否则|拒不|不予|可以|可处|将(?:被|会|依法|予以|面临|申请|按|处)|免予|撤销|不再|曾|此前"
)
# Words of the text, and the types of which one must then be stated.
_WORDS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"吊销[^,。;]{0,12}?(?:执照|许可证|许可|资格证|资质|证书)"), frozenset({_T.PERMIT_REVOKED.value})),
    (re.compile(r"暂扣[^,。;]{0,12}?(?:执照|许可证|许可|资格证|证书)"), frozenset({_T.PERMIT_SUSPENDED.value})),
    (re.compile(r"责令(?:停产停业|停产|停业)"), frozenset({_T.PRODUCTION_STOPPED.value})),
    (re.compile(r"责令关闭"), frozenset({_T.CLOSED.value})),
    (re.compile(r"行政拘留"), frozenset({_T.DETENTION.value})),
    (re.compile(r"限制从业"), frozenset({_T.OCCUPATION_RESTRICTED.value})),
    (re.compile(r"降低[^,。;]{0,6}?资质"), frozenset({_T.GRADE_LOWERED.value})),
)
_ANY_WORD = re.compile(r"吊销|暂扣|责令|拘留|降低|限制从业")  # tested first: most texts have none


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyCells:
    """What is compared: types as stated, amounts in yuan, the words of 处罚内容, the subject and the procedure."""

    types: tuple[str, ...]
    fine_yuan: Decimal | None
    confiscated_yuan: Decimal | None
    content: str
    subject_code: str = ""
    is_on_the_spot: bool = False

    def usual_most(self) -> Decimal:
        """Return the amount above which a person looks, in yuan."""
        if self.is_on_the_spot:
            return USUAL_MOST_ON_THE_SPOT
        return USUAL_MOST_OF_INDIVIDUALS if self.subject_code.startswith(_INDIVIDUAL) else USUAL_MOST_YUAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two cells that cannot both be right, by their labels, and a sentence that shows both."""

    first: str
    second: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """处罚内容, folded, with its amounts: all, those that it states as the fine, and those that it calls taken."""

    text: str
    amounts: tuple[Money, ...]
    fines: tuple[Money, ...]
    taken: tuple[Money, ...]


def contradictions_in(cells: PenaltyCells) -> tuple[Contradiction, ...]:
    """Return what of a penalty's cells contradicts what."""
    content = _read(cells.content)
    return (*_of_fine(cells, content), *_of_confiscation(cells, content), *_of_types(cells, content))


def _read(text: str) -> _Content:
    text = folded_text(text)
    amounts = tuple(money_in(text))
    return _Content(
        text=text,
        amounts=amounts,
        fines=_fines_in(text, amounts),
        taken=tuple(each for each in amounts if _follows(_TAKEN_BEFORE, text, each)),
    )


def _of_fine(cells: PenaltyCells, content: _Content) -> Iterator[Contradiction]:
    fine, label = cells.fine_yuan, "罚款金额(万元)"
    if fine is None:
        return
    if fine > 0 or _T.FINE in cells.types:
        yield from _of_amount(fine, content.fines, content, label=label, most=cells.usual_most())
    if fine > 0 and _T.FINE not in cells.types and not _is_open(cells.types):
        yield _between("处罚类别", label, f"处罚类别是“{'、'.join(cells.types)}”，{label}却是{_shown(fine)}")


def _of_confiscation(cells: PenaltyCells, content: _Content) -> Iterator[Contradiction]:
    taken, label = cells.confiscated_yuan, "没收金额(万元)"
    if taken is None or taken == 0:
        return
    things = tuple(each for each in content.amounts if each not in content.fines)
    # Of several things each may have its value; one of them at least is called taken.
    stated = things if _fits(taken, things, holding=content.taken) else content.taken
    yield from _of_amount(taken, stated, content, label=label, most=cells.usual_most())
    if not _ANY_CONFISCATION.intersection(cells.types) and not _is_open(cells.types):
        yield _between("处罚类别", label, f"处罚类别是“{'、'.join(cells.types)}”，{label}却是{_shown(taken)}")


def _of_types(cells: PenaltyCells, content: _Content) -> Iterator[Contradiction]:
    if _is_open(cells.types):
        return
    text = content.text
    for words, wanted in _WORDS if _ANY_WORD.search(text) else ():
        match = next((each for each in words.finditer(text) if not _is_conditional(text, each.start())), None)
        if match and not wanted.intersection(cells.types):
            yield _against_types(cells, match[0])
    if _T.FINE not in cells.types and not cells.fine_yuan:
        called_fines = (each for each in content.amounts if _is_fine(text, each))
        yield from _of_words(cells, text, next(called_fines, None), named="罚款")
    if not _ANY_CONFISCATION.intersection(cells.types) and not cells.confiscated_yuan:
        yield from _of_words(cells, text, next(iter(content.taken), None), named="没收")


def _of_words(cells: PenaltyCells, text: str, stated: Money | None, *, named: str) -> Iterator[Contradiction]:
    """Name an amount that the text states and the types do not have, if no condition stands before it."""
    if stated and not _is_conditional(text, stated.start):
        yield _against_types(cells, f"{named}{_excerpt(text, stated)}")


def _of_amount(
    field: Decimal, stated: Sequence[Money], content: _Content, *, label: str, most: Decimal
) -> Iterator[Contradiction]:
    """Compare a field with what the text states, with its unit mistaken, and with what is usual."""
    text = content.text
    if stated:
        if not _fits(field, stated):
            excerpts = "、".join(_excerpt(text, each) for each in stated[:3])
            yield _between(label, "处罚内容", f"{label}是{_shown(field)}，处罚内容写的却是“{excerpts}”")
        elif field > most:
            yield _between(label, "处罚内容", f"{label}是{_shown(field)}，超过通常的范围，请核对")
        return
    mistaken = next((each for each in content.amounts if each.yuan and field / each.yuan in _WRONG_UNIT), None)
    if mistaken:
        sentence = f"{label}是{_shown(field)}，处罚内容写的却是“{_excerpt(text, mistaken)}”，像是把元当作了万元"
        yield _between(label, "处罚内容", sentence)
    elif field > most:
        yield _between(label, "处罚内容", f"{label}是{_shown(field)}，超过通常的范围，处罚内容里也没有这个金额")


def _fines_in(text: str, amounts: Sequence[Money]) -> tuple[Money, ...]:
    """Return the amounts that the text states as the fine, those of a list and a total of fines too."""
    found: list[Money] = []
    is_total_of_fines = "没" not in text
    for each in amounts:
        is_next = bool(found) and _AND.fullmatch(text, found[-1].end, each.start) is not None
        if is_next or _is_fine(text, each) or (is_total_of_fines and _follows(_TOTAL_BEFORE, text, each)):
            found.append(each)
    return tuple(found)


def _is_fine(text: str, money: Money) -> bool:
    """Return whether the text calls an amount a fine, and neither a bound nor one of several that it does not count."""
    if not (_follows(_FINE_BEFORE, text, money) or _FINE_AFTER.match(text, money.end)):
        return False
    if _BOUND_AFTER.match(text, money.end) or _follows(_BOUND_BEFORE, text, money):
        return False
    return not _EACH.search(_CLAUSE.split(text[max(0, money.start - _NEAR) : money.start])[-1])


def _fits(field: Decimal, amounts: Sequence[Money], *, holding: Sequence[Money] = ()) -> bool:
    """Return whether the field is one of the amounts or a sum of some, with one of `holding` where it names any."""
    summands = amounts[:_MOST_SUMMANDS]
    sums = (some for count in range(2, len(summands) + 1) for some in combinations(summands, count))
    for some in chain(((each,) for each in amounts), sums):
        total = sum((each.yuan for each in some), Decimal(0))
        is_near = abs(field - total) <= max(total * _TOLERANCE, Decimal(1))
        if is_near and (not holding or any(each in holding for each in some)):
            return True
    return False


def _follows(words: re.Pattern[str], text: str, money: Money) -> bool:
    return words.search(text, max(0, money.start - _NEAR), money.start) is not None


def _is_open(types: Sequence[str]) -> bool:
    return any(each.startswith(_OTHER) and each != UNNAMED_CONFISCATION for each in types)


def _is_conditional(text: str, start: int) -> bool:
    """Return whether a condition stands before that place, in the same sentence."""
    return _CONDITION.search(_ENDS.split(text[:start])[-1]) is not None


def _excerpt(text: str, money: Money) -> str:
    return text[money.start : money.end]


def _shown(yuan: Decimal) -> str:
    return f"{format_wan_yuan(yuan)}万元（即{yuan:,.2f}元）"


def _against_types(cells: PenaltyCells, words: str) -> Contradiction:
    return _between("处罚类别", "处罚内容", f"处罚类别是“{'、'.join(cells.types)}”，处罚内容写的却是“{words}”")


def _between(first: str, second: str, sentence: str) -> Contradiction:
    return Contradiction(first=first, second=second, sentence=sentence)
