"""Documents for tests of engines."""

from datetime import date

from search.port import Card, Days, Document, ListDays
from search.text.cards import Field, card_of

TODAY = date(2026, 11, 22)


def document(
    number: int,
    name: str,
    *former: str,
    version: int = 1,
    uscc: str = "",
    register: str = "",
    status: str = "ACTIVE",
    region: str = "420106",
    industry: str = "2614",
    public_from: date | None = date(2020, 1, 1),
    penalties: tuple[tuple[date, date | None], ...] = (),
    lists: tuple[tuple[str, date, date | None], ...] = (),
) -> Document:
    """Return the document of a firm that is public unless said otherwise."""
    names = (card_of(name), *(card_of(text, field=Field.FORMER_NAME) for text in former))
    ended = status in {"CANCELLED", "REVOKED"}
    return Document(
        id=number,
        version=version,
        public_from=public_from,
        card=Card(uscc=uscc or f"91420100MA{number:08d}", register_number=register, ended=ended, names=names),
        status=status,
        region=region,
        industry=industry,
        penalties=tuple(Days(starts=starts, ends=ends) for starts, ends in penalties),
        lists=tuple(ListDays(slug=slug, days=Days(starts=starts, ends=ends)) for slug, starts, ends in lists),
        digest=f"{number}-{version}-{name}",
    )


def tombstone(number: int, *, version: int) -> Document:
    """Return the document of a firm that nobody may find."""
    return Document(id=number, version=version, digest=f"gone-{version}")
