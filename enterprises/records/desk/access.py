"""The one getter through which every desk view obtains what it works on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict

from enterprises.agencies.entrance import entrance
from enterprises.agencies.models import Agency, Officer
from enterprises.agencies.permissions import NotPermitted, officer_of
from enterprises.catalogue.kinds.penalty import PENALTY
from enterprises.records.models import ImportBatch, PublicationExtension, Record
from enterprises.records.rules.lifecycle import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who sits at the desk, and for which agency."""

    user: User
    officer: Officer
    agency: Agency

    def records(self) -> QuerySet[Record]:
        """Return the agency's own records; nobody sees another agency's."""
        return Record.objects.filter(agency=self.agency).select_related("enterprise", "agency", "source_agency")

    def record(self, pk: int) -> Record:
        """Return one of the agency's records.

        :raises Http404: there is none of that number, or it is another agency's.
        """
        found = self.records().filter(pk=pk).first()
        if found is None:
            raise Http404("no such record")
        return found

    def extension(self, pk: int) -> PublicationExtension:
        """Return an extension of one of the agency's records.

        :raises Http404: there is none.
        """
        found = PublicationExtension.objects.filter(pk=pk, record__agency=self.agency).select_related("record").first()
        if found is None:
            raise Http404("no such extension")
        return found

    def batches_with_waiting(self) -> QuerySet[ImportBatch]:
        """Return the batches, each with `waiting`: how many of its rows wait for review."""
        rows = Record.objects.filter(batch=OuterRef("pk"), state=State.SUBMITTED).order_by().values("batch")
        waiting = Subquery(rows.annotate(number=Count("pk")).values("number"))
        return self.batches().annotate(waiting=Coalesce(waiting, 0))

    def deliveries(self) -> QuerySet[ImportBatch]:
        """Return the first batch of each delivery, the newest first; `continued_by` is loaded with them."""
        following = ImportBatch.objects.select_related("imported_by").order_by("id")
        return self.batches().filter(continues=None).prefetch_related(Prefetch("continued_by", queryset=following))

    def usual_kind(self) -> str:
        """Return the kind that this officer recorded last, else the most usual one."""
        last = Record.objects.filter(agency=self.agency, recorded_by=self.user).order_by("-id")
        return last.values_list("kind", flat=True).first() or PENALTY.code

    def batches(self) -> QuerySet[ImportBatch]:
        """Return the agency's import batches, the newest first."""
        return ImportBatch.objects.filter(agency=self.agency).select_related("imported_by")


def desk_of(request: HttpRequest) -> Desk:
    """Return the desk of the signed-in officer.

    :raises NotPermitted: the user keeps no records for an agency.
    """
    user = cast("User", request.user)
    officer = officer_of(user)
    if officer.agency is None:
        raise NotPermitted("您的账号不属于任何机关，不能录入或审核信用记录。")
    return Desk(user=user, officer=officer, agency=officer.agency)


# Lets officers of an agency in, and calls the view with `desk=`.
at_the_desk = entrance("desk", desk_of)


def typed_of(request: HttpRequest) -> QueryDict | None:
    """Return what was typed into a form, None where it is only shown."""
    return request.POST if request.method == "POST" else None


def desk_or_none(request: HttpRequest) -> Desk | None:
    """Return the desk of a user who has one."""
    try:
        return desk_of(request)
    except NotPermitted:
        return None


def list_keeper_or_none(request: HttpRequest) -> Officer | None:
    """Return the roles of a user who keeps the lists."""
    return Officer.objects.filter(user=request.user.pk or 0, credit_office=True).first()


def recording(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only recorders in, before they type what would be refused; goes below `at_the_desk`."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, desk: Desk, **kwargs: Any) -> HttpResponseBase:
        if not desk.officer.may_record:
            raise PermissionDenied("您没有本机关的录入权限。")
        return view(request, *args, desk=desk, **kwargs)

    return inner
