"""What a step leaves behind: its event, and the signal of the changed file."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from enterprises.records.models import Record, RecordEvent
from enterprises.register.signals import credit_file_changed


@contextmanager
def signals() -> Iterator[list[list[int]]]:
    """Collect the enterprise ids of every signal sent meanwhile."""
    seen: list[list[int]] = []

    def receive(*, enterprise_ids: list[int], **kwargs: Any) -> None:
        seen.append(enterprise_ids)

    credit_file_changed.connect(receive)
    try:
        yield seen
    finally:
        credit_file_changed.disconnect(receive)


def last_event(record: Record) -> tuple[str, str, str, str, str]:
    """Return verb, actor, states and reason of the latest step."""
    event = RecordEvent.objects.filter(record=record).select_related("actor").latest("id")
    actor = event.actor.get_username() if event.actor else ""
    return event.verb, actor, event.before, event.after, event.reason


def verbs(record: Record) -> list[str]:
    """Name the steps of a record in order."""
    return list(RecordEvent.objects.filter(record=record).order_by("id").values_list("verb", flat=True))
