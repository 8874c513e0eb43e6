"""Take a company name apart: region, brand, trade, legal form, branch.

Source: 企业名称登记管理规定, article 6 (行政区划 + 字号 + 行业 + 组织形式). The lists are open: what they
do not hold stays in the core, and nothing depends on a full parse.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from search.names.data import legal_forms, trades
from search.names.regions import NamedRegion, take_regions
from search.names.scripts import normalise

_BRACKETS = re.compile(r"[(\[〔【{<《]([^()\[\]〔〕【】{}<>《》]*)[)\]〕】}>》]")
_UNIVERSITY = re.compile(r"^.{0,4}大学")  # its region is its brand
_SHORTEST_BRAND = 2
_CITY_DIGITS = 4
_GROUP = "集团"


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
        """Return brand and trade, which distinguish enterprises."""
        return self.brand + self.trade

    @property
    def stem(self) -> str:
        """Return the name without legal form and branch, region first."""
        return self.region + self.core


def by_end(words: Iterable[str]) -> dict[str, dict[int, frozenset[str]]]:
    """Return words by last character and length, the longest first."""
    found: dict[str, dict[int, set[str]]] = {}
    for word in sorted(map(normalise, words), key=len, reverse=True):
        found.setdefault(word[-1], {}).setdefault(len(word), set()).add(word)
    return {last: {n: frozenset(held) for n, held in lengths.items()} for last, lengths in found.items()}


@cache
def _forms() -> dict[str, dict[int, frozenset[str]]]:
    return by_end(legal_forms.FORMS)


@cache
def _trade_words() -> dict[str, dict[int, frozenset[str]]]:
    return by_end(trades.TRADES)


def _squash(text: str) -> str:
    return text if text.isalnum() else "".join(filter(str.isalnum, text))


def _is_trade(text: str) -> bool:
    """Return whether a text consists of words for trades."""
    return not text or not _take_trade(text, shortest_brand=0)[0]


def _is_believable(reading: NamedRegion, rest: str) -> bool:
    """Return whether a region may be meant where `rest` follows: a name needs a brand, which 广州 is in 广州钢铁."""
    if not reading.is_bare:
        return True
    if _UNIVERSITY.match(rest):
        return False
    if len(reading.digits) <= _CITY_DIGITS:
        return not _is_trade(rest)
    return len(_take_trade(rest, shortest_brand=0)[0]) >= _SHORTEST_BRAND


def _is_city(reading: NamedRegion, _rest: str) -> bool:
    return len(reading.digits) <= _CITY_DIGITS or not reading.is_bare


def _region_in(text: str) -> tuple[str, ...]:
    """Return the regions of which the text consists; none if anything else is in it."""
    found, rest = take_regions(text, believable=lambda _reading, _rest: True, all_of_it=True)
    return () if rest else found


def _take_brackets(text: str) -> tuple[tuple[str, ...], str, str]:
    """Return region and form in brackets, and the text without them; other brackets are opened."""
    region: tuple[str, ...] = ()
    form, rest, at = "", [], 0
    for bracket in _BRACKETS.finditer(text):
        rest.append(text[at : bracket.start()])
        at = bracket.end()
        inner = _squash(bracket[1])
        found = () if region else (inner,) if inner in legal_forms.COUNTRIES else _region_in(inner)
        if inner in legal_forms.BRACKETED:
            form += inner
        elif found:
            region = found
        else:
            rest.append(inner)
    return region, form, _squash("".join([*rest, text[at:]]))


def bracketed_region(name: str) -> str:
    """Return the region in the brackets of a name, as written and squashed; "" for none."""
    inner = (_squash(bracket[1]) for bracket in _BRACKETS.finditer(normalise(name)))
    return next((text for text in inner if _region_in(text)), "")


def _behind_group(head: str) -> tuple[tuple[str, ...], str]:
    """Return the region that follows 集团 inside a name, and the name without it: 华谊集团广州物流."""
    at = head.find(_GROUP, _SHORTEST_BRAND)
    if at < 0:
        return (), head
    found, rest = take_regions(head[at + len(_GROUP) :], believable=_is_city)
    return found, head[: at + len(_GROUP)] + rest if found else head


def region_inside(text: str) -> tuple[tuple[str, ...], str]:
    """Return the first region that stands behind the beginning of a squashed text, and the text without it.

    That is where a region in brackets stands once the brackets are lost: 华谊广州贸易.
    """
    for at in range(1, len(text) - 1):
        found, rest = take_regions(text[at:], believable=_is_city)
        if found:
            return found, text[:at] + rest
    return (), text


def _take_form(text: str) -> tuple[str, str, str]:
    """Return what precedes the legal form, the form, and what follows it."""
    for form in legal_forms.DECISIVE:
        at = text.find(form)
        if at > 0:
            head, grown, _ = _take_final_form(text[: at + len(form)])
            return head, grown, text[at + len(form) :]
    return _take_final_form(text)


def _take_final_form(text: str) -> tuple[str, str, str]:
    for length, forms in _forms().get(text[-1:], {}).items():
        if len(text) > length and text[-length:] in forms:
            return text[:-length], text[-length:], ""
    return text, "", ""


def _take_trade(core: str, *, shortest_brand: int = _SHORTEST_BRAND) -> tuple[str, str]:
    """Return brand and trade: the longest known words from the end, two characters left to the brand."""
    at = len(core)
    while at > shortest_brand:
        length = _trade_before(core, at, most=at - shortest_brand)
        if not length:
            break
        at -= length
    return core[:at], core[at:]


def _trade_before(core: str, at: int, *, most: int) -> int:
    """Return the length of the longest word for a trade that ends at a position; 0 = none."""
    for length, words in _trade_words().get(core[at - 1], {}).items():
        if length <= most and core[at - length : at] in words:
            return length
    return 0


def branch_ending(text: str) -> str:
    """Return the word at the end of `text` that means a branch, else ""."""
    return next((word for word in legal_forms.BRANCHES if text.endswith(word)), "")


def parse_name(name: str) -> NameParts:
    """Take any text apart as a company name; never raises."""
    bracketed, form_in_brackets, text = _take_brackets(normalise(name))
    head, form, tail = _take_form(text)
    leading, core = take_regions(head, believable=_is_believable)
    inner, core = ((), core) if leading or bracketed else _behind_group(core)
    brand, trade = _take_trade(core)
    words = leading or bracketed or inner
    legal_form = form + form_in_brackets
    parts = NameParts(region="".join(words), region_words=words, brand=brand, trade=trade, legal_form=legal_form)
    return replace(parts, branch=tail) if tail and branch_ending(tail) else parts
