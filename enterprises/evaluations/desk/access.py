"""The getter through which the pages of an institution's account obtain what they work on."""

from dataclasses import dataclass
from typing import cast

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest

from enterprises.agencies.entrance import entrance
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
    try:
        return _desk_of(request)
    except NotPermitted:
        return None


def _desk_of(request: HttpRequest) -> InstitutionDesk:
    user = cast("User", request.user)
    return InstitutionDesk(user=user, institution=institution_account_of(user).institution)


# Lets accounts of institutions in, and calls the view with `institution_desk=`.
for_institution = entrance("institution_desk", _desk_of)
