"""Sentences in the language of who reads the page; what is stored, logged, mailed or answered by the API is Chinese."""

from django.utils.translation import gettext

from enterprises.shared.confined.errors import Unreadable
from enterprises.shared.refusals import Refused


def refusal_text(refusal: Refused | Unreadable) -> str:
    """Return the sentence of a refusal in the reader's language; names, numbers and days stay as they are."""
    if isinstance(refusal, Unreadable):
        return gettext(refusal.sentence)
    words = gettext(refusal.words)
    facts = {name: gettext(fact) if isinstance(fact, str) and fact else fact for name, fact in refusal.facts.items()}
    return words.format(**facts) if facts else words
