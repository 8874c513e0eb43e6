"""The getter through which the pages of an institution's account obtain what they work on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from enterprises.agencies.permissions import NotPermitted
from enterprises.evaluations.models import EvaluationSubmission, Institution
from enterprises.evaluations.permissions import institution_account_of
from enterprises.evaluations.rules import ACTIVE
from enterprises.evaluations.selectors import submissions_of


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionDesk:
    """Who hands in evaluations, and for which institution."""

    user: User
    institution: Institution

    @property
    def is_active(self) -> bool:
        """Return whether the institution may hand in."""
        return self.institution.state in ACTIVE

    def submission(self, pk: int) -> EvaluationSubmission:
        """Return one of the institution's submissions.

        :raises Http404: there is none of that number, or it is another institution's.
        """
        found = submissions_of(self.institution).filter(pk=pk).first()
        if found is None:
            raise Http404("no such submission")
        return found


def institution_desk_or_none(request: HttpRequest) -> InstitutionDesk | None:
    """Return the desk of an institution's account, None for everybody else."""
    user = cast("User", request.user)
    try:
        account = institution_account_of(user)
    except NotPermitted:
        return None
    return InstitutionDesk(user=user, institution=account.institution)


def for_institution(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Require a login of an institution, then call the view with `desk=`; nothing of the answer is cached."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = cast("User", request.user)
        try:
            account = institution_account_of(user)
        except NotPermitted as refusal:
            raise PermissionDenied(refusal.sentence) from refusal
        desk = InstitutionDesk(user=user, institution=account.institution)
        return view(request, *args, institution_desk=desk, **kwargs)

    return cast("Callable[..., HttpResponseBase]", login_required(never_cache(inner)))
