"""Orders the notice of the way to repair with the publication of a penalty decision."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from enterprises.documents.letters.repair_notices import order_with_publication
from enterprises.records.models import Record
from enterprises.records.signals import record_published


@receiver(record_published, dispatch_uid="letters.repair_notices")
def order(sender: object, *, record: Record, at: datetime, **kwargs: Any) -> None:
    """Order the notice of a first version."""
    order_with_publication(record, at=at)
