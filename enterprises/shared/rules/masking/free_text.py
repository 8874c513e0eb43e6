"""Masking of personal numbers inside a text."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from enterprises.shared.rules.masking.assets import ACCOUNT_RULES, CARD_RULES, PLATE_RULES, PROVINCES_OF_PLATES
from enterprises.shared.rules.masking.contacts import LINE_RULES, MOBILE_RULES, QQ_RULES, WORD_RULES
from enterprises.shared.rules.masking.identities import IDENTITY_RULES, PAPER_RULES
from enterprises.shared.rules.masking.normalise import HAN_SIGNS, one_spelling, views_of
from enterprises.shared.rules.masking.types import STAR, Rule

# Texts without any of these hold nothing that a rule finds; applied to every text, so one class of characters.
_TRIGGERS = re.compile(rf"[0-9@#址住籍户]|[{HAN_SIGNS}][^\w*]*[{HAN_SIGNS}]|[微薇威Vv]信|[WwVv][XxEe]|\( ?[Aa][Tt]")
# Texts without these are ideographs that begin no trigger and signs between them: most names, known at once.
_UNUSUAL = re.compile(rf"[^\u4e00-\u9fff、，。；：“”]|[址住籍户微薇威{HAN_SIGNS}]")
# Texts without any of this hold only short numbers among ideographs: years, amounts, most document numbers. Eleven
# digits are the least of a telephone, seven in a row the least of what looks like one. What is shorter needs one of
# these words or letters.
_DOUBTFUL = re.compile(
    rf"[^\u4e00-\u9fff0-9、，。；：“”〔〕（）:,.]|[址住籍户微薇威账帐卡证照男女{HAN_SIGNS}]"
    "|澳门|居留|外国人|电话|手机|座机|固话|传真|联系|致电|拨打|扣扣|企鹅"
    "|[0-9][〔（]|[0-9]{7}|[0-9][0-9、，。；：“”〔〕（）:,.]{9,}[0-9]"
)
# Digits with nothing but separators between them: how long such a run is decides which rules may find something.
_RUNS = re.compile(r"[0-9][^\w*]*(?:[0-9]+[^\w*]*)+")


@dataclass(frozen=True, slots=True)
class _Group:
    """Rules that are tried only where a run of digits is as long as `fewest`, and `gate` is in the text."""

    fewest: int
    gate: re.Pattern[str] | None
    rules: tuple[Rule, ...]


# In this order: a rule never sees what an earlier one has masked.
_GROUPS = (
    _Group(8, re.compile("[账帐卡]|开户|[Aa] ?/ ?[Cc]"), ACCOUNT_RULES),
    _Group(15, None, IDENTITY_RULES),
    _Group(6, re.compile("[证照]|澳门|居留|外国人|保卡|保障卡|[Pp][Aa][Ss]|[0-9] ?[(]"), PAPER_RULES),
    _Group(15, None, CARD_RULES),
    _Group(11, None, MOBILE_RULES),
    _Group(7, re.compile("(?<![0-9])0[1-9]|86|电话|手机|座机|固话|传真|联系|[Tt][Ee][Ll]|[Ff][Aa][Xx]"), LINE_RULES),
    _Group(5, re.compile("[Qq][Qq]|扣扣|企鹅"), QQ_RULES),
    _Group(0, re.compile(f"{PROVINCES_OF_PLATES}[^\\w*]{{0,3}}[A-Za-z]"), PLATE_RULES),
    _Group(0, re.compile("[@#址住籍户]|[微薇威Vv]信|[WwVv][XxEe]|[( ][Aa][Tt]"), WORD_RULES),
)


def mask_free_text(text: str) -> str:
    """Mask numbers of persons' papers, phones, plates, accounts, e-mail, chat and home addresses inside a text.

    Digits are found in any script and width, in Han characters and circles. Separators of any kind and number may stand
    between them where a check digit proves them. Document numbers, unified codes, register numbers, amounts and days
    stay. The length never changes, and masking twice changes nothing more (docs/rules/personal-data.md).
    """
    return text if is_ordinary(text) or holds_no_number(text) else mask_by_rules(text)


def mask_by_rules(text: str) -> str:
    """Apply the rules to a text, whatever signs it is of."""
    while True:
        normal = one_spelling(text)
        hidden = {normal.typed(position) for position in _hidden(normal.text)}
        if not hidden:
            return text
        text = _starred(text, hidden)


def is_ordinary(text: str) -> bool:
    """Return whether a text is of ideographs without digits in any script, so that no rule finds anything in it."""
    return _UNUSUAL.search(text) is None


def holds_no_number(text: str) -> bool:
    """Return whether a text holds so short numbers that no rule finds anything in it, and nothing looks personal."""
    return _DOUBTFUL.search(text) is None


def _hidden(plain: str) -> set[int]:
    """Return the positions of a normalised text that get a star, in any of its readings."""
    if not _TRIGGERS.search(plain):
        return set()
    hidden: set[int] = set()
    for view in views_of(plain):
        hidden |= _hidden_in(_starred(view, hidden) if hidden else view)
    return hidden


def _hidden_in(view: str) -> set[int]:
    hidden: set[int] = set()
    longest = max(map(len, _RUNS.findall(view)), default=0)
    for group in _GROUPS:
        if longest < group.fewest or (group.gate is not None and not group.gate.search(view)):
            continue
        for rule in group.rules:
            if rule.near is not None and not rule.near.search(view):
                continue
            found = [place for match in rule.pattern.finditer(view) for place in rule.hidden(match)]
            if found:
                view = _starred(view, found)
                hidden.update(found)
    return hidden


def _starred(text: str, hidden: Collection[int]) -> str:
    signs = list(text)
    for place in hidden:
        signs[place] = STAR
    return "".join(signs)
