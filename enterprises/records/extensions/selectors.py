"""Extensions as readers of a record see them."""

from collections.abc import Iterable

from enterprises.records.models import PublicationExtension, Record


def extension_bases(records: Iterable[Record]) -> dict[int, str]:
    """Return the legal basis of the extension that gives the end of each extended record; one query, if any is."""
    extended = [
        record.pk
        for record in records
        if record.public_until and record.unheld_until and record.public_until > record.unheld_until
    ]
    if not extended:
        return {}
    running = PublicationExtension.objects.filter(
        record__in=extended, confirmed_at__isnull=False, lifted_at__isnull=True
    )
    return dict(running.order_by("until", "pk").values_list("record_id", "legal_basis"))
