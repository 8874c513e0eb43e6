"""Which steps the page of a record offers to whom; the services refuse whatever it should not."""

from enterprises.desk.access import Desk
from enterprises.models import Record
from enterprises.rules.lifecycle import EDITABLE, PENDING, State


def steps_open_to(desk: Desk, record: Record) -> frozenset[str]:
    """Return the names of the steps that this officer may take now."""
    officer, state = desk.officer, State(record.state)
    own = record.recorded_by_id == desk.user.pk
    open_steps = set[str]()
    if officer.may_record and state in EDITABLE:
        open_steps |= {"edit", "submit"}
    if state in PENDING:
        open_steps.add("gravity")
    if officer.may_review and state is State.SUBMITTED:
        open_steps.add("return")
        if not own:
            open_steps.add("publish")
    if state is State.PUBLISHED:
        open_steps |= _after_publication(desk, record)
    waits = state is State.WITHDRAWN and record.withdrawal_confirmed_by_id is None
    if waits and record.withdrawn_by_id != desk.user.pk:
        open_steps.add("confirm-withdrawal")
    return frozenset(open_steps)


def _after_publication(desk: Desk, record: Record) -> set[str]:
    steps = {"withdraw", "settle-dispute" if record.disputed_at else "dispute"}
    if desk.officer.may_record:
        steps.add("new-version")
        if record.kind == "abnormal-operation":
            steps.add("exit")
    if record.public_until is not None:
        steps.add("hold")
    return steps
