"""Public pages of enforcement: campaigns with their results, and the figures of cases by month."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enterprises.enforcement.bases import INFRINGEMENT_LABELS, Infringement
from enterprises.enforcement.feed import campaign_feed
from enterprises.enforcement.forms import EnforcementFilter
from enterprises.enforcement.quarters import quarter_label
from enterprises.enforcement.selectors import (
    MonthFigures,
    figures_by_month,
    published_campaigns,
    quarters_with_cases,
    results_of,
)
from enterprises.shared import clock
from enterprises.shared.csv_tables import csv_table
from enterprises.shared.feeds import feed_answer
from enterprises.shared.forms import require_readable
from enterprises.shared.http import public_answer
from enterprises.shared.paging import page_of
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled

PAGE_SIZE = 20
FEED_CAMPAIGNS = 50
HEADERS = ("月份", "案件", *(INFRINGEMENT_LABELS[each] for each in Infringement), "罚款（元）", "没收（元）")


@require_safe
@public_answer
def index(request: HttpRequest) -> HttpResponse:
    """Show the campaigns, and the figures of one year by month."""
    on = clock.today()
    form = EnforcementFilter(request.GET, on=on)
    year = form.chosen_year
    campaigns = published_campaigns()
    if kind := form.campaign_type:
        campaigns = campaigns.filter(campaign_type=kind)
    page = page_of(request, campaigns, size=PAGE_SIZE)
    results = results_of(list(page))
    context = {
        "on": on,
        "form": form,
        "year": year,
        "page": page,
        "campaigns": [(campaign, results.get(campaign.pk)) for campaign in page],
        "figures": figures_by_month(on=on, first_day=date(year, 1, 1), until=date(year + 1, 1, 1)),
        "quarters": [(str(quarter), quarter_label(quarter)) for quarter in quarters_with_cases(on=on)],
    }
    return render(request, "enforcement/index.html", context)


@require_safe
@public_answer
def campaign_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one campaign with its results.

    :raises Http404: it is not public.
    """
    found = published_campaigns().filter(pk=pk).first()
    if found is None:
        raise Http404("no such campaign")
    context = {"campaign": found, "results": results_of([found]).get(found.pk)}
    return render(request, "enforcement/campaign.html", context)


@throttled(Scope.FILES)
@require_safe
@public_answer
def feed(request: HttpRequest) -> HttpResponse:
    """Serve the campaigns that were published last, as an Atom feed."""
    newest = published_campaigns().order_by("-published_at", "-pk")[:FEED_CAMPAIGNS]
    return feed_answer(campaign_feed(newest, address=request.path))


@throttled(Scope.FILES)
@require_safe
@public_answer
def figures_file(request: HttpRequest) -> HttpResponse:
    """Serve the figures of one year by month as CSV.

    :raises FilterUnreadable: the year cannot be read.
    """
    on = clock.today()
    form = EnforcementFilter(request.GET, on=on)
    require_readable(form)
    figures = figures_by_month(on=on, first_day=date(form.chosen_year, 1, 1), until=date(form.chosen_year + 1, 1, 1))
    response = HttpResponse(csv_of(figures), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="enforcement-{form.chosen_year}.csv"'
    return response


def csv_of(figures: list[MonthFigures]) -> bytes:
    """Return the figures as CSV, UTF-8 with the mark by which Excel recognises it."""
    rows = (
        tuple(map(str, (f"{row.month:%Y-%m}", row.cases, *row.by_class, row.fine_yuan, row.confiscated_yuan)))
        for row in figures
    )
    return csv_table(HEADERS, rows, codes=())
