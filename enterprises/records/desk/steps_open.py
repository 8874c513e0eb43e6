"""Which steps the page of a record offers to whom; the services refuse whatever it should not."""

from datetime import date

from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import Role
from enterprises.records.desk.access import Desk
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import EDITABLE, PENDING, State
from enterprises.records.rules.publication import Period, Refusal, RefusalCode
from enterprises.records.rules.visibility import is_public


def steps_open_to(desk: Desk, record: Record, *, preview: Period | Refusal | None, on: date) -> frozenset[str]:
    """Return the names of the steps that this officer may take now.

    `preview` is what publication on that day would give, for a record that waits for it.
    """
    officer, state = desk.officer, State(record.state)
    if not officer.may_record and not officer.may_review:
        return frozenset()
    open_steps = set[str]()
    if officer.may_record and state in EDITABLE:
        open_steps |= {"edit", "submit"} | ({"discard"} if state is State.DRAFT else set())
    if state in PENDING and kind_of(record.kind).has_severity:
        open_steps.add("gravity")
    if officer.may_review and state is State.SUBMITTED and record.recorded_by_id != desk.user.pk:
        open_steps |= {"return"} | ({"publish"} if _may_be_public(preview) else set())
    if state is State.PUBLISHED:
        open_steps |= _after_publication(desk, record, on=on)
    waits = state is State.WITHDRAWN and record.withdrawal_confirmed_by_id is None
    if waits and record.withdrawn_by_id != desk.user.pk:
        open_steps.add("confirm-withdrawal")
    return frozenset(open_steps)


def needs_minor_reason(preview: Period | Refusal | None) -> bool:
    """Return whether only a reviewer's reason lets the record be public."""
    return isinstance(preview, Refusal) and preview.code is RefusalCode.REASON_NEEDED


def _may_be_public(preview: Period | Refusal | None) -> bool:
    return isinstance(preview, Period) or needs_minor_reason(preview)


def _after_publication(desk: Desk, record: Record, *, on: date) -> set[str]:
    kind = kind_of(record.kind)
    steps = {"withdraw", "settle-dispute" if record.disputed_at else "dispute"}
    if desk.officer.may_record:
        steps.add("new-version")
        if kind.has_exit and kind.value(record.details, Role.EXIT_DAY) is None:
            steps.add("exit")
    still = is_public(state=record.state, public_from=record.public_from, public_until=record.public_until, on=on)
    if still and record.public_until is not None and kind.is_adverse(record.field_values()):
        steps.add("hold")
    return steps
