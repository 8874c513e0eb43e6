"""Follows changed penalties with their tags, in the transaction of every change of a credit file."""

from typing import Any

from django.dispatch import receiver

from enterprises.enforcement.tagging import tag_penalties_of
from enterprises.register.signals import credit_file_changed


@receiver(credit_file_changed, dispatch_uid="enforcement.tagging")
def follow(sender: object, *, enterprise_ids: list[int], **kwargs: Any) -> None:
    """Tag the penalties of the changed enterprises."""
    tag_penalties_of(enterprise_ids)
