"""Leave a sign of life, and look for one."""

from collections.abc import Iterable
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


def beats_of(prefix: str) -> dict[str, datetime]:
    """Return the beats whose names begin with `prefix`, by name."""
    return dict(Heartbeat.objects.filter(name__startswith=prefix).values_list("name", "at"))


def forget_beats(names: Iterable[str]) -> None:
    """Delete the beats of those names; nothing is written if there are none."""
    if wanted := list(names):
        Heartbeat.objects.filter(name__in=wanted).delete()
