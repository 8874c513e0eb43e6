"""Sentences in the language of who reads the page; what is stored, logged, mailed or answered by the API is Chinese."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from enterprises.shared.rules.sentences import Sentence


def in_chinese() -> translation.override:
    """Return a context, also a decorator, in which texts are Chinese: files are the same for every reader."""
    return translation.override(settings.LANGUAGE_CODE)


def sentence_text(text: str) -> str:
    """Return a sentence of ours in the reader's language; facts that are words of ours are too, names and days stay."""
    if not isinstance(text, Sentence):
        return gettext(text) if text else text
    facts = {name: sentence_text(fact) if isinstance(fact, str) else fact for name, fact in text.facts.items()}
    return gettext(text.words).format(**facts)
