"""A history of steps as pages show it (`components/timeline.html`, at the desk `desk/history.html`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from django.contrib.auth.models import User


class WrittenEvent(Protocol):
    """One row of a history, `actor` read with it; None where the portal or somebody without a login acted."""

    @property
    def at(self) -> datetime: ...

    @property
    def actor(self) -> User | None: ...

    @property
    def reason(self) -> str: ...


E = TypeVar("E", bound=WrittenEvent)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One event in words; `actor` is "" where nobody is named."""

    at: datetime
    text: str
    reason: str = ""
    actor: str = ""


def history_of(events: Iterable[E], *, label: Callable[[E], str]) -> tuple[HistoryLine, ...]:
    """Return events in words, in their order; `label` names a step in Chinese."""
    return tuple(
        HistoryLine(at=event.at, text=label(event), reason=event.reason, actor=name_of(event.actor)) for event in events
    )


def name_of(user: User | None) -> str:
    """Return how a user is named on pages: the full name, else the login."""
    return "" if user is None else user.get_full_name() or user.get_username()
