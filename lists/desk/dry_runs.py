"""The page that shows what criteria would do to a list, before anything is written."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enterprises.shared import clock
from lists.criteria.cards import VersionState, card_from_json
from lists.criteria.models import ListVersion
from lists.listings.desk.access import Office, at_the_office
from lists.listings.services.dry_run import SHOWN
from lists.listings.services.dry_run import dry_run as run


@require_safe
@at_the_office
def dry_run(request: HttpRequest, slug: str, *, office: Office) -> HttpResponse:
    """Apply the criteria in force, or with `?version=` those of the proposal that waits, and write nothing."""
    credit_list = office.credit_list(slug)
    if not credit_list.is_ours:
        raise Http404("no criteria")
    version = None
    if "version" in request.GET:
        version = ListVersion.objects.filter(credit_list=credit_list, state=VersionState.PROPOSED).first()
    criteria = card_from_json(version.content).criteria if version else None
    found = run(credit_list=credit_list, on=clock.today(), criteria=criteria)
    groups = [
        ("建议列入", found.listed, "没有新的主体符合标准。"),
        ("不再符合", found.removed, "在列主体都符合标准。"),
        ("与红名单冲突" if credit_list.is_black else "有不得列入的情形", found.conflicts, "没有冲突。"),
    ]
    context = {"list": credit_list, "found": found, "groups": groups, "version": version, "shown": SHOWN}
    return render(request, "lists/desk/dry_run.html", context)
