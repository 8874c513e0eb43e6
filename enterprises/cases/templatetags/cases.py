"""Where a page leads from what it shows to the forms of cases."""

from django import template
from django.utils.translation import gettext, pgettext

from enterprises.cases.desk.proposals import Consequence
from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import STEP_LABELS, CaseStep
from enterprises.cases.models import Case
from enterprises.cases.pages.view import CaseView
from enterprises.cases.rules.lifecycle import CASE_STATE_LABELS, CaseState
from enterprises.cases.services.next_step import NEXT_STEPS, NO_AGENCY
from enterprises.cases.subjects.registry import FILE_PREFIX, ref_text, subject_owners
from enterprises.catalogue.registry import kind_of
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record

register = template.Library()


@register.filter
def about(ref: Ref) -> str:
    """Write what a case may be about as addresses name it, empty where no case may be about it."""
    return ref_text(ref) if ref.kind in subject_owners() else ""


@register.filter
def about_listing(pk: int) -> str:
    """Write a listing as addresses name it."""
    return about(Ref(kind=RefKind.LISTING, id=pk))


@register.filter
def about_file(uscc: str) -> str:
    """Write the register's file of an enterprise as addresses name it."""
    return f"{FILE_PREFIX}{uscc}"


@register.filter
def case_kind_label(case: Case) -> str:
    """Name the kind of a case."""
    return gettext(case_kind(case.kind).label)


@register.filter
def next_step(view: CaseView) -> str:
    """State who has to act next and what he has to do, in the reader's language; empty where nothing is due."""
    if not view.due_step:
        return ""
    return gettext(NEXT_STEPS[CaseStep(view.due_step)]).format(agency=view.agency or gettext(NO_AGENCY))


@register.filter
def consequence_sentence(consequence: Consequence) -> str:
    """State what a decision leads to, in the reader's language."""
    checks = gettext("、").join(_spot_check(each) for each in consequence.checks)
    return gettext(consequence.words).format(**consequence.facts, checks=checks)


def _spot_check(record: Record) -> str:
    name = f"{gettext(kind_of(record.kind).label)} {record.document_number}".strip()
    return name + gettext("（记录{pk}）").format(pk=record.pk)


@register.filter
def case_state_label(case: Case) -> str:
    """Name the state of a case."""
    return pgettext("case state", CASE_STATE_LABELS[CaseState(case.state)])


@register.filter
def due_label(case: Case) -> str:
    """Name what is due in a case, empty for nothing."""
    return gettext(STEP_LABELS[CaseStep(case.due_step)]) if case.due_step else ""
