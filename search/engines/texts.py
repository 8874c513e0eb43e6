"""Documents as engines keep them: exact keys, and the card as one line of JSON."""

import orjson

from search.port import Card, Document
from search.ranking import squash_code
from search.text.cards import Field, Key, NameCard, keys_of


def card_keys(card: Card | None) -> tuple[str, ...]:
    """Return every exact key of a firm: codes and names."""
    if card is None:
        return ()
    codes = [Key.USCC.of(squash_code(card.uscc))]
    register = squash_code(card.register_number)
    if register:
        codes.append(Key.REGISTER.of(register))
    return (*codes, *keys_of(card.names))


def document_keys(document: Document) -> tuple[str, ...]:
    """Return every exact key of a document; a tombstone has none."""
    return card_keys(document.card)


def dump_card(card: Card | None) -> str:
    """Write a card as JSON; "" for none."""
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
    return orjson.dumps([card.uscc, card.register_number, card.ended, names]).decode()


def load_card(text: str) -> Card:
    """Read what `dump_card` wrote."""
    uscc, register_number, ended, names = orjson.loads(text)
    return Card(
        uscc=uscc,
        register_number=register_number,
        ended=ended,
        names=tuple(
            NameCard(
                field=Field(field),
                text=shown,
                squashed=squashed,
                region=region,
                core=core,
                brand=brand,
                legal_form=legal_form,
                branch=branch,
                sounds=tuple(sounds),
            )
            for field, shown, squashed, region, core, brand, legal_form, branch, sounds in names
        ),
    )
