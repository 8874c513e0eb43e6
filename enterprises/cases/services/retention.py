"""Forgetting: three years after the end of a case its party, papers and statement are deleted."""

from datetime import datetime

from django.db import transaction

from enterprises.cases.models import Case, CaseMail, CaseParty
from enterprises.cases.rules.clocks import RETENTION_YEARS
from enterprises.cases.services.workflow import CASES
from enterprises.shared.attachments.store import delete_papers
from enterprises.shared.clock import day_of
from enterprises.shared.rules.days import add_months
from enterprises.shared.typed_texts.services import forget_typed


def forget_ended_cases(*, at: datetime) -> int:
    """Delete what is personal in cases that ended three years ago; return how many.

    Number, steps, outcome and dates stay, for figures and for the history of what the case was about.
    """
    before = add_months(day_of(at), -12 * RETENTION_YEARS)
    due = Case.objects.filter(forgotten_at__isnull=True, ended_at__isnull=False, ended_at__date__lte=before)
    pks = list(due.order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        _forget(Case(pk=pk), at=at)
    return len(pks)


@transaction.atomic
def _forget(case: Case, *, at: datetime) -> None:
    case = CASES.locked(case)
    CaseParty.objects.filter(case=case).delete()
    CaseMail.objects.filter(event__case=case).delete()
    papers = list(case.papers.select_related("attachment"))
    case.papers.all().delete()
    delete_papers([paper.attachment for paper in papers])
    case.statement, case.papers_wanted, case.forgotten_at = "", "", at
    case.save(update_fields=["statement", "papers_wanted", "forgotten_at"])
    forget_typed(case)
    CASES.note(case, verb="forget", by=None, at=at)
