"""Records as what cases are about: every change goes through the services of records."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from enterprises.agencies.models import Officer
from enterprises.agencies.permissions import NotPermitted
from enterprises.cases.kinds.repair import KIND as REPAIR
from enterprises.cases.rules.admission import Standing
from enterprises.cases.subjects.types import CaseSubject, TakenBack, TakenOff, Undo, last_taken_back, shielded_label
from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds.inspection import INSPECTION, SPOT_CHECK
from enterprises.catalogue.registry import KINDS, kind_of
from enterprises.catalogue.storage import lookup_of
from enterprises.catalogue.types import Role, Visibility
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record, RecordEvent
from enterprises.records.rules.lifecycle import DISPUTE, PENDING, State, WithdrawalReason
from enterprises.records.services.authorship import wrote_any_version
from enterprises.records.services.corrections import confirm_withdrawal, withdraw_record
from enterprises.records.services.drafting import open_correction
from enterprises.records.services.repairs import confirm_repair, propose_repair, turn_down_repair
from enterprises.records.services.takebacks import ask_takeback, refuse_withdrawal, take_back, turn_down_takeback
from enterprises.records.services.workflow import RECORDS
from enterprises.records.shielding import in_period, shield_of
from enterprises.shared.rules.masking import public_text
from enterprises.shared.workflow.second_person import is_another

MOST_THINGS = 100  # records that the search of the counter shows
_CHECK_TYPE = lookup_of(INSPECTION.role(Role.INSPECTION_TYPE))
_REPAIRABLE = tuple(code for code in KINDS if code in REPAIR.about)


class RecordSubjects:
    """The owner of records."""

    ref_kind = RefKind.RECORD

    def subject(self, *, pk: int, on: date) -> CaseSubject | None:
        """Return a record that is or was published; of one that is over only its kind is named."""
        rows = Record.objects.select_related("enterprise", "agency").filter(pk=pk, public_from__isnull=False)
        record = rows.first()
        if record is None or record.enterprise.public_from is None:
            return None
        return _subject(record, on=on)

    def standing(self, *, pks: Collection[int], on: date) -> set[int]:
        """Return the records whose period runs on that day: a shield that hides one ends no case about it."""
        return set(Record.objects.in_period(on=on).filter(pk__in=pks).values_list("pk", flat=True))

    def successor(self, *, pk: int) -> int | None:
        """Return the published version that replaced a record."""
        record = Record.objects.filter(pk=pk).first()
        while record is not None and record.state == State.SUPERSEDED:
            record = record.versions.filter(Q(state=State.PUBLISHED) | Q(state=State.SUPERSEDED)).order_by("pk").last()
        return None if record is None or record.pk == pk or record.state != State.PUBLISHED else record.pk

    def changed_at(self, *, pk: int) -> datetime | None:
        """Return when the last step of the record was taken."""
        found: datetime | None = RecordEvent.objects.filter(record=pk).aggregate(last=Max("at"))["last"]
        return found

    def wrote(self, *, pk: int, by: User) -> bool:
        """Return whether a person wrote a part of the record or of a version before it."""
        return wrote_any_version(Record.objects.get(pk=pk), by=by)

    def mark(self, *, pk: int, reason: str, by: User | None, at: datetime) -> bool:
        """Put the mark of a dispute on."""
        record = _locked(pk)
        if record.disputed_at is not None or record.state != State.PUBLISHED:
            return False
        RECORDS.mark(record, mark=DISPUTE, reason=reason, by=by, at=at)
        return True

    def unmark(self, *, pk: int, outcome: str, by: User | None, at: datetime) -> None:
        """Take the mark off."""
        record = _locked(pk)
        if record.disputed_at is not None and record.state == State.PUBLISHED:
            RECORDS.unmark(record, mark=DISPUTE, reason=outcome, by=by, at=at)

    def withdraw(self, *, pk: int, note: str, by: User, at: datetime) -> None:
        """Withdraw the record: an objection was upheld."""
        reason = WithdrawalReason.OBJECTION_UPHELD
        withdraw_record(record=_locked(pk), reason=reason, note=note, by=by, at=at, is_of_case=True)

    def confirm_withdrawal(self, *, pk: int, by: User, at: datetime) -> None:
        """Confirm the withdrawal, unless somebody has on the record's own page."""
        record = _locked(pk)
        if record.withdrawal_confirmed_by_id is None:
            confirm_withdrawal(record=record, by=by, at=at, is_of_case=True)

    def refuse_withdrawal(self, *, pk: int, reason: str, by: User, at: datetime) -> None:
        """Publish the record again, unless somebody has on the record's own page."""
        record = _locked(pk)
        if record.state == State.WITHDRAWN:
            refuse_withdrawal(record=record, reason=reason, by=by, at=at, is_of_case=True)

    def taken_off(self, *, pks: Collection[int]) -> Mapping[int, TakenOff]:
        """Return how the withdrawn ones of the records were withdrawn."""
        rows = Record.objects.filter(pk__in=pks, state=State.WITHDRAWN, withdrawn_at__isnull=False)
        return {
            record.pk: TakenOff(
                at=record.withdrawn_at,
                is_repair=record.withdrawn_reason == WithdrawalReason.REPAIRED,
                is_upheld=record.withdrawn_reason == WithdrawalReason.OBJECTION_UPHELD,
                first=record.withdrawn_by,
                second=record.withdrawal_confirmed_by,
            )
            for record in rows.select_related("withdrawn_by", "withdrawal_confirmed_by")
            if record.withdrawn_at is not None
        }

    def taken_back(self, *, pks: Collection[int]) -> Mapping[int, TakenBack]:
        """Return who put the public ones of the records back."""
        verbs = ("ask-takeback", "take-back")
        rows = RecordEvent.objects.filter(record__in=pks, record__state=State.PUBLISHED, verb__in=verbs)
        return last_taken_back(rows.select_related("actor").order_by("pk"), key="record_id")

    def correct(self, *, pk: int, note: str, by: User, at: datetime) -> Record:
        """Open the draft of a new version for a recorder, or return the one that is open."""
        record = _locked(pk)
        waiting = record.versions.filter(state__in=sorted(PENDING)).order_by("pk").last()
        if waiting is not None:
            RECORDS.note(waiting, verb="open-correction", by=by, at=at, reason=note)
            return waiting
        return open_correction(record=record, recorder=_recorder_for(record), reason=note, by=by, at=at)

    def propose_repair(self, *, pk: int, note: str, by: User, at: datetime) -> None:
        """Propose the repair in the place of any other proposal; it waits for the second person."""
        record = _without_proposal(_locked(pk), note=note, by=by, at=at)
        propose_repair(record=record, note=note, by=by, at=at, is_of_case=True)

    def turn_down_repair(self, *, pk: int, reason: str, by: User, at: datetime) -> None:
        """Turn the proposal down, if it waits."""
        record = _locked(pk)
        if record.repair_proposed_at is not None:
            turn_down_repair(record=record, reason=reason, by=by, at=at, is_of_case=True)

    def repair(self, *, pk: int, note: str, first: User, by: User, at: datetime) -> None:
        """Take the record off by repair: 终止公示. One that is off already stays so."""
        record = _locked(pk)
        if record.state == State.WITHDRAWN:
            return
        if is_another(first, record.repair_proposed_by_id):
            record = _without_proposal(record, note=note, by=by, at=at)
            record = propose_repair(record=record, note=note, by=first, at=at, is_of_case=True, is_earlier=True)
        confirm_repair(record=record, by=by, at=at, is_of_case=True)

    def ask_undo(self, *, pk: int, undo: Undo, by: User, at: datetime) -> None:
        """Request that a record be published again, in the place of any other request.

        A record that is public again needs no request.
        """
        record = _locked(pk)
        if not _is_off(record, undo):
            return
        record = _without_request(record, undo=undo, by=by, at=at)
        ask_takeback(record=record, reason=undo.reason, by=by, at=at, is_by_deceit=undo.is_by_deceit, is_of_case=True)

    def undo(self, *, pk: int, undo: Undo, first: User, by: User, at: datetime) -> None:
        """Publish it again, as the second person, unless it is public again."""
        record = _locked(pk)
        if not _is_off(record, undo):
            return
        if is_another(first, record.takeback_asked_by_id) or record.takeback_asked_at is None:
            ask_takeback(
                record=_without_request(record, undo=undo, by=by, at=at),
                reason=undo.reason,
                by=first,
                at=at,
                is_by_deceit=undo.is_by_deceit,
                is_of_case=True,
                is_earlier=True,
            )
        take_back(record=record, by=by, at=at, is_by_deceit=undo.is_by_deceit, is_of_case=True)

    def was_published(self, *, pk: int) -> bool:
        """Return True: a case is about a record once it is published."""
        return True

    def turn_down_undo(self, *, pk: int, reason: str, by: User, at: datetime) -> None:
        """Leave it off; a request that was turned down on the record's own page is gone already."""
        record = _locked(pk)
        if record.takeback_asked_at is not None:
            turn_down_takeback(record=record, reason=reason, by=by, at=at, is_of_case=True)

    def companions(self, *, enterprise_id: int, on: date, agency_id: int | None = None) -> Iterable[int]:
        """Return the adverse records of the enterprise of a kind that can be repaired, public or hidden by a shield."""
        rows = _known(on=on, agency_id=agency_id).select_related("enterprise", "agency")
        ordered = rows.filter(enterprise=enterprise_id, kind__in=_REPAIRABLE).order_by("pk")
        return [each.pk for each in ordered if kind_of(each.kind).is_adverse(each.field_values())]

    def things(self, *, enterprise_id: int, officer: Officer, number: str, on: date) -> Iterable[int]:
        """Return the newest records whose document number holds `number`; a shield hides none from their agency."""
        known = _known(on=on, agency_id=officer.agency_id)
        found = known.filter(enterprise=enterprise_id, document_number__icontains=number)
        return found.order_by("-decided_on", "-pk").values_list("pk", flat=True)[:MOST_THINGS]


