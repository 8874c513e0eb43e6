"""Leave a sign of life, and look for one."""

from datetime import datetime, timedelta

from enterprises.shared.heartbeats.models import Heartbeat

WORKER = "worker"  # several workers share it: one that lives does the work
SILENT_AFTER = timedelta(minutes=1)


def beat(*, name: str, at: datetime) -> None:
    """Write that `name` was alive at an instant; commits a row at once unless a transaction is open."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def last_beat(*, name: str) -> datetime | None:
    """Return when `name` was last alive, None if it never was."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
