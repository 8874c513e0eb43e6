"""Last days that rest on a calendar not announced when they were counted."""

from django.db import transaction

from enterprises.cases.models import Case
from enterprises.cases.services.deadlines import due_in, set_due
from enterprises.cases.services.workflow import CASES
from enterprises.shared.holidays.services import working_calendar


def recount_limits() -> int:
    """Count provisional last days anew; return how many changed."""
    calendar, changed = working_calendar(), 0
    for case in Case.objects.running().filter(due_provisional=True).order_by("pk").iterator():
        due = due_in(case, calendar=calendar)
        if due is None or (due.day == case.due_on and due.provisional):
            continue
        with transaction.atomic():
            set_due(CASES.locked(case), calendar=calendar)
        changed += 1
    return changed
