"""Facts of the things that cases are about, and what cases make of them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.contrib.auth.models import User

from enterprises.agencies.models import Agency, Officer
from enterprises.cases.rules.admission import Standing
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record
from enterprises.register.models import Enterprise


def shielded_label(label: str) -> str:
    """Return the label of something that a shield hides, for its authority."""
    return f"{label}（临时屏蔽中）"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSubject:
    """A record, a listing or a file of the register, as a case sees it on one day.

    `category`: the code of a record kind, or a constant of `kinds.types`. `agency` decides, None: the credit office
    names it. `label` may be shown to anybody, `full_label` to its authority where a shield hides the thing. `path` is
    the public page, `desk_path` that of its keepers.
    `public_until` is the first day no longer public, `window_until` the first day on which a notice of listing can no
    longer be disputed.
    """

    ref: Ref
    category: str
    label: str
    path: str
    enterprise: Enterprise
    agency: Agency | None
    standing: Standing
    adverse: bool
    public_until: date | None = None
    window_until: date | None = None
    desk_path: str = ""
    full_label: str = ""
    has_minimum: bool = False
    repairable_from: date | None = None
    repair_basis: str = ""
    is_disputed: bool = False
    fields: tuple[tuple[str, str], ...] = ()  # code and label of each field that may be reported

    @property
    def label_for_keepers(self) -> str:
        """The label as its authority reads it."""
        return self.full_label or self.label

    def is_of(self, agency_id: int | None) -> bool:
        """Return whether that authority decides; None is none."""
        return agency_id is not None and self.agency is not None and self.agency.pk == agency_id

    def field_label(self, code: str) -> str:
        """Return the label of a field, empty for none."""
        return dict(self.fields).get(code, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOff:
    """How a thing was taken off, whether by a case or on its own page: `second` is None until somebody confirms."""

    at: datetime
    is_repair: bool
    is_upheld: bool  # because an objection was upheld
    first: User | None
    second: User | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """Who requested and who agreed that a thing stands again which had been taken off, on its own page."""

    at: datetime
    reason: str
    first: User
    second: User


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """The undoing of a decision of a case that took a thing off: by repair, or because an objection was upheld.

    `is_by_deceit`: papers were false, which no limit of time protects. `reason` names the case.
    """

    reason: str
    is_repair: bool
    is_by_deceit: bool


def last_taken_back(steps: Iterable[Any], *, key: str) -> Mapping[int, TakenBack]:
    """Return the last undoing of each thing from its requests and the steps that agreed, the oldest first.

    `key` names the column of the thing. Two people took each, or it is none.
    """
    asked: dict[int, Any] = {}
    found: dict[int, TakenBack] = {}
    for step in steps:
        thing = getattr(step, key)
        if step.verb == "ask-takeback":
            asked[thing] = step
        elif thing in asked and asked[thing].actor and step.actor and asked[thing].actor != step.actor:
            request = asked[thing]
            found[thing] = TakenBack(at=step.at, reason=request.reason, first=request.actor, second=step.actor)
    return found


class SubjectOwner(Protocol):
    """The room that keeps one kind of thing; setting CASE_SUBJECTS registers the owners.

    Each write runs inside the transaction of the case's step, and raises the refusal of its own service.
    """

    ref_kind: RefKind

    def subject(self, *, pk: int, on: date) -> CaseSubject | None:
        """Return the thing on that day, None if there is none; nothing hidden is revealed by it."""
        ...

    def standing(self, *, pks: Collection[int], on: date) -> set[int]:
        """Return those of the things that still stand on that day; one query."""
        ...

    def successor(self, *, pk: int) -> int | None:
        """Return the version that stands in the place of this one, None if this one stands or nothing does."""
        ...

    def changed_at(self, *, pk: int) -> datetime | None:
        """Return when the last step in the thing's history was taken, None without one."""
        ...

    def wrote(self, *, pk: int, by: User) -> bool:
        """Return whether a person wrote the thing: such a one never decides."""
        ...

    def mark(self, *, pk: int, reason: str, by: User | None, at: datetime) -> bool:
        """Put the mark of a dispute on; return whether it was put on now."""
        ...

    def unmark(self, *, pk: int, outcome: str, by: User | None, at: datetime) -> None:
        """Take the mark off, if it is on."""
        ...

    def withdraw(self, *, pk: int, note: str, by: User, at: datetime) -> None:
        """Take the thing off at once, because an objection was upheld."""
        ...

    def confirm_withdrawal(self, *, pk: int, by: User, at: datetime) -> None:
        """Have a second person confirm that."""
        ...

    def refuse_withdrawal(self, *, pk: int, reason: str, by: User, at: datetime) -> None:
        """Have a second person undo that; what stands again already stays so."""
        ...

    def taken_off(self, *, pks: Collection[int]) -> Mapping[int, TakenOff]:
        """Return how those of the things were taken off that are off; one query."""
        ...

    def taken_back(self, *, pks: Collection[int]) -> Mapping[int, TakenBack]:
        """Return who put those of the things back that stand again, with their last such step."""
        ...

    def correct(self, *, pk: int, note: str, by: User, at: datetime) -> Record | None:
        """Open a draft of the corrected version, None where the thing has no versions."""
        ...

    def propose_repair(self, *, pk: int, note: str, by: User, at: datetime) -> None:
        """Prepare the repair; nothing changes until a second person confirms."""
        ...

    def turn_down_repair(self, *, pk: int, reason: str, by: User, at: datetime) -> None:
        """Drop a prepared repair."""
        ...

    def repair(self, *, pk: int, note: str, first: User, by: User, at: datetime) -> None:
        """End publication by repair: `first` decided, `by` confirms; what is off already stays so."""
        ...

    def ask_undo(self, *, pk: int, undo: Undo, by: User, at: datetime) -> None:
        """Request that what a case took off be put back."""
        ...

    def undo(self, *, pk: int, undo: Undo, first: User, by: User, at: datetime) -> None:
        """Put it back: `first` made the request, `by` agrees; what stands again already stays so."""
        ...

    def was_published(self, *, pk: int) -> bool:
        """Return whether the thing is or was public, so that undoing puts it back; a notice of listing never was."""
        ...

    def turn_down_undo(self, *, pk: int, reason: str, by: User, at: datetime) -> None:
        """Leave it off."""
        ...

    def companions(self, *, enterprise_id: int, on: date, agency_id: int | None = None) -> Iterable[int]:
        """Return what else of the enterprise might be repaired with the same entry.

        `agency_id` is the authority whose officer enters it at the counter: no shield hides its own from it.
        """
        ...

    def things(self, *, enterprise_id: int, officer: Officer, number: str, on: date) -> Iterable[int]:
        """Return what of the enterprise an officer at the counter may enter a case about.

        Public things, those of his authority that are hidden for a time, and what nobody else may know of. `number` is
        of a document in the applicant's hand, "" for none.
        """
        ...
