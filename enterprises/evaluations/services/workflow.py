"""The workflow of institutions: docs/rules/evaluations.md."""

from enterprises.catalogue.codes import KindCode
from enterprises.evaluations.models import Institution, InstitutionEvent
from enterprises.evaluations.rules import INSTITUTION_LIFECYCLE, InstitutionState
from enterprises.evaluations.selectors import by_institution
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.workflow.workflow import HistoryEntry, Workflow


def _write(institution: Institution, entry: HistoryEntry) -> None:
    InstitutionEvent.objects.create(institution=institution, **entry.columns)


def _announce(institution: Institution) -> None:
    """Announce the credit files that show a grade of the institution: its mark stands beside each."""
    records = Record.objects.filter(by_institution(institution.code), kind=KindCode.EVALUATION, state=State.PUBLISHED)
    touch_credit_files(sorted(set(records.order_by().values_list("enterprise_id", flat=True))))


INSTITUTIONS: Workflow[Institution, InstitutionState] = Workflow(
    model=Institution,
    lifecycle=INSTITUTION_LIFECYCLE,
    write=_write,
    announce=_announce,
    related=("agency",),
    longest_reason=InstitutionEvent._meta.get_field("reason").max_length or 0,
)
