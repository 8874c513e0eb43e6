"""Campaigns of an agency: list, proposal, the page of one with its results, and the steps."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.agencies.desk import AgencyDesk, at_the_desk, typed_of
from enterprises.enforcement.desk.forms import CampaignForm, ResultsForm
from enterprises.enforcement.desk.steps import STEPS, STEPS_BY_NAME, CampaignSituation
from enterprises.enforcement.models import Campaign, CampaignEvent, CampaignReport
from enterprises.enforcement.rules import CAMPAIGN_LABELS, REPORT_LABELS, CampaignState, ReportState
from enterprises.enforcement.selectors import checked_results, results_of
from enterprises.enforcement.services.campaigns import propose_campaign, report_results
from enterprises.enforcement.sheets import read_results
from enterprises.shared import clock
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.incoming.uploads import IncomingUpload
from enterprises.shared.outages import refusing_outages
from enterprises.shared.paging import page_of
from enterprises.shared.refusals import Refused
from enterprises.shared.sheets.source import UnreadableFile
from enterprises.shared.wording import sentence_text
from enterprises.shared.workflow.desk import Attempt, attempt_in, refusals_on, steps_shown
from enterprises.shared.workflow.history import history_of

PAGE_SIZE = 30
VERBS = {"propose": "提出行动", "publish": "公布行动", "refuse": "不予公布行动", "withdraw": "撤下行动"}
REPORT_VERBS = {
    "report": "登记结果",
    "publish": "公布结果",
    "refuse": "不予公布结果",
    "replace": REPORT_LABELS[ReportState.REPLACED],
}


@require_safe
@at_the_desk
def campaigns(request: HttpRequest, *, desk: AgencyDesk) -> HttpResponse:
    """List the agency's campaigns, the latest first."""
    found = Campaign.objects.filter(agency=desk.agency).order_by("-starts_on", "-pk")
    page = page_of(request, found, size=PAGE_SIZE)
    rows = [(row, CAMPAIGN_LABELS[CampaignState(row.state)]) for row in page]
    return render(request, "enforcement/desk/campaigns.html", {"desk": desk, "page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def new_campaign(request: HttpRequest, *, desk: AgencyDesk) -> HttpResponseBase:
    """Propose a campaign; another person publishes it."""
    form = CampaignForm(typed_of(request))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            made = propose_campaign(given=form.campaign, agency=desk.agency, by=desk.user, at=clock.now())
            messages.success(request, "已提出，等待另一人公布。")
            return redirect("enforcement-desk:campaign", pk=made.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "enforcement/desk/new_campaign.html", {"desk": desk, "form": form}, status=status)


@require_safe
@at_the_desk
def campaign_page(request: HttpRequest, pk: int, *, desk: AgencyDesk) -> HttpResponse:
    """Show one campaign with its results, those that wait, and the steps open now."""
    return _render(request, _own(desk, pk), desk=desk)


@require_POST
@at_the_desk
def take_report(request: HttpRequest, pk: int, *, desk: AgencyDesk) -> HttpResponseBase:
    """Take a sheet of results; another person publishes them."""
    campaign = _own(desk, pk)
    form = ResultsForm(request.POST, request.FILES)
    given = form.cleaned_data["file"] if form.is_valid() else None
    if isinstance(given, IncomingUpload):
        try:
            with refusing_outages():
                report_results(campaign=campaign, given=read_results(given.path), by=desk.user, at=clock.now())
        except (UnreadableFile, Refused) as refusal:
            form.add_error("file", sentence_text(refusal.sentence))
    if form.errors:
        return _render(request, campaign, desk=desk, results_form=form)
    messages.success(request, "已登记结果，等待另一人公布。")
    return redirect("enforcement-desk:campaign", pk=pk)


@require_POST
@at_the_desk
def take_step(request: HttpRequest, pk: int, step: str, *, desk: AgencyDesk) -> HttpResponseBase:
    """Take one step; a refusal comes back on the page with its sentence."""
    campaign = _own(desk, pk)
    tried = attempt_in(STEPS_BY_NAME, step, _situation(desk, campaign), request.POST)
    if not tried.is_done:
        return _render(request, _own(desk, pk), desk=desk, tried=tried)
    messages.success(request, STEPS_BY_NAME[step].done)
    return redirect("enforcement-desk:campaign", pk=pk)


def _own(desk: AgencyDesk, pk: int) -> Campaign:
    campaigns = Campaign.objects.select_related("agency").prefetch_related("partners").filter(agency=desk.agency)
    found = campaigns.filter(pk=pk).first()
    if found is None:
        raise Http404("no such campaign")
    return found


def _situation(desk: AgencyDesk, campaign: Campaign) -> CampaignSituation:
    waiting = CampaignReport.objects.filter(campaign=campaign, state=ReportState.WAITING).first()
    return CampaignSituation(user=desk.user, officer=desk.officer, campaign=campaign, waiting=waiting)


def _render(
    request: HttpRequest,
    campaign: Campaign,
    *,
    desk: AgencyDesk,
    tried: Attempt | None = None,
    results_form: ResultsForm | None = None,
) -> HttpResponse:
    """Render the page of a campaign, with what came back: a step that was not taken, or the form of results."""
    situation = _situation(desk, campaign)
    waiting = situation.waiting
    context = {
        "desk": desk,
        "campaign": campaign,
        "state": CAMPAIGN_LABELS[situation.state],
        "results": results_of([campaign]).get(campaign.pk),
        "waiting": checked_results(waiting, campaign=campaign) if waiting else None,
        "may_report": situation.state in (CampaignState.PROPOSED, CampaignState.PUBLISHED) and waiting is None,
        "form": results_form or ResultsForm(),
        "history": history_of(campaign.events.select_related("actor"), label=_label),
        **steps_shown(STEPS, situation, tried=tried),
    }
    status = UNPROCESSABLE if tried or results_form else 200
    return render(request, "enforcement/desk/campaign.html", context, status=status)


def _label(event: CampaignEvent) -> str:
    """Name a step in Chinese."""
    return (VERBS if event.report_id is None else REPORT_VERBS).get(event.verb, event.verb)
