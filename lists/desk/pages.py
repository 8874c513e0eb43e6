"""Pages of the credit office: proposals, decisions, editions."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from enterprises.documents.checking import damaged_files
from enterprises.shared import clock
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.paging import page_of
from enterprises.shared.workflow.desk import refusals_on
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.editions.desk import DraftForm
from lists.editions.models import Edition
from lists.editions.rules import EditionState
from lists.editions.services.checking import open_problems
from lists.editions.services.editions import draft_edition
from lists.external.models import ExternalProposal
from lists.listings.desk.access import Office, at_the_office
from lists.listings.desk.filters import DeskFilter
from lists.listings.queries import lists_with_counts, red_listings_hidden, waiting_matters
from lists.listings.rules import ListingState
from lists.listings.tasks import ListTask, TaskKind

PAGE_SIZE, SHOWN = 50, 20


@require_safe
@at_the_office
def home(request: HttpRequest, *, office: Office) -> HttpResponse:
    """Show the lists and what waits: to notify, to decide, to confirm, to publish."""
    on, listings = clock.today(), office.listings().order_by("pk")
    decided_here = listings.filter(credit_list__slug__in=office.decides)
    to_decide = decided_here.filter(state=ListingState.NOTIFIED, objection_until__lte=on)
    to_confirm = listings.filter(state=ListingState.REMOVED, removal_confirmed_by__isnull=True)
    drafts = Edition.objects.filter(state=EditionState.DRAFT).select_related("drafted_by")
    context = {
        "lists": lists_with_counts(on=on).prefetch_related(Prefetch("editions", drafts, to_attr="drafts")),
        "to_notify": listings.filter(state=ListingState.PROPOSED, kind=ListKind.OURS)[:SHOWN],
        "to_decide": to_decide.exclude(proposed_by=office.user)[:SHOWN],
        "waiting": waiting_matters(for_user=office.user)[:SHOWN],
        "hidden": red_listings_hidden(on=on)[:SHOWN],
        "damaged": open_problems(),
        "damaged_documents": damaged_files()[:SHOWN],
        "watched": CreditList.objects.filter(kind=ListKind.WATCH),
        "external": ExternalProposal.objects.exclude(handed_in_by=office.user)
        .select_related("credit_list", "handed_in_by")
        .order_by("pk"),
        "today": on,
        "to_confirm": to_confirm.exclude(removed_by=office.user)[:SHOWN],
    }
    return render(request, "lists/desk/home.html", context)


@require_safe
@at_the_office
def list_page(request: HttpRequest, slug: str, *, office: Office) -> HttpResponse:
    """Show the listings of a list in every state."""
    return _render_list(request, office.credit_list(slug), office=office)


@require_POST
@at_the_office
def draft(request: HttpRequest, slug: str, *, office: Office) -> HttpResponseBase:
    """Draft an edition."""
    credit_list, form = office.credit_list(slug), DraftForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            draft_edition(credit_list=credit_list, as_of=form.cleaned_data["as_of"], by=office.user, at=clock.now())
            messages.success(request, "已起草，请另一人核对后发布。")
            return redirect("lists-desk:draft-page", slug=slug)
    return _render_list(request, credit_list, office=office, draft_form=form, status=UNPROCESSABLE)


def _render_list(
    request: HttpRequest,
    credit_list: CreditList,
    *,
    office: Office,
    draft_form: DraftForm | None = None,
    status: int = 200,
) -> HttpResponse:
    chosen = DeskFilter(request.GET, queryset=office.listings().filter(credit_list=credit_list))
    context = {
        "list": credit_list,
        "filter": chosen,
        "page": page_of(request, chosen.qs.order_by("-pk"), size=PAGE_SIZE),
        "draft_form": draft_form or DraftForm(initial={"as_of": clock.today()}),
        "has_draft": Edition.objects.filter(credit_list=credit_list, state=EditionState.DRAFT).exists(),
        "proposing": ListTask.objects.filter(credit_list=credit_list, kind=TaskKind.PROPOSE).last(),
    }
    return render(request, "lists/desk/list.html", context, status=status)
