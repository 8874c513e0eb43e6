"""Pages of the credit office: proposals, decisions, editions."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from enterprises import clock
from enterprises.http import UNPROCESSABLE
from enterprises.models import Record
from enterprises.outages import refusing_outages
from enterprises.services.refusals import Refused
from lists.desk.access import Office, at_the_office
from lists.desk.forms import DeskFilter, DraftForm, ProposalForm, steps_open_to
from lists.desk.history import timeline_of
from lists.desk.steps import STEPS
from lists.models import CreditList, Edition, Listing
from lists.queries import left_out_of, listings_without_ground, lists_with_counts
from lists.rules.procedure import ListingState
from lists.services.decisions import propose_listing
from lists.services.editions import draft_edition, draft_of, draft_seen, publish_edition
from lists.services.proposals import propose_listings

PAGE_SIZE, SHOWN = 50, 20


@require_safe
@at_the_office
def home(request: HttpRequest, *, office: Office) -> HttpResponse:
    """Show the lists and what waits: to notify, to decide, to confirm, to publish."""
    on, listings = clock.today(), office.listings().order_by("pk")
    to_decide = listings.filter(state=ListingState.NOTIFIED, objection_until__lte=on)
    to_confirm = listings.filter(state=ListingState.REMOVED, removal_confirmed_by__isnull=True)
    drafts = Edition.objects.filter(state=Edition.State.DRAFT).select_related("drafted_by")
    context = {
        "lists": lists_with_counts(on=on).prefetch_related(Prefetch("editions", drafts, to_attr="drafts")),
        "to_notify": listings.filter(state=ListingState.PROPOSED)[:SHOWN],
        "to_decide": to_decide.exclude(proposed_by=office.user)[:SHOWN],
        "without_ground": listings_without_ground(on=on)[:SHOWN],
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
def propose(request: HttpRequest, slug: str, *, office: Office) -> HttpResponseBase:
    """Run the criteria over what is public today."""
    credit_list, at = office.credit_list(slug), clock.now()
    try:
        with refusing_outages():
            proposed = propose_listings(credit_list=credit_list, on=clock.day_of(at), by=office.user, at=at)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"按标准提出{len(proposed)}条列入建议。")
    return redirect("lists-desk:list", slug=slug)


@at_the_office
def new_proposal(request: HttpRequest, slug: str, *, office: Office) -> HttpResponseBase:
    """Propose one enterprise by hand."""
    credit_list = office.credit_list(slug)
    form = ProposalForm(request.POST if request.method == "POST" else None, credit_list=credit_list)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with refusing_outages():
                listing = propose_listing(
                    credit_list=credit_list,
                    enterprise=given["uscc"],
                    criterion=given["criterion"],
                    reason=given["reason"],
                    record_ids=(),
                    by=office.user,
                    at=clock.now(),
                )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "已提出列入建议。")
            return redirect("lists-desk:listing", pk=listing.pk)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "lists/desk/proposal.html", {"list": credit_list, "form": form}, status=status)


@require_safe
@at_the_office
def listing_page(request: HttpRequest, pk: int, *, office: Office) -> HttpResponse:
    """Show one listing, what it rests on, its history and the steps open now."""
    return _render_listing(request, office.listing(pk), office=office)


@require_POST
@at_the_office
def take_step(request: HttpRequest, pk: int, step: str, *, office: Office) -> HttpResponseBase:
    """Take one step; a refusal comes back on the listing's page with its sentence."""
    listing = office.listing(pk)
    if step not in STEPS:
        raise Http404("no such step")
    form = STEPS[step].form(listing, request.POST)
    if form.is_valid():
        try:
            with refusing_outages():
                STEPS[step].take(listing, by=office.user, given=form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, STEPS[step].done)
            return redirect("lists-desk:listing", pk=pk)
    bound = {step: form}
    return _render_listing(request, office.listing(pk), office=office, bound=bound, status=UNPROCESSABLE)


@require_POST
@at_the_office
def draft(request: HttpRequest, slug: str, *, office: Office) -> HttpResponseBase:
    """Draft an edition."""
    credit_list, form = office.credit_list(slug), DraftForm(request.POST)
    if form.is_valid():
        try:
            with refusing_outages():
                draft_edition(credit_list=credit_list, as_of=form.cleaned_data["as_of"], by=office.user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "已起草，请另一人核对后发布。")
            return redirect("lists-desk:draft-page", slug=slug)
    return _render_list(request, credit_list, office=office, draft_form=form, status=UNPROCESSABLE)


@require_safe
@at_the_office
def draft_page(request: HttpRequest, slug: str, *, office: Office) -> HttpResponseBase:
    """Show the draft, and what it leaves out and why."""
    credit_list = office.credit_list(slug)
    try:
        edition = draft_of(credit_list)
    except Refused as refusal:
        messages.info(request, refusal.sentence)
        return redirect("lists-desk:list", slug=slug)
    page = Paginator(edition.entries.order_by("position"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "list": credit_list,
        "edition": edition,
        "page": page,
        "left_out": left_out_of(edition),
        "is_own": edition.drafted_by_id == office.user.pk,
    }
    return render(request, "lists/desk/draft.html", context)


@require_POST
@at_the_office
def publish(request: HttpRequest, slug: str, pk: int, *, office: Office) -> HttpResponseBase:
    """Publish the draft that was looked at; one that replaced it meanwhile is refused."""
    credit_list = office.credit_list(slug)
    try:
        with refusing_outages():
            published = publish_edition(edition=draft_seen(credit_list, pk=pk), by=office.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("lists-desk:draft-page", slug=slug)
    messages.success(request, f"第{published.number}期已发布。")
    return redirect("lists:edition", slug=slug, number=published.number)


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
        "page": Paginator(chosen.qs.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page")),
        "draft_form": draft_form or DraftForm(initial={"as_of": clock.today()}),
        "has_draft": Edition.objects.filter(credit_list=credit_list, state=Edition.State.DRAFT).exists(),
    }
    return render(request, "lists/desk/list.html", context, status=status)


def _render_listing(
    request: HttpRequest,
    listing: Listing,
    *,
    office: Office,
    bound: Mapping[str, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    open_steps = steps_open_to(listing, user_id=office.user.pk)
    steps = [
        {"name": name, "step": STEPS[name], "form": (bound or {}).get(name) or STEPS[name].form(listing, None)}
        for name in open_steps
    ]
    context = {
        "listing": listing,
        "records": Record.objects.filter(pk__in=listing.record_ids).select_related("agency").order_by("pk"),
        "steps": steps,
        # Somebody else was quicker: the step is no longer offered, but what was typed must not be lost.
        "late": [(STEPS[name], form) for name, form in (bound or {}).items() if name not in open_steps],
        "events": timeline_of(listing),
        "is_own": listing.proposed_by_id == office.user.pk,
    }
    return render(request, "lists/desk/listing.html", context, status=status)
