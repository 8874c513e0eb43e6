"""Who fell off a list between the draft of an edition and its publication."""

from datetime import date

from django.db import transaction

from lists.editions.models import Edition, Entry
from lists.listings.queries import why_hidden


@transaction.atomic
def leave_out_gone(edition: Edition, *, on: date) -> None:
    """Take the entries of a draft that are not public on that day into `left_out`, each with why.

    The others move up, so that a draft has no gaps.
    """
    entries = edition.entries.order_by("position").select_related("listing__enterprise")
    reasons = why_hidden([entry.listing for entry in entries.withdrawn(on=on)], on=on)
    if not reasons:
        return
    kept = [entry for entry in entries if entry.listing_id not in reasons]
    edition.entries.all().delete()
    for position, entry in enumerate(kept, start=1):
        entry.pk, entry.position = None, position
    Entry.objects.bulk_create(kept, batch_size=500)
    edition.left_out = [
        *edition.left_out,
        *({"listing": pk, "reasons": list(why)} for pk, why in reasons.items()),
    ]
    edition.save(update_fields=["left_out"])
