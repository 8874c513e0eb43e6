"""The page that shows what criteria would do to a list, before anything is written."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from enterprises.shared import clock
from enterprises.shared.outages import refusing_outages
from enterprises.shared.refusals import Refused
from enterprises.shared.wording import sentence_text
from lists.criteria.cards import VersionState, card_from_json
from lists.criteria.models import CreditList, ListVersion
from lists.listings.desk.access import Office, at_the_office
from lists.listings.services.dry_run import SHOWN, DryRun, dry_run_from_json
from lists.listings.services.tasks import request_dry_run
from lists.listings.tasks import ListTask, TaskKind


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_office
def dry_run(request: HttpRequest, slug: str, *, office: Office) -> HttpResponseBase:
    """Show the last dry run of the criteria in force, with `?version=` of those that wait, or request one."""
    credit_list = office.credit_list(slug)
    if not credit_list.is_ours:
        raise Http404("no criteria")
    version = None
    if "version" in request.GET:
        version = ListVersion.objects.filter(credit_list=credit_list, state=VersionState.PROPOSED).first()
    if request.method == "POST":
        try:
            with refusing_outages():
                request_dry_run(credit_list=credit_list, version=version, by=office.user, at=clock.now())
        except Refused as refusal:
            messages.error(request, sentence_text(refusal.sentence))
        return redirect(request.get_full_path())
    task = ListTask.objects.filter(credit_list=credit_list, kind=TaskKind.DRY_RUN, version=version).last()
    kept = dry_run_from_json(task.result) if task and task.result else None
    criteria = card_from_json(version.content).criteria if version else credit_list.criteria_in_force
    found = kept if kept and kept.criteria == criteria else None
    context = {
        "list": credit_list,
        "task": task,
        "found": found,
        "is_outdated": kept is not None and found is None,
        "groups": _groups(credit_list, found),
        "proposed": version,
        "shown": SHOWN,
    }
    return render(request, "lists/desk/dry_run.html", context)


def _groups(credit_list: CreditList, found: DryRun | None) -> list[tuple[str, object, str]]:
    """Return the groups of a dry run: title, enterprises, and the sentence where there are none."""
    if found is None:
        return []
    return [
        ("建议列入", found.listed, "没有新的主体符合标准。"),
        ("不再符合", found.removed, "在列主体都符合标准。"),
        ("与红名单冲突" if credit_list.is_black else "有不得列入的情形", found.conflicts, "没有冲突。"),
    ]
