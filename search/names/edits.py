"""Typos of one character, found by what is left.

Two texts differ by one wrong, missing, added or swapped character: they share a rest once one is left out of each.
So looking for an edit is looking up a few exact keys. Nobody has to be compared with half of the register. The keys are
numbers, because a dozen texts a name would double an index.
"""

from collections.abc import Iterable
from functools import cache
from itertools import chain
from zlib import crc32

from search.names.data import legal_forms
from search.names.edit_distance import edits
from search.names.features import NameFeatures
from search.names.parsing import branch_ending, by_end
from search.names.scripts import normalise

_HAN_BYTES = 3
_SHORTEST, _LONGEST = 3, 40  # characters; shorter ones fit half the register


def deletions_of(text: str) -> tuple[int, ...]:
    """Return keys (32 bits) of the text and of the text without each of its characters, each once."""
    if not _SHORTEST <= len(text) <= _LONGEST:
        return ()
    whole = text.encode("utf-8", "replace")
    if len(whole) == _HAN_BYTES * len(text):  # most names: bytes are cut more quickly than characters
        left = [whole, *[whole[:at] + whole[at + _HAN_BYTES :] for at in range(0, len(whole), _HAN_BYTES)]]
    else:
        left = [whole, *[(text[:at] + text[at + 1 :]).encode("utf-8", "replace") for at in range(len(text))]]
    return tuple(dict.fromkeys(map(crc32, left)))


def deletions_in(names: Iterable[NameFeatures]) -> tuple[int, ...]:
    """Return the keys of the names with and without their region, the legal form always left out."""
    texts = {text: None for features in names for text in (features.region + features.core, features.core)}
    return tuple(dict.fromkeys(chain.from_iterable(map(deletions_of, texts))))


@cache
def _forms() -> tuple[str, ...]:
    """Return the legal forms in which an edit can be separated from the end of a brand, longest first."""
    forms = {normalise(form) for form in (*legal_forms.FORMS, *legal_forms.PARTNERSHIPS) if len(form) > _SHORTEST}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


@cache
def _form_characters() -> frozenset[str]:
    return frozenset("".join(_forms()))


@cache
def _forms_by_end() -> dict[str, dict[int, frozenset[str]]]:
    return by_end(_forms())


def _correct_form_at_end(squashed: str) -> str:
    """Return the longest correct form at the end, "" for none."""
    ends = _forms_by_end().get(squashed[-1:], {})
    return next((squashed[-length:] for length, forms in ends.items() if squashed[-length:] in forms), "")


@cache
def _longer_forms(correct: str) -> tuple[str, ...]:
    """Return the forms that end in a correct one; all forms for none."""
    return tuple(form for form in _forms() if form != correct and form.endswith(correct))


def _lengths_with_an_edit(form: str) -> tuple[int, int, int]:
    return len(form), len(form) - 1, len(form) + 1


def _is_one_edit(text: str, form: str) -> bool:
    return edits(text, form, at_most=1) == 1


def without_edited_form(squashed: str) -> str:
    """Return the text before a legal form that has one edit in it; "" when it has none, or a correct one.

    A correct form may be the end of an edited one: 股十有限公司.
    """
    # Of the last four characters of a form an edit leaves two at least.
    if len(_form_characters().intersection(squashed[-_SHORTEST - 1 :])) < _SHORTEST - 1:
        return _before_edited_form_of_branch(squashed)
    for form in _longer_forms(_correct_form_at_end(squashed)):
        for length in _lengths_with_an_edit(form):
            head, tail = squashed[:-length], squashed[-length:]
            if len(head) > 1 and _is_one_edit(tail, form):
                return head
    return _before_edited_form_of_branch(squashed)


def _before_edited_form_of_branch(squashed: str) -> str:
    """Return the text before the edited form of a head office, if its branch is what was typed; else ""."""
    if not branch_ending(squashed) or any(form in squashed for form in legal_forms.DECISIVE):
        return ""
    for form in sorted(legal_forms.DECISIVE, key=len, reverse=True):
        for at in range(_SHORTEST - 1, len(squashed) - len(form)):
            if any(_is_one_edit(squashed[at : at + length], form) for length in _lengths_with_an_edit(form)):
                return squashed[:at]
    return ""
