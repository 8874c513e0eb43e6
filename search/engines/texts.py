"""Documents as engines keep them: exact keys, and the card with what facets say as one line of JSON."""

import orjson

from search.matching.counting import Facts, facts_of
from search.matching.ranking import Candidate, organisation_code_in, squash_code
from search.names.features import Field, Key, NameCard, keys_of
from search.port import After, Card, Document

_FIELDS = {field.value: field for field in Field}


def card_keys(card: Card | None) -> tuple[str, ...]:
    """Return every exact key of a firm: codes and names."""
    if card is None:
        return ()
    uscc = squash_code(card.uscc)
    codes = [Key.USCC.of(uscc), Key.ORGANISATION.of(organisation_code_in(uscc))]
    register = squash_code(card.register_number)
    if register:
        codes.append(Key.REGISTER.of(register))
    return (*codes, *keys_of(card.names))


def document_keys(document: Document) -> tuple[str, ...]:
    """Return every exact key of a document; a tombstone has none."""
    return card_keys(document.card)


def dump_card(document: Document) -> str:
    """Write the card of a document, and what facets say of it, as JSON; "" for a tombstone."""
    card = document.card
    if card is None:
        return ""
    names = [
        [
            name.field.value,
            name.text,
            name.squashed,
            name.region,
            name.core,
            name.brand,
            name.legal_form,
            name.branch,
            name.sounds,
        ]
        for name in card.names
    ]
    return orjson.dumps([tuple(facts_of(document)), card.uscc, card.register_number, card.ended, names]).decode()


def load_card(text: str) -> Card:
    """Read the card that `dump_card` wrote."""
    return candidate_of(0, text).card


def candidate_of(number: int, text: str | bytes, place: After = ()) -> Candidate:
    """Return the firm of that id whose card `dump_card` wrote."""
    facts, uscc, register_number, ended, held = orjson.loads(text)
    names = tuple([NameCard._make((_FIELDS[field], *texts, tuple(said))) for field, *texts, said in held])
    return Candidate(number, Card(uscc, register_number, ended, names), Facts(*facts), place)
