"""The first page of the desk: what waits for this officer."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from enterprises.agencies.permissions import NotPermitted, officer_of
from enterprises.cases.selectors import waiting_for
from enterprises.evaluations.models import InstitutionAccount
from enterprises.records.desk.access import RecordDesk, at_the_records
from enterprises.records.models import PublicationExtension, Record
from enterprises.records.rules.lifecycle import EDITABLE, State
from enterprises.records.services.exits import exits_to_confirm
from enterprises.shared import clock

SHOWN = 10
BATCHES_SHOWN = 5
ENDING_WITHIN = timedelta(days=7)
LISTS_DESK = "lists-desk:home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Records that wait for one thing; `address` lists all of them, "" if no filter of the list does."""

    title: str
    empty: str
    records: list[Record]
    total: int
    address: str = ""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead everybody to their work: lists, evaluations, the admin, an agency's queues."""
    elsewhere = _elsewhere(request)
    return elsewhere or agency_home(request)  # type: ignore[return-value] # the decorator widens to HttpResponseBase


def _elsewhere(request: HttpRequest) -> HttpResponseRedirect | None:
    if not request.user.is_authenticated:
        return None
    try:
        officer = officer_of(request.user)
    except NotPermitted:
        if InstitutionAccount.objects.filter(user=request.user).exists():
            return redirect("evaluations-desk:own")
        return redirect("admin:index") if request.user.is_staff else None
    return redirect(_lists_desk()) if officer.credit_office else None


def _lists_desk() -> str:
    """Return the address of the list keepers' pages, which another app brings."""
    try:
        return reverse(LISTS_DESK)
    except NoReverseMatch:
        return reverse("home")


@require_safe
@at_the_records
def agency_home(request: HttpRequest, *, desk: RecordDesk) -> HttpResponse:
    """Show the queues: with me, to review, to confirm, ending soon."""
    extensions = PublicationExtension.objects.filter(
        record__agency=desk.agency, confirmed_at__isnull=True, lifted_at__isnull=True
    )
    context = {
        "desk": desk,
        "queues": _queues(desk, on=clock.today()),
        "extensions": extensions.select_related("record__enterprise").order_by("id")[:SHOWN],
        "cases_waiting": waiting_for(desk.officer).count(),
        "batches": desk.batches_with_waiting()[:BATCHES_SHOWN],
    }
    return render(request, "desk/home.html", context)


def _queues(desk: RecordDesk, *, on: date) -> list[Queue]:
    """Return the queues of this officer's roles, counted in one query."""
    wanted = _conditions(desk.user, on=on)
    totals = Record.objects.filter(agency=desk.agency).aggregate(
        **{name: Count("pk", filter=condition) for name, condition in wanted.items()}
    )

    def queue(name: str, title: str, empty: str, order: str, *, address: str = "") -> Queue:
        found = desk.records().filter(wanted[name]).order_by(order, "id")[:SHOWN] if totals[name] else []
        return Queue(title=title, empty=empty, records=list(found), total=totals[name], address=address)

    queues = []
    if desk.officer.may_review:
        address = _listed(state=State.SUBMITTED)
        queues.append(queue("review", "待我审核", "没有待审核的记录。", "created_at", address=address))
    if desk.officer.may_record:
        queues.append(queue("mine", "我的草稿和被退回的记录", "没有草稿。", "-created_at"))
    queues.append(queue("withdrawn", "撤下待确认", "没有待确认的撤下。", "withdrawn_at"))
    for name, title, column in (
        ("exit", "移出待确认", "unheld_until"),
        ("repair", "信用修复待确认", "repair_proposed_at"),
        ("takeback", "恢复公示待确认", "takeback_asked_at"),
    ):
        if totals[name]:
            queues.append(queue(name, title, "", column))
    queues.append(queue("ending", "七天内公示到期", "七天内没有到期的记录。", "public_until"))
    return queues


def _conditions(user: User, *, on: date) -> dict[str, Q]:
    """Return what stands in each queue of an officer; nobody confirms what he did himself."""
    return {
        "mine": Q(state__in=EDITABLE, recorded_by=user),
        "review": Q(state=State.SUBMITTED) & ~Q(recorded_by=user),
        "withdrawn": Q(state=State.WITHDRAWN, withdrawal_confirmed_by__isnull=True) & ~Q(withdrawn_by=user),
        "exit": exits_to_confirm(by=user, on=on),
        "repair": Q(state=State.PUBLISHED, repair_proposed_at__isnull=False) & ~Q(repair_proposed_by=user),
        "takeback": Q(state__in=(State.WITHDRAWN, State.PUBLISHED), takeback_asked_at__isnull=False)
        & ~Q(takeback_asked_by=user),
        "ending": Q(state=State.PUBLISHED, public_from__lte=on, public_until__gt=on)
        & Q(public_until__lte=on + ENDING_WITHIN),
    }


def _listed(**chosen: str) -> str:
    return f"{reverse('desk:records')}?{urlencode(chosen)}"
