"""Limits by address, counted in the database so that all processes share them."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import F

from enterprises.models import RateWindow

WINDOW = timedelta(hours=1)


class TooMany(Exception):
    """The caller has used up this hour; `retry_after` are the seconds to the next."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


def count_use(*, scope: str, address: str, limit: int, at: datetime) -> None:
    """Count one use of `scope` by an address in the clock hour of `at`.

    :raises TooMany: it was over `limit`; the refused use is not counted.
    """
    starts_at = at.replace(minute=0, second=0, microsecond=0)
    with transaction.atomic():
        window, is_new = RateWindow.objects.get_or_create(scope=scope, caller=_digest(address), starts_at=starts_at)
        if is_new:
            RateWindow.objects.filter(starts_at__lt=starts_at - WINDOW).delete()
        counted = RateWindow.objects.filter(pk=window.pk, count__lt=limit).update(count=F("count") + 1)
    if not counted:
        raise TooMany(retry_after=int((starts_at + WINDOW - at).total_seconds()) + 1)


def _digest(address: str) -> str:
    """Return a digest of the address that nobody without our key can try addresses against."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), sha256).hexdigest()
