"""Writes outbox rows in the transaction of every change of a credit file."""

from typing import Any

from django.dispatch import receiver

from enterprises.register.signals import credit_file_changed
from search.indexing.outbox import enqueue


@receiver(credit_file_changed, dispatch_uid="search.outbox")
def remember(sender: object, *, enterprise_ids: list[int], **kwargs: Any) -> None:
    """Let the changed files wait for the index."""
    enqueue(enterprise_ids=enterprise_ids)
