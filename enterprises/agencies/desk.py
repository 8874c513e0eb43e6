"""The desk of an agency: who sits at it, and the decorators of its views."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, QueryDict

from enterprises.agencies.entrance import entrance
from enterprises.agencies.models import Agency, Officer
from enterprises.agencies.permissions import NotPermitted, officer_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyDesk:
    """Who sits at the desk, and for which agency."""

    user: User
    officer: Officer
    agency: Agency


DeskT = TypeVar("DeskT", bound=AgencyDesk)


def desk_of(request: HttpRequest, of: type[DeskT]) -> DeskT:
    """Return the desk `of` the signed-in officer.

    :raises NotPermitted: the user keeps no records for an agency.
    """
    user = cast("User", request.user)
    officer = officer_of(user)
    if officer.agency is None:
        raise NotPermitted("您的账号不属于任何机关，不能录入或审核信用记录。")
    return of(user=user, officer=officer, agency=officer.agency)


# Lets officers of an agency in, and calls the view with `desk=`.
at_the_desk = entrance("desk", lambda request: desk_of(request, AgencyDesk))


def typed_of(request: HttpRequest) -> QueryDict | None:
    """Return what was typed into a form, None where it is only shown."""
    return request.POST if request.method == "POST" else None


def desk_or_none(request: HttpRequest) -> AgencyDesk | None:
    """Return the desk of a user who has one."""
    try:
        return desk_of(request, AgencyDesk)
    except NotPermitted:
        return None


def list_keeper_or_none(request: HttpRequest) -> Officer | None:
    """Return the roles of a user who keeps the lists."""
    return Officer.objects.filter(user=request.user.pk or 0, credit_office=True).first()


def recording(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only recorders in, before they type what would be refused; goes below the desk's own decorator."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, desk: AgencyDesk, **kwargs: Any) -> HttpResponseBase:
        if not desk.officer.may_record:
            raise PermissionDenied("您没有本机关的录入权限。")
        return view(request, *args, desk=desk, **kwargs)

    return inner
