"""The second net: what looks like personal data becomes public only after a person has looked at it.

docs/rules/personal-data.md lists what is looked for; the services of publication check here.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.contrib.auth.models import User

from enterprises.catalogue.personal_data import FieldSuspicion, suspicions_in
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import Field
from enterprises.records.models import Record
from enterprises.records.services.workflow import LONGEST_REASON, RECORDS
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.masking import suspicions_of

CONFIRMATION = "我已核对：不是个人信息"
CONFIRMED = "confirm-personal-data"  # verb of the event


class Described(Protocol):
    """A suspicion with its place."""

    def __str__(self) -> str: ...


class LooksPersonal(Refused):
    """Something looks like personal data, and nobody has confirmed that it is none."""

    def __init__(self, suspicions: Sequence[Described]) -> None:
        named = "；".join(map(str, suspicions))
        super().__init__(f"以下内容像是个人信息：{named}。请删去；确实不是的，勾选“{CONFIRMATION}”后再办理。")
        self.suspicions = tuple(suspicions)


def suspicions_of_record(record: Record) -> tuple[FieldSuspicion, ...]:
    """Return what looks personal in the fields of a record that anybody will read; no query."""
    details = record.details

    def value_of(field: Field) -> object:
        stored = details.get(field.code)
        return stored if stored is not None or field.column is None else getattr(record, field.column.value, None)

    return suspicions_in(kind_of(record.kind), value_of)


def suspicions_of_texts(**texts: str) -> tuple[FieldSuspicion, ...]:
    """Return what looks personal in texts that are named by their labels."""
    return tuple(
        FieldSuspicion(code="", label=label, what=one.label, excerpt=one.excerpt)
        for label, text in texts.items()
        for one in suspicions_of(text)
    )


def require_confirmed(suspicions: Sequence[Described], *, confirmed: bool) -> None:
    """Insist that a person has looked at what looks personal.

    :raises LooksPersonal: there is something, and nobody has.
    """
    if suspicions and not confirmed:
        raise LooksPersonal(suspicions)


def confirm_record(record: Record, *, confirmed: bool, by: User, at: datetime) -> None:
    """Check a record before a step, and write down who confirmed what.

    :raises LooksPersonal: something looks personal, and `confirmed` is false.
    """
    found = suspicions_of_record(record)
    require_confirmed(found, confirmed=confirmed)
    if found:
        RECORDS.note(record, verb=CONFIRMED, by=by, at=at, reason=confirmation_of(found))


def confirmation_of(suspicions: Sequence[Described]) -> str:
    """Return the reason that the history keeps: what was looked at, without the numbers."""
    return f"{CONFIRMATION}：{'；'.join(map(str, suspicions))}"[:LONGEST_REASON]
