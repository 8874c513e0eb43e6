"""Who may read and serve a letter; a number alone opens nothing."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from enterprises.agencies.models import Agency, Officer
from enterprises.agencies.permissions import NotPermitted, officer_of
from enterprises.documents.letters.kinds import KINDS
from enterprises.documents.letters.models import Letter
from enterprises.documents.refs import Ref

OF_LISTS = tuple(kind.code.value for kind in KINDS.values() if kind.is_of_lists)


def letters_for(officer: Officer) -> QuerySet[Letter]:
    """Return the letters of the officer's agency; those about lists for the credit office too."""
    letters = Letter.objects.select_related("document__enterprise", "agency", "issued_by")
    readable = Q(agency=officer.agency_id) if officer.agency_id else Q(pk__in=())
    if officer.credit_office and officer.agency_id is None:
        readable |= Q(kind__in=OF_LISTS)
    return letters.filter(readable)


def letters_about(about: Ref) -> QuerySet[Letter]:
    """Return the letters about a row, the oldest first; whoever shows them checks the right."""
    letters = Letter.objects.select_related("document", "agency")
    return letters.filter(about_kind=about.kind.value, about_id=about.id).order_by("pk")


def require_writer(user: User, *, agency: Agency) -> None:
    """Check that an officer may issue letters for an agency: its own people, and the credit office.

    :raises NotPermitted: another agency's officer, or no officer.
    """
    officer = officer_of(user)
    if officer.agency_id != agency.pk and not officer.credit_office:
        raise NotPermitted("您不能以其他机关的名义出具函件。")


def require_reader(user: User, *, letter: Letter) -> None:
    """Check that an officer may read a letter and record its service.

    :raises NotPermitted: it is another agency's.
    """
    if not letters_for(officer_of(user)).filter(pk=letter.pk).exists():
        raise NotPermitted("这份函件属于其他机关，您不能操作。")
