"""Ends or carries over cases in the transaction of every change of a credit file."""

from typing import Any

from django.dispatch import receiver

from enterprises.cases.services.following import follow_subjects
from enterprises.register.signals import credit_file_changed


@receiver(credit_file_changed, dispatch_uid="cases.following")
def follow(sender: object, *, enterprise_ids: list[int], **kwargs: Any) -> None:
    """Look at the running cases of the changed enterprises."""
    follow_subjects(enterprise_ids)
