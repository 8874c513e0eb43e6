"""Brings listings in line with their records, in the transaction of every change of a credit file."""

from typing import Any

from django.dispatch import receiver

from enterprises.register.signals import credit_file_changed
from lists.external.importing import link_enterprises
from lists.listings.services.consequences import follow_records


@receiver(credit_file_changed, dispatch_uid="lists.consequences")
def follow(sender: object, *, enterprise_ids: list[int], **kwargs: Any) -> None:
    """Look at the listings of the changed enterprises, and at rows of external lists that wait for their codes."""
    link_enterprises(enterprise_ids)
    follow_records(enterprise_ids)
