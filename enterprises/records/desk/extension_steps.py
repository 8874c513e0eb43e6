"""The steps on a publication extension, shown on the page of its record."""

from dataclasses import dataclass

from django.forms import Form
from django.http import QueryDict

from enterprises.records.desk.access import RecordDesk
from enterprises.records.desk.forms import NoForm, ReasonForm
from enterprises.records.extensions.services import confirm_extension, lift_extension
from enterprises.records.models import PublicationExtension, Record
from enterprises.shared import clock
from enterprises.shared.workflow.desk import Given, Step
from enterprises.shared.workflow.second_person import is_another


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionSituation:
    """An extension as an officer finds it."""

    desk: RecordDesk
    extension: PublicationExtension


def _member(at: ExtensionSituation) -> bool:
    return at.desk.officer.handles_records


def _second_member(at: ExtensionSituation) -> bool:
    return _member(at) and is_another(at.desk.user, at.extension.requested_by_id)


def _is_requested(at: ExtensionSituation) -> bool:
    return at.extension.confirmed_at is None and at.extension.lifted_at is None


def _is_in_force(at: ExtensionSituation) -> bool:
    return at.extension.confirmed_at is not None and at.extension.lifted_at is None


def _no_form(at: ExtensionSituation, data: QueryDict | None) -> Form:
    return NoForm(data, step=f"confirm-{at.extension.pk}")


def _reason_form(at: ExtensionSituation, data: QueryDict | None) -> Form:
    return ReasonForm(data, step=f"lift-{at.extension.pk}")


def _confirm(at: ExtensionSituation, given: Given) -> Record:
    return confirm_extension(extension=at.extension, by=at.desk.user, at=clock.now())


def _lift(at: ExtensionSituation, given: Given) -> Record:
    return lift_extension(extension=at.extension, reason=given["reason"], by=at.desk.user, at=clock.now())


# Two buttons lead to one address: a request is turned down, an extension in force is lifted.
STEPS: tuple[Step[ExtensionSituation], ...] = (
    Step(
        name="confirm",
        label="确认延长",
        who=_second_member,
        when=_is_requested,
        form=_no_form,
        take=_confirm,
        done="延长公示已生效。",
        is_main=True,
    ),
    Step(
        name="lift",
        title="不予延长",
        label="不予延长",
        who=_member,
        when=_is_requested,
        form=_reason_form,
        take=_lift,
        done="延长公示已解除。",
    ),
    Step(
        name="lift",
        title="解除",
        label="解除延长",
        who=_member,
        when=_is_in_force,
        form=_reason_form,
        take=_lift,
        done="延长公示已解除。",
    ),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}
