"""The page of the figures, and its file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enterprises.cases.figures.chart import BAR, BASE, HEIGHT, LEFT, TOP, WIDTH, chart_of
from enterprises.cases.figures.forms import FigureFilter
from enterprises.cases.figures.rules import SMALLEST_SPLIT
from enterprises.cases.figures.tables import csv_of
from enterprises.shared import clock
from enterprises.shared.forms import require_readable
from enterprises.shared.http import forget_query, public_answer
from enterprises.shared.paging import page_of
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled

PAGE_SIZE = 50


@throttled(Scope.SEARCH)
@require_safe
@public_answer
def figures_page(request: HttpRequest) -> HttpResponse:
    """Show the figures of one year: filters, chart, table."""
    on = clock.today()
    form = FigureFilter(request.GET, on=on)
    if not form.is_valid():
        forget_query(request)
        return render(request, "cases/figures.html", {"form": form, "on": on, "smallest_split": SMALLEST_SPLIT})
    figures = form.figures()
    context = {
        "form": form,
        "on": on,
        "smallest_split": SMALLEST_SPLIT,
        "figures": figures,
        "chart": chart_of(figures.totals),
        "drawing": {"width": WIDTH, "height": HEIGHT, "left": LEFT, "top": TOP, "base": BASE, "bar": BAR},
        "page": page_of(request, figures.rows, size=PAGE_SIZE),
    }
    return render(request, "cases/figures.html", context)


@throttled(Scope.FILES)
@require_safe
@public_answer
def figures_file(request: HttpRequest) -> HttpResponse:
    """Serve the figures of one year as CSV.

    :raises FilterUnreadable: a filter names nothing.
    """
    form = FigureFilter(request.GET, on=clock.today())
    require_readable(form)
    figures = form.figures()
    response = HttpResponse(csv_of(figures), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cases-{figures.year}.csv"'
    return response
