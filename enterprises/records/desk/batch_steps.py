"""The step on a batch's page: a second person publishes what waits in it."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_noop

from enterprises.records.desk.access import RecordDesk
from enterprises.records.models import ImportBatch
from enterprises.records.services.batches import BatchResult, publish_batch
from enterprises.shared import clock
from enterprises.shared.rules.numbers import whole_number
from enterprises.shared.workflow.desk import Given, Step, form_of
from enterprises.shared.workflow.second_person import is_another


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSituation:
    """A batch as an officer of its agency finds it; `waiting` records of it wait, which only its page needs."""

    desk: RecordDesk
    batch: ImportBatch
    waiting: int = 0


class IdsField(forms.Field):
    """Ids of records, sent once each under one name; what is no number is left out."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: object) -> frozenset[int]:
        numbers = map(whole_number, value if isinstance(value, list) else ())
        return frozenset(each for each in numbers if each is not None)


class PublishBatchForm(forms.Form):
    """Boxes of suspicious and contradicting records, changes that the page has shown, and which button was used."""

    personal_data_confirmed = IdsField(required=False)
    contradictions_confirmed = IdsField(required=False)
    seen_change = IdsField(required=False)
    only = IdsField(required=False)  # the button of one record
    new_alone = forms.BooleanField(required=False)  # that of what changes nothing published


def _second_reviewer(at: BatchSituation) -> bool:
    return at.desk.officer.may_review and is_another(at.desk.user, at.batch.imported_by_id)


def _waits(at: BatchSituation) -> bool:
    return at.waiting > 0


def _publish(at: BatchSituation, given: Given) -> BatchResult:
    """Publish every waiting row that the rules allow, or one of them.

    Rows that change a published record are published if the page that was sent has shown the change.
    """
    return publish_batch(
        at.batch,
        by=at.desk.user,
        at=clock.now(),
        personal_data_confirmed=given["personal_data_confirmed"],
        contradictions_confirmed=given["contradictions_confirmed"],
        changes=frozenset() if given["new_alone"] else given["seen_change"],
        only=given["only"] or None,
    )


STEPS: tuple[Step[BatchSituation], ...] = (
    Step(
        name="publish",
        label=gettext_noop("公示本批次 %(waiting)s 条待审核记录"),
        who=_second_reviewer,
        when=_waits,
        form=form_of(PublishBatchForm),
        take=_publish,
        done=gettext_noop("已公示 {published} 条，{refused} 条没有公示。"),
        template="desk/batch_step.html",
    ),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}
