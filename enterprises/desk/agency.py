"""The page of an officer's agency: its names and codes of then and now, and who has its duties today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enterprises.agencies.desk import AgencyDesk, at_the_desk
from enterprises.agencies.domains import REGULATOR_LABELS
from enterprises.agencies.names import successions_of
from enterprises.shared.workflow.history import history_of


@require_safe
@at_the_desk
def agency_page(request: HttpRequest, *, desk: AgencyDesk) -> HttpResponse:
    """Show by which names and codes imports and searches find the agency, each with its days and source."""
    agency = desk.agency
    context = {
        "desk": desk,
        "agency": agency,
        "regulator": REGULATOR_LABELS[agency.governing_regulator],
        "former_names": agency.former_names.all(),
        "successions": successions_of(agency),
        "history": history_of(
            agency.events.select_related("actor"), label=lambda event: f"{event.before} → {event.after}"
        ),
    }
    return render(request, "desk/agency.html", context)
