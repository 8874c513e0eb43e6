"""Pages of proposals and listings."""

from collections.abc import Mapping

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from enterprises.cases.selectors import cases_about
from enterprises.documents.letters.services import record_service
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record
from enterprises.shared import clock
from enterprises.shared.attachments.downloads import attachment_answer
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.incoming.uploads import IncomingUpload
from enterprises.shared.outages import refusing_outages
from enterprises.shared.refusals import Refused
from enterprises.shared.wording import sentence_text
from enterprises.shared.workflow.desk import attempt_in, offers_of, refusals_in_messages, refusals_on
from enterprises.shared.workflow.reserved import reservations_of
from lists.listings.desk.access import Office, at_the_office
from lists.listings.desk.forms import ProofForm, ProposalForm
from lists.listings.desk.history import listing_history
from lists.listings.desk.letters import letter_lines, service_form
from lists.listings.desk.papers import ListingPaperForm
from lists.listings.desk.reserved_steps import notices_of, open_steps
from lists.listings.desk.steps import STEPS_BY_NAME, ListingSituation
from lists.listings.models import Listing
from lists.listings.queries import obstacles_now, waiting_matters
from lists.listings.rules import ListingState
from lists.listings.services.decisions import propose_listing
from lists.listings.services.letter_queries import letters_of_listing
from lists.listings.services.letters import coming_letters_of
from lists.listings.services.notices import attach_proof, window_is_provisional
from lists.listings.services.tasks import request_proposals


@require_POST
@at_the_office
def propose(request: HttpRequest, slug: str, *, office: Office) -> HttpResponseBase:
    """Have the worker propose whom the criteria find today."""
    credit_list = office.credit_list(slug)
    with refusals_in_messages(request, done="已交后台按标准检索，办完后在本页显示。"):
        request_proposals(credit_list=credit_list, by=office.user, at=clock.now())
    return redirect("lists-desk:list", slug=slug)


@at_the_office
def new_proposal(request: HttpRequest, slug: str, *, office: Office) -> HttpResponseBase:
    """Propose one enterprise by hand."""
    credit_list = office.credit_list(slug)
    form = ProposalForm(request.POST if request.method == "POST" else None, credit_list=credit_list)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            listing = propose_listing(
                credit_list=credit_list,
                enterprise=given["uscc"],
                criterion=given["criterion"],
                reason=given["reason"],
                record_ids=(),
                by=office.user,
                at=clock.now(),
                ground_document=given.get("ground_document", ""),
                ground_penalty=given.get("ground_penalty", ""),
            )
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
    situation = _situation(office, office.listing(pk))
    tried = attempt_in(STEPS_BY_NAME, step, situation, request.POST)
    if tried.is_done:
        messages.success(request, STEPS_BY_NAME[step].done)
        return redirect("lists-desk:listing", pk=pk)
    if tried.refusal is not None:
        tried.form.add_error(None, sentence_text(tried.refusal.sentence))
    return _render_listing(request, office.listing(pk), office=office, bound=tried.bound, status=UNPROCESSABLE)


@at_the_office
def proof(request: HttpRequest, pk: int, *, office: Office) -> HttpResponseBase:
    """Attach the proof of service, or hand it to an officer."""
    listing = office.listing(pk)
    if request.method != "POST":
        return attachment_answer(listing.notice_proof, name=f"proof-{listing.pk}")
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        given: IncomingUpload = form.cleaned_data["file"]
        try:
            with refusing_outages():
                attach_proof(listing=listing, path=given.path, by=office.user, at=clock.now())
        except Refused as refusal:
            form.add_error("file", sentence_text(refusal.sentence))
        else:
            messages.success(request, "送达证明已上传。")
            return redirect("lists-desk:listing", pk=pk)
    return _render_listing(request, office.listing(pk), office=office, proof_form=form, status=UNPROCESSABLE)


@require_POST
@at_the_office
def serve_letter(request: HttpRequest, pk: int, letter: int, *, office: Office) -> HttpResponseBase:
    """Record that a letter of the listing was served; the service of the notice opens the window."""
    listing = office.listing(pk)
    found = letters_of_listing(listing).filter(pk=letter).first()
    if found is None:
        raise Http404("no such letter")
    form = service_form(letter, request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        proof: IncomingUpload | None = given.pop("proof")
        with refusals_on(form):
            record_service(letter=found, proof=proof.path if proof else None, by=office.user, at=clock.now(), **given)
            messages.success(request, "送达已登记。")
            return redirect("lists-desk:listing", pk=pk)
    return _render_listing(
        request, office.listing(pk), office=office, service_forms={letter: form}, status=UNPROCESSABLE
    )


def _situation(office: Office, listing: Listing) -> ListingSituation:
    return ListingSituation(
        user=office.user,
        agency=office.agency,
        decides=office.decides,
        listing=listing,
        reserved=reservations_of(listing, enterprise_id=listing.enterprise_id),
    )


def _render_listing(
    request: HttpRequest,
    listing: Listing,
    *,
    office: Office,
    bound: Mapping[str, Form] | None = None,
    proof_form: ProofForm | None = None,
    service_forms: Mapping[int, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    situation = _situation(office, listing)
    steps = offers_of(open_steps(situation), situation, bound=bound or {})
    offered = {one.step.name for one in steps}
    context = {
        "listing": listing,
        "records": Record.objects.filter(pk__in=listing.record_ids).select_related("agency").order_by("pk"),
        "steps": steps,
        # Somebody else was quicker: the step is no longer offered, but what was typed must not be lost.
        "late": [(STEPS_BY_NAME[name], form) for name, form in (bound or {}).items() if name not in offered],
        "history": listing_history(listing),
        "letters": letter_lines(listing, by=office.user, forms=service_forms or {}),
        "coming_letters": list(coming_letters_of(listing)),
        "matters": waiting_matters(for_user=office.user).filter(listing=listing),
        "obstacles": obstacles_now(listing, on=clock.today()),
        "papers": listing.papers.select_related("added_by"),
        "paper_form": ListingPaperForm(),
        "cases": cases_about(Ref(kind=RefKind.LISTING, id=listing.pk), agency=office.agency),
        "reserved": notices_of(situation),
        "proof_form": proof_form or (ProofForm() if _takes_proof(listing) else None),
        "is_for_another": _is_for_another(office, listing),
        "waits_for_another": situation.waits_for_another,
        "window_is_provisional": window_is_provisional(listing),
    }
    return render(request, "lists/desk/listing.html", context, status=status)


def _takes_proof(listing: Listing) -> bool:
    return listing.state == ListingState.NOTIFIED and listing.credit_list.is_ours


def _is_for_another(office: Office, listing: Listing) -> bool:
    """Return whether a decision waits that an officer of another body must enter."""
    is_open = listing.state == ListingState.NOTIFIED and listing.credit_list.is_ours
    return is_open and listing.credit_list.slug not in office.decides
