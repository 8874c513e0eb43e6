"""The sitemap of the doors: their pages and files, their newest entries, and the single pages beside them."""

from collections.abc import Iterator
from datetime import date

from django.db.models.functions import Coalesce
from django.urls import reverse

from search.doors.registry import DOORS
from search.doors.rows import public_rows
from search.doors.types import Door

# A sitemap holds 50,000 addresses (sitemaps.org).
LARGEST = 50_000
ENTRIES = 8_000  # of each door, and as many batches
BESIDE = 800  # single pages of each kind beside a door
_CODE = Coalesce("enterprise__now_under__uscc", "enterprise__uscc")
# Forms for those who hold a code.
_UNLISTED = frozenset({"doors:maker-comment"})


def addresses_of_doors(*, on: date) -> Iterator[str]:
    """Yield what the sitemap names on a day: what ended is named no more. Two queries for each door at most."""
    for door in DOORS.values():
        for name in ("list", "feed", "csv", "json"):
            yield reverse(f"doors:{name}", kwargs={"door": door})
        yield from (reverse(name) for _, name in door.more if name not in _UNLISTED)
        yield from door.beside(BESIDE) if door.beside else ()
    for door in DOORS.values():
        yield from _entries(door, on=on)


def _entries(door: Door, *, on: date) -> Iterator[str]:
    """Yield the newest entries of a door, and the batches that they are of."""
    rows = public_rows(door, on=on)[:ENTRIES]
    above = reverse("doors:list", kwargs={"door": door})
    found = rows.values_list("pk", _CODE, "folded_batch")
    yield from (f"{above}{pk}/" for pk, _, _ in found)
    if door.has_batches:
        batches = dict.fromkeys((uscc, batch) for _, uscc, batch in found if batch)
        for uscc, batch in batches:
            yield reverse("doors:batch", kwargs={"door": door, "uscc": uscc, "batch": batch})
