"""Has shields cover the codes of their enterprises in the transaction in which these change."""

from typing import Any

from django.dispatch import receiver

from enterprises.register.signals import codes_linked
from enterprises.shields.services import cover_codes


@receiver(codes_linked, dispatch_uid="shields.codes")
def cover(sender: object, *, enterprise_ids: set[int], **kwargs: Any) -> None:
    """Look at the shields of the enterprises whose codes were linked or parted."""
    cover_codes(enterprise_ids)
