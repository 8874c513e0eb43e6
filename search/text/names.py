"""Take a company name apart: region, brand, trade, legal form, branch.

Source: 企业名称登记管理规定, article 6 (行政区划 + 字号 + 行业 + 组织形式). The lists are open: what they
do not know stays in the core, and nothing depends on a full parse.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from search.text.data import legal_forms, regions, trades
from search.text.scripts import normalise

_BRACKETS = re.compile(r"[(\[〔【{<《]([^()\[\]〔〕【】{}<>《》]*)[)\]〕】}>》]")
_COUNTY = re.compile(r"^([^a-z0-9]{1,3}?)(自治县|县|市(?![政场民容井]))(?=.{2,})")
# Words that end in 市 without being a city.
_NOT_CITIES = re.compile(r"[超门都城集夜股菜花楼早闹上]$")
_LEVELS = 3
_SHORTEST_BRAND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NameParts:
    """The parts of a name, folded; an absent one is empty. `region` is joined from province down."""

    region: str = ""
    region_words: tuple[str, ...] = ()  # the same, level by level
    brand: str = ""
    trade: str = ""
    legal_form: str = ""
    branch: str = ""

    @property
    def core(self) -> str:
        """Return what tells firms apart: brand and trade."""
        return self.brand + self.trade

    @property
    def stem(self) -> str:
        """Return the name without legal form and branch, region first."""
        return self.region + self.core


@cache
def _region_words() -> dict[str, str]:
    """Return every spelling of a region with the name it stands for."""
    bare = (*regions.PROVINCES, *regions.CITIES, *regions.COUNTIES)
    words = {name + suffix: name for name in (*bare, *regions.SUFFIXED) for suffix in regions.SUFFIXES}
    words.update({name: name for name in bare})
    words.update(regions.PROVINCE_FORMS)
    return {normalise(word): normalise(name) for word, name in words.items()}


@cache
def _longest_region() -> int:
    return max(map(len, _region_words()))


@cache
def _forms() -> tuple[str, ...]:
    return tuple(sorted(map(normalise, legal_forms.FORMS), key=len, reverse=True))


@cache
def _trade_words() -> frozenset[str]:
    return frozenset(map(normalise, trades.TRADES))


@cache
def _longest_trade() -> int:
    return max(map(len, _trade_words()))


def _squash(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _take_region(text: str) -> tuple[str, str]:
    """Return the region at the front and the rest; something always remains."""
    for length in range(min(_longest_region(), len(text) - 1), 1, -1):
        name = _region_words().get(text[:length])
        if name:
            return name, text[length:]
    county = _COUNTY.match(text)
    if county and not _NOT_CITIES.search(county[1]):
        return county[1], text[county.end() :]
    return "", text


def _take_regions(text: str) -> tuple[tuple[str, ...], str]:
    found: list[str] = []
    while len(found) < _LEVELS:
        name, rest = _take_region(text)
        if not name:
            break
        found.append(name)
        text = rest
    return tuple(dict.fromkeys(found)), text


def _take_brackets(text: str) -> tuple[str, str, str]:
    """Return region and form said in brackets, and the text without them; other brackets are opened."""
    region, form, rest, at = "", "", [], 0
    for bracket in _BRACKETS.finditer(text):
        rest.append(text[at : bracket.start()])
        at = bracket.end()
        inner = _squash(bracket[1])
        if inner in legal_forms.BRACKETED:
            form += inner
        elif not region and inner in _region_words():
            region = _region_words()[inner]
        else:
            rest.append(inner)
    return region, form, _squash("".join([*rest, text[at:]]))


def _take_form(text: str) -> tuple[str, str, str]:
    """Return what precedes the legal form, the form, and what follows it."""
    for form in legal_forms.DECISIVE:
        at = text.find(form)
        if at > 0:
            head, grown, _ = _take_final_form(text[: at + len(form)])
            return head, grown, text[at + len(form) :]
    return _take_final_form(text)


def _take_final_form(text: str) -> tuple[str, str, str]:
    for form in _forms():
        if text.endswith(form) and len(text) > len(form):
            return text.removesuffix(form), form, ""
    return text, "", ""


def _take_trade(core: str) -> tuple[str, str]:
    """Return brand and trade: the longest known words from the end, two characters left to the brand."""
    at = len(core)
    while at > _SHORTEST_BRAND:
        for length in range(min(_longest_trade(), at - _SHORTEST_BRAND), 0, -1):
            if core[at - length : at] in _trade_words():
                at -= length
                break
        else:
            break
    return core[:at], core[at:]


def branch_ending(text: str) -> str:
    """Return the word at the end of `text` that says a branch, else ""."""
    return next((word for word in legal_forms.BRANCHES if text.endswith(word)), "")


def parse_name(name: str) -> NameParts:
    """Take any text apart as a company name; never raises."""
    region, bracketed, text = _take_brackets(normalise(name))
    head, form, tail = _take_form(text)
    leading, core = _take_regions(head)
    brand, trade = _take_trade(core)
    words = leading or ((region,) if region else ())
    parts = NameParts(region="".join(words), region_words=words, brand=brand, trade=trade, legal_form=form + bracketed)
    return replace(parts, branch=tail) if branch_ending(tail) else parts
