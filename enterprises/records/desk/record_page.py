"""The page of a record, shown by reading it and by a step that came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop

from enterprises.catalogue.cells import Audience
from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.display import cells_of
from enterprises.catalogue.registry import kind_of
from enterprises.records.desk import extension_steps, paper_steps, reserved_steps
from enterprises.records.desk.access import RecordDesk
from enterprises.records.desk.extension_steps import ExtensionSituation
from enterprises.records.desk.history import last_return, record_history
from enterprises.records.desk.paper_steps import PaperSituation
from enterprises.records.desk.papers import RecordPaperForm
from enterprises.records.desk.published_steps import exit_waits, repair_waits, withdrawal_waits
from enterprises.records.desk.situation import Situation
from enterprises.records.models import PublicationExtension, Record, RecordPaper
from enterprises.records.rules.lifecycle import PENDING, State
from enterprises.records.rules.maker_comments import hearing_refusal
from enterprises.records.rules.penalty_links import bounded_end
from enterprises.records.rules.publication import Period, Refusal
from enterprises.records.rules.severity import SEVERITY_LABELS, Severity
from enterprises.records.rules.visibility import is_public
from enterprises.records.services.maker_notices import hearing_of, inform_by, notices_of
from enterprises.records.services.penalty_links import penalty_end, records_beside
from enterprises.records.services.personal_data import suspicions_of_record
from enterprises.records.services.publication import extension_of_predecessor, preview_period
from enterprises.records.shielding import shield_of
from enterprises.shared import clock
from enterprises.shared.workflow.desk import Offer, offers_of
from enterprises.shared.workflow.reserved import reservations_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """The form of a step that came back; `extension_id` where it is a step on an extension."""

    step: str
    form: Form
    extension_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRow:
    """An extension with the steps that this officer may take on it."""

    extension: PublicationExtension
    steps: list[Offer[ExtensionSituation]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A paper with the steps that this officer may take on it."""

    paper: RecordPaper
    waits_for_another: bool
    steps: list[Offer[PaperSituation]]


