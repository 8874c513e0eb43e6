"""Brings listings in line with their records and with the service of their notices, in the same transaction."""

from typing import Any

from django.dispatch import receiver

from enterprises.documents.letters.models import LetterService
from enterprises.documents.letters.signals import letter_served
from enterprises.register.signals import credit_file_changed
from lists.external.importing import link_enterprises
from lists.listings.services.consequences import follow_records
from lists.listings.services.letters import follow_service


@receiver(credit_file_changed, dispatch_uid="lists.consequences")
def follow(sender: object, *, enterprise_ids: list[int], **kwargs: Any) -> None:
    """Look at the listings of the changed enterprises, and at rows of external lists that wait for their codes."""
    link_enterprises(enterprise_ids)
    follow_records(enterprise_ids)


@receiver(letter_served, dispatch_uid="lists.notices")
def open_windows(sender: object, *, service: LetterService, **kwargs: Any) -> None:
    """Open the objection window of a listing whose notice was served."""
    follow_service(service)
