"""Where a page leads from what it shows to the forms of cases."""

from django import template
from django.utils.translation import gettext, pgettext

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import STEP_LABELS, CaseStep
from enterprises.cases.models import Case
from enterprises.cases.rules.admission import CaseAdmission
from enterprises.cases.rules.lifecycle import CASE_STATE_LABELS, CaseState
from enterprises.cases.subjects.registry import FILE_PREFIX, ref_text, subject_owners
from enterprises.documents.refs import Ref, RefKind

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
def admission_sentence(admission: CaseAdmission) -> str:
    """State whether one may apply, in the reader's language; names and days stay as they are."""
    facts = {**admission.facts, "kind": gettext(admission.facts.get("kind", ""))}
    return gettext(admission.words).format(**facts)


@register.filter
def case_state_label(case: Case) -> str:
    """Name the state of a case."""
    return pgettext("case state", CASE_STATE_LABELS[CaseState(case.state)])


@register.filter
def due_label(case: Case) -> str:
    """Name what is due in a case, empty for nothing."""
    return gettext(STEP_LABELS[CaseStep(case.due_step)]) if case.due_step else ""
