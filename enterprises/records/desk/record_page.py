"""The page of a record, shown by reading it and by a step that came back."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enterprises.catalogue.cells import Audience
from enterprises.catalogue.display import cells_of
from enterprises.catalogue.registry import kind_of
from enterprises.records.desk.access import Desk
from enterprises.records.desk.forms import (
    DisputeForm,
    ExitForm,
    HoldForm,
    PublishForm,
    ReasonForm,
    SettleForm,
    SeverityForm,
    StepForm,
    SubmitForm,
    WithdrawForm,
)
from enterprises.records.desk.steps_open import needs_minor_reason, steps_open_to
from enterprises.records.models import Hold, Record, RecordEvent
from enterprises.records.rules.lifecycle import PENDING, State
from enterprises.records.rules.publication import Period, Refusal
from enterprises.records.rules.severity import SEVERITY_LABELS, Severity
from enterprises.records.rules.visibility import is_public
from enterprises.records.services.personal_data import suspicions_of_record
from enterprises.records.services.publication import preview_period
from enterprises.shared import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRow:
    """A hold with what this officer may do about it."""

    hold: Hold
    may_confirm: bool
    lift: StepForm | None


def render_record(
    request: HttpRequest,
    record: Record,
    *,
    desk: Desk,
    forms: Mapping[str, StepForm] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render the page of a record; `forms` replaces those that came back, with what was typed."""
    on = clock.today()
    preview = preview_period(record, on=on) if record.state in PENDING else None
    events = list(record.events.select_related("actor"))
    kind = kind_of(record.kind)
    suspicions = suspicions_of_record(record) if record.state in PENDING else ()
    steps = steps_open_to(desk, record, preview=preview, on=on)
    context = {
        "desk": desk,
        "record": record,
        "kind": kind,
        "cells": cells_of(kind, record.field_values(), audience=Audience.GOVERNMENT),
        "gravity": SEVERITY_LABELS[Severity(record.gravity)],
        "period": preview if isinstance(preview, Period) else None,
        "refusal": preview if isinstance(preview, Refusal) else None,
        "minor": needs_minor_reason(preview),
        "step_refused": refusal,
        "is_public": is_public(
            state=record.state, public_from=record.public_from, public_until=record.public_until, on=on
        ),
        "earlier": _earlier_of(record),
        "steps": steps,
        "events": events,
        "holds": _holds(record, desk=desk, forms=forms or {}),
        "suspicions": suspicions,
        "forms": {
            **_forms(
                record,
                steps=steps,
                events=events,
                minor=needs_minor_reason(preview),
                is_suspicious=bool(suspicions),
            ),
            **(forms or {}),
        },
    }
    return render(request, "desk/record.html", context, status=status)


def _forms(
    record: Record, *, steps: frozenset[str], events: list[RecordEvent], minor: bool, is_suspicious: bool
) -> dict[str, StepForm]:
    made: dict[str, StepForm] = {
        "submit": SubmitForm(step="submit"),
        "publish": PublishForm(step="publish", initial={"seen": events[-1].pk if events else None}),
        "return": ReasonForm(step="return"),
        "gravity": SeverityForm(step="gravity", initial={"gravity": record.gravity}),
        "exit": ExitForm(step="exit", initial={"exit_authority": record.agency.name}),
        "dispute": DisputeForm(step="dispute"),
        "settle-dispute": SettleForm(step="settle-dispute"),
        "hold": HoldForm(step="hold"),
        "withdraw": WithdrawForm(step="withdraw"),
    }
    if not minor:
        del made["publish"].fields["minor_reason"]
    if not is_suspicious:
        del made["publish"].fields["personal_data_confirmed"], made["submit"].fields["personal_data_confirmed"]
    return {step: form for step, form in made.items() if step in steps}


def _holds(record: Record, *, desk: Desk, forms: Mapping[str, StepForm]) -> list[HoldRow]:
    rows = []
    for hold in record.holds.order_by("-id"):
        step = lift_step(hold)
        may_act = hold.lifted_at is None and (desk.officer.may_record or desk.officer.may_review)
        waits = hold.confirmed_at is None and hold.requested_by_id != desk.user.pk
        lift = forms.get(step) or ReasonForm(step=step)
        rows.append(HoldRow(hold=hold, may_confirm=may_act and waits, lift=lift if may_act else None))
    return rows


def lift_step(hold: Hold) -> str:
    """Name the form that lifts one of several holds."""
    return f"lift-{hold.pk}"


def _earlier_of(record: Record) -> Record | None:
    """Return what a reviewer has to know of the same key: the version to be replaced, or one that was withdrawn."""
    if record.state not in PENDING or not record.natural_key:
        return None
    same = Record.objects.filter(kind=record.kind, natural_key=record.natural_key).exclude(pk=record.pk)
    return same.filter(state__in=[State.PUBLISHED, State.WITHDRAWN]).order_by("-id").first()