def render_record(
    request: HttpRequest,
    record: Record,
    *,
    desk: RecordDesk,
    returned: Returned | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render the page of a record; `returned` replaces the form of its step, with what was typed."""
    on = clock.today()
    events = list(record.events.select_related("actor"))
    extended_until = extension_of_predecessor(record, on=on) if record.state in PENDING else None
    situation = _situation(
        record, desk=desk, on=on, extended_until=extended_until, seen=events[-1].pk if events else None
    )
    kind = kind_of(record.kind)
    context = {
        "desk": desk,
        "record": record,
        "kind": kind,
        "cells": cells_of(kind, record.field_values(), audience=Audience.GOVERNMENT),
        "gravity": SEVERITY_LABELS[Severity(record.gravity)],
        "minor": situation.needs_minor_reason,
        "step_refused": refusal,
        "contradictions": record.contradictions if record.state in PENDING else "",
        "earlier": _earlier_of(record),
        "steps": offers_of(reserved_steps.open_steps(situation), situation, bound=_bound(returned, extension_id=None)),
        "reserved": reserved_steps.notices_of(situation),
        "waiting": _waiting(situation),
        "history": record_history(events),
        "returned": last_return(events) if record.state == State.RETURNED else None,
        "maker": situation,
        "inform_by": inform_by(record.created_at) if situation.awaiting and not situation.notice else None,
        "extensions": _extensions(record, desk=desk, returned=returned),
        "suspicions": situation.suspicions,
        **_visibility(record, on=on),
        **_outlook(situation.preview, record=record, extended_until=extended_until),
        **_papers(record, desk=desk),
    }
    return render(request, "desk/record.html", context, status=status)


def _situation(
    record: Record, *, desk: RecordDesk, on: date, extended_until: date | None, seen: int | None
) -> Situation:
    """Return what decides which steps are offered; only a waiting record has an outlook, suspicions and a hearing."""
    notice = notices_of([record]).get(record.pk)
    if record.state not in PENDING:
        reserved = reservations_of(record, enterprise_id=record.enterprise_id)
        return Situation(desk=desk, record=record, on=on, seen=seen, notice=notice, reserved=reserved)
    return Situation(
        desk=desk,
        record=record,
        on=on,
        preview=preview_period(record, on=on, extended_until=extended_until),
        seen=seen,
        suspicions=suspicions_of_record(record),
        notice=notice,
        awaiting=hearing_refusal(hearing_of(record, notice=notice, by=desk.user), on=on),
    )


def _waiting(at: Situation) -> list[str]:
    """Return the labels of what another person has to confirm."""
    waits = {
        gettext_noop("撤下待另一人确认"): withdrawal_waits(at),
        gettext_noop("移出待另一人确认"): exit_waits(at),
        gettext_noop("信用修复待另一人确认"): repair_waits(at),
        gettext_noop("恢复公示待另一人确认"): at.record.takeback_asked_at is not None,
    }
    return [label for label, stands in waits.items() if stands]


def _visibility(record: Record, *, on: date) -> dict[str, object]:
    """Return whether the public sees the record on that day, and the shield that hides it."""
    shield = shield_of(record, on=on)
    days = {"public_from": record.public_from, "public_until": record.public_until}
    return {
        "shield": shield,
        "is_public": is_public(state=record.state, is_shielded=shield is not None, on=on, **days),
    }


def _outlook(preview: Period | Refusal | None, *, record: Record, extended_until: date | None) -> dict[str, object]:
    """Return what publication would make of a waiting record, and the records that stand beside it."""
    beside = records_beside(record)
    period = preview if isinstance(preview, Period) else None
    return {
        "period": period,
        "refusal": preview if isinstance(preview, Refusal) else None,
        "carried_until": extended_until if period else None,
        "beside": beside,
        "followed_until": _followed_until(preview, beside=beside),
    }


def _papers(record: Record, *, desk: RecordDesk) -> dict[str, object]:
    return {
        "papers": [
            _paper_row(PaperSituation(desk=desk, paper=paper))
            for paper in record.papers.select_related("added_by", "released_by")
        ],
        "paper_form": RecordPaperForm(record),
    }


def _paper_row(situation: PaperSituation) -> PaperRow:
    return PaperRow(
        paper=situation.paper,
        waits_for_another=situation.waits_for_another,
        steps=offers_of(paper_steps.STEPS, situation, bound={}),
    )


def _followed_until(preview: Period | Refusal | None, *, beside: Sequence[Record]) -> date | None:
    """Return the end that the penalty behind a waiting check would give it, where that is earlier than its own."""
    if not isinstance(preview, Period) or not beside or beside[0].kind != KindCode.PENALTY:
        return None
    until = bounded_end(preview.public_until, penalty_end=penalty_end(beside[0]))
    return until if until != preview.public_until else None


def _extensions(record: Record, *, desk: RecordDesk, returned: Returned | None) -> list[ExtensionRow]:
    return [
        ExtensionRow(
            extension=extension,
            steps=offers_of(
                extension_steps.STEPS,
                ExtensionSituation(desk=desk, extension=extension),
                bound=_bound(returned, extension_id=extension.pk),
            ),
        )
        for extension in record.extensions.order_by("-id")
    ]


def _bound(returned: Returned | None, *, extension_id: int | None) -> Mapping[str, Form]:
    """Return the form that came back, if it is one of the record or of that extension."""
    if returned is None or returned.extension_id != extension_id:
        return {}
    return {returned.step: returned.form}


def _earlier_of(record: Record) -> Record | None:
    """Return what a reviewer has to know: the record that is corrected, else one of the key, public or withdrawn."""
    if record.state not in PENDING:
        return None
    known = (State.PUBLISHED, State.WITHDRAWN)
    if record.supersedes is not None and record.supersedes.state in known:
        return record.supersedes
    if not record.natural_key:
        return None
    same = Record.objects.filter(kind=record.kind, natural_key=record.natural_key).exclude(pk=record.pk)
    return same.filter(state__in=known).order_by("-id").first()