def _known(*, on: date, agency_id: int | None) -> QuerySet[Record]:
    """Return the public records, and those of that authority which a shield hides."""
    known = Record.objects.public(on=on)
    return known if agency_id is None else known | Record.objects.in_period(on=on).filter(agency=agency_id)


def spot_checks_behind(record: Record, *, on: date) -> list[Record]:
    """Return the failed spot checks that may lie behind a penalty: same enterprise and agency, not after its decision.

    SAMR order 107: they end with its repair. Those that name the penalty end by themselves; of the others an officer
    names those that do. One that a shield hides is among them.
    """
    if record.kind != KindCode.PENALTY or record.decided_on is None:
        return []
    rows = Record.objects.in_period(on=on).filter(
        enterprise=record.enterprise_id,
        agency=record.agency_id,
        kind=INSPECTION.code,
        decided_on__lte=record.decided_on,
        penalty__isnull=True,
        **{_CHECK_TYPE: SPOT_CHECK},
    )
    return [each for each in rows.order_by("-decided_on", "pk") if INSPECTION.is_adverse(each.details)]


def _subject(record: Record, *, on: date) -> CaseSubject:
    kind = kind_of(record.kind)
    standing = _standing(record, on=on)
    is_shown = standing is Standing.PUBLIC
    label = f"{kind.label} {public_text(record.document_number)}".strip()
    return CaseSubject(
        ref=Ref(kind=RefKind.RECORD, id=record.pk),
        category=record.kind,
        label=label if is_shown else kind.label,
        full_label=shielded_label(label) if standing is Standing.UNAVAILABLE else "",
        path=reverse("enterprises:file", args=[record.enterprise.uscc]),
        desk_path=reverse("desk:record", args=[record.pk]),
        enterprise=record.enterprise,
        agency=record.agency,
        standing=standing,
        adverse=kind.is_adverse(record.field_values()),
        public_until=record.public_until,
        has_minimum=kind.has_severity,
        repairable_from=record.repairable_from,
        repair_basis=record.repair_basis,
        is_disputed=record.disputed_at is not None,
        fields=tuple((field.code, field.label) for field in kind.fields if field.visibility is Visibility.PUBLIC),
    )


