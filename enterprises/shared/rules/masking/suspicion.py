"""The second net: what merely looks like personal data, for a person to judge (docs/rules/personal-data.md)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from enterprises.shared.rules.characters import unified
from enterprises.shared.rules.masking.free_text import holds_no_number
from enterprises.shared.rules.masking.normalise import HAN_SIGNS, one_spelling, views_of
from enterprises.shared.rules.masking.public import public_text
from enterprises.shared.rules.masking.types import STAR, bare
from enterprises.shared.rules.uscc import PROVINCES, check_uscc, is_possible_birth

_AROUND = 6  # characters shown on either side
_LONGEST_EXCERPT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """One thing that a person should look at; `excerpt` has stars where it stands, the number is nowhere."""

    label: str
    excerpt: str


# Most texts have none of these signs and are not looked at further.
_TRIGGERS = re.compile(
    r"[0-9](?:[^\w]*[0-9]){9}|[0-9]{7}|[A-Za-z][0-9]{6}|身份证|[男女],|[男女][0-9]{4}年"
    rf"|[{HAN_SIGNS}](?:[^\w]*[0-9{HAN_SIGNS}]){{6}}"
)
# Applied to the text as it was typed, before it is normalised.
_NUMERIC = re.compile(rf"[\d\u2460-\u24ff\u2776-\u2793{HAN_SIGNS}]|身份证|[男女]")
_LOOKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("像身份证号码", re.compile(r"(?<![0-9A-Za-z])[1-8](?:[^\w]*[0-9]){16}(?:[^\w]*[0-9Xx])?(?![0-9A-Za-z])")),
    ("像手机号码", re.compile(r"(?<![0-9A-Za-z\-])(?:86)?1[3-9](?:[ \-./()*]{0,3}[0-9]){9}(?![0-9A-Za-z])")),
    ("像电话号码", re.compile(r"(?<![0-9A-Za-z])0[1-9][0-9]{8,10}(?![0-9A-Za-z])")),
    ("像电话号码", re.compile(r"(?:联系|联系人|找|转)[^0-9,;。]{0,8}\(?[2-8][0-9]{6,7}(?![0-9A-Za-z.])")),
    ("像护照或通行证号码", re.compile(r"(?<![0-9A-Za-z/])[EeGgHhMm][0-9]{8}(?![0-9A-Za-z])")),
    ("像台湾身份证号码", re.compile(r"(?<![0-9A-Za-z])[A-Z][12][0-9]{8}(?![0-9A-Za-z])")),
    ("像香港身份证号码", re.compile(r"(?<![0-9A-Za-z])[A-Z]{1,2}[0-9]{6}\([0-9A]\)")),
    (
        "像银行卡号",
        re.compile(
            r"(?<![0-9A-Za-z])(?:62|4[0-9]|5[1-5])[0-9]{2}(?:[ \-]?[0-9]{4}){3}(?:[ \-]?[0-9]{1,3})?(?![0-9A-Za-z])"
        ),
    ),
    ("像证件号码", re.compile(r"身份证[^0-9A-Za-z]{0,10}[0-9][0-9 \-]{6,}[0-9Xx]")),
    ("像个人出生信息", re.compile(r"[男女],?(?:[^,;。]{1,4}族,)?[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:出)?生")),
)


def suspicions_of(text: str, *, label: str = "") -> tuple[Suspicion, ...]:
    """Return what masking would hide, and what only looks like a person's number, in the order of the text.

    `label` names what the value is, as for `public_text`.
    """
    if holds_no_number(f"{label}:{text}"):
        return ()
    return suspicions_by_rules(text, label=label)


def suspicions_by_rules(text: str, *, label: str = "") -> tuple[Suspicion, ...]:
    """Return the same, whatever signs the text is of."""
    text = unified(text)  # as `public_text` does, so that places are the same
    masked = public_text(text, label=label)
    found = [*_masked_spans(text, masked), *_looser_spans(masked)]
    if not found:
        return ()
    return tuple(Suspicion(label=label, excerpt=_excerpt(masked, start, end)) for start, end, label in sorted(found))


def _masked_spans(text: str, masked: str) -> Iterator[tuple[int, int, str]]:
    """Return where masking has put stars, one span for each number."""
    if masked == text:
        return
    starred = [place for place, sign in enumerate(masked) if sign == STAR and text[place] != STAR]
    start = end = starred[0]
    for place in starred[1:]:
        if place - end > _AROUND:
            yield start, end + 1, MASKED
            start = place
        end = place
    yield start, end + 1, MASKED


MASKED = "公示时将被遮盖"


def _looser_spans(masked: str) -> Iterator[tuple[int, int, str]]:
    if not _NUMERIC.search(masked):
        return
    normal = one_spelling(masked)
    if not _TRIGGERS.search(normal.text):
        return
    seen: set[int] = set()
    for view in views_of(normal.text):
        for label, pattern in _LOOKS:
            for match in pattern.finditer(view):
                start, end = normal.typed(match.start()), normal.typed(match.end() - 1) + 1
                if start not in seen and _is_likely(label, match):
                    seen.add(start)
                    yield start, end, label


def _is_likely(label: str, match: re.Match[str]) -> bool:
    """Keep of the long runs those that a resident number may be, and of all none that is an enterprise's code."""
    number = bare(match)
    if check_uscc(number).is_valid:
        return False
    if label != "像身份证号码":
        return True
    return number[:2] in PROVINCES and is_possible_birth(number[6:10], number[10:12], number[12:14])


def _excerpt(masked: str, start: int, end: int) -> str:
    """Return the place with what stands around it; letters and digits of what was found are stars."""
    hidden = re.sub(r"[^\W_]", STAR, masked[start:end])
    around = f"{masked[max(0, start - _AROUND) : start]}{hidden}{masked[end : end + _AROUND]}"
    return " ".join(around.split())[:_LONGEST_EXCERPT]
