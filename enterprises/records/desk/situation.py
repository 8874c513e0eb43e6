"""A record as an officer finds it, and what the steps on its page need of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.forms import Form
from django.http import QueryDict

from enterprises.catalogue.personal_data import FieldSuspicion
from enterprises.records.desk.access import RecordDesk
from enterprises.records.desk.forms import StepForm
from enterprises.records.maker_notices import MakerNotice
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.publication import Period, Refusal, RefusalCode
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.reserved import Reservations
from enterprises.shared.workflow.second_person import is_another


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A record as an officer finds it; `preview` is what publication today gives while it waits for it.

    `seen` is the last event of its history, `suspicions` what looks like personal data; both only shape forms.
    `notice` is the one to the maker of a failed product, `awaiting` why publication waits for the maker. `reserved` are
    the acts that belong to a case about the record.
    """

    desk: RecordDesk
    record: Record
    on: date
    preview: Period | Refusal | None = None
    seen: int | None = None
    suspicions: tuple[FieldSuspicion, ...] = ()
    notice: MakerNotice | None = None
    awaiting: str = ""
    reserved: Reservations = field(default_factory=dict)

    @property
    def state(self) -> State:
        """Return the state of the record."""
        return State(self.record.state)

    @property
    def needs_minor_reason(self) -> bool:
        """Return whether only a reviewer's reason lets the record be public."""
        return isinstance(self.preview, Refusal) and self.preview.code is RefusalCode.REASON_NEEDED


class ReadAgain(Refused):
    """Something happened to the record after the reviewer opened its page."""


def recorder(at: Situation) -> bool:
    """Whether the officer records."""
    return at.desk.officer.may_record


def member(at: Situation) -> bool:
    """Whether the officer records or reviews."""
    return at.desk.officer.handles_records


def second_reviewer(at: Situation) -> bool:
    """Whether the officer reviews and did not record."""
    return at.desk.officer.may_review and is_another(at.desk.user, at.record.recorded_by_id)


def second_to(column: str) -> Callable[[Situation], bool]:
    """Whether the officer is another one than the person in that column."""
    return lambda at: member(at) and is_another(at.desk.user, getattr(at.record, f"{column}_id"))


def in_states(*states: State) -> Callable[[Situation], bool]:
    """Whether the record stands in one of these states."""
    return lambda at: at.state in states


def plain(form_class: type[StepForm], name: str) -> Callable[[Situation, QueryDict | None], Form]:
    """Make a form that depends on nothing but its step."""
    return lambda at, data: form_class(data, step=name)