def _standing(record: Record, *, on: date) -> Standing:
    if not in_period(record, on=on):
        return Standing.OVER
    return Standing.PUBLIC if shield_of(record, on=on) is None else Standing.UNAVAILABLE


def _locked(pk: int) -> Record:
    return RECORDS.locked(Record(pk=pk))


def _is_off(record: Record, undo: Undo) -> bool:
    """Return whether a record is withdrawn for the reason for which the case withdrew it."""
    reason = WithdrawalReason.REPAIRED if undo.is_repair else WithdrawalReason.OBJECTION_UPHELD
    return record.state == State.WITHDRAWN and record.withdrawn_reason == reason


def _without_proposal(record: Record, *, note: str, by: User, at: datetime) -> Record:
    """Return the record once a proposal that somebody made on its own page has given way to that of a case."""
    if record.repair_proposed_at is None:
        return record
    return turn_down_repair(record=record, reason=note, by=by, at=at, is_of_case=True)


def _without_request(record: Record, *, undo: Undo, by: User, at: datetime) -> Record:
    """Return the record once a request to take it back has given way to that of a case."""
    if record.takeback_asked_at is None:
        return record
    return turn_down_takeback(record=record, reason=undo.reason, by=by, at=at, is_of_case=True)


def _recorder_for(record: Record) -> User:
    """Return the recorder to whom the correction goes: who recorded it, else another of the agency.

    :raises NotPermitted: the agency has no recorder.
    """
    recorders = Officer.objects.filter(agency=record.agency_id, may_record=True, user__is_active=True)
    own = recorders.filter(user=record.recorded_by_id).first() or recorders.order_by("user_id").first()
    if own is None:
        raise NotPermitted("本机关没有录入员，无法建立更正草稿，请联系管理员开通。")
    return own.user


owner = RecordSubjects()
