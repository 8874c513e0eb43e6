"""Cells that contradict each other are published only after a person has looked at the decision itself.

docs/rules/contradictions.md lists what is compared.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User

from enterprises.catalogue.penalty_types import Procedure
from enterprises.catalogue.types import RecordColumn, RecordKind, Role
from enterprises.records.models import Record
from enterprises.records.rules.contradictions import PenaltyCells, contradictions_in
from enterprises.records.services.workflow import LONGEST_REASON, RECORDS
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.sentences import sentence

CONFIRMATION = "我已核对处罚决定书：内容无误"
CONFIRMED = "confirm-contradictions"  # verb of the event


class Contradicts(Refused):
    """Cells of the record contradict each other, and nobody has confirmed that they are right."""

    def __init__(self, contradictions: str) -> None:
        super().__init__(
            sentence(
                "内容前后矛盾：{contradictions}。请更正；核对决定书后确认无误的，勾选“{confirmation}”后再办理。",
                contradictions=contradictions,
                confirmation=CONFIRMATION,
            )
        )


def contradictions_of(kind: RecordKind, values: Mapping[str, object]) -> str:
    """Return the sentences on a record's contradicting cells, "" for none; only penalties are compared.

    `values` are cleaned.
    """
    if not kind.has_role(Role.CONTENT):
        return ""
    types = kind.value(values, Role.PENALTY_TYPES)
    cells = PenaltyCells(
        types=tuple(map(str, types)) if isinstance(types, tuple | list) else (),
        fine_yuan=_amount(values.get(kind.column(RecordColumn.FINE_YUAN).code)),
        confiscated_yuan=_amount(values.get(kind.column(RecordColumn.CONFISCATED_YUAN).code)),
        content=str(kind.value(values, Role.CONTENT) or ""),
        subject_code=str(values.get(kind.column(RecordColumn.SUBJECT_CODE).code, "")),
        is_on_the_spot=kind.value(values, Role.PROCEDURE) == Procedure.SIMPLE.value,
    )
    return "；".join(map(str, contradictions_in(cells)))


def confirm_contradictions(record: Record, *, confirmed: bool, by: User, at: datetime) -> None:
    """Demand confirmation of a record's contradictions before a step, and log who confirmed what.

    :raises Contradicts: its cells contradict each other, and `confirmed` is false.
    """
    if not record.contradictions:
        return
    if not confirmed:
        raise Contradicts(record.contradictions)
    RECORDS.note(record, verb=CONFIRMED, by=by, at=at, reason=comparison_of(record))


def comparison_of(record: Record) -> str:
    """Return the reason that the history keeps: what was looked at."""
    return f"{CONFIRMATION}：{record.contradictions}"[:LONGEST_REASON]


def _amount(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
