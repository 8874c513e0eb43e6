"""Who may act in a case: officers of the authority that decides it, and whoever wrote the thing never decides."""

from django.contrib.auth.models import User

from enterprises.agencies.models import Officer
from enterprises.agencies.permissions import NotPermitted, officer_of
from enterprises.cases.models import Case
from enterprises.cases.subjects.registry import owner_of
from enterprises.shared.workflow.second_person import require_no_writer

NOT_YOURS = "这件申请由其他机关办理，您不能操作。"
WROTE_IT = "录入过这条信息的人不得作出决定，请由本机关另一人办理。"


def has_role(officer: Officer) -> bool:
    """Return whether an officer has a role in which he works on cases."""
    return officer.handles_records or officer.credit_office


def is_member(officer: Officer, *, case: Case) -> bool:
    """Return whether an officer belongs to the authority that decides; without one, to the credit office."""
    return has_role(officer) and officer.agency_id == case.agency_id


def may_decide(officer: Officer, user: User, *, case: Case) -> bool:
    """Return whether an officer may decide the case: its authority's, and not the writer of what it is about."""
    return is_member(officer, case=case) and not _wrote(user, case=case)


def require_case_member(user: User, *, case: Case) -> Officer:
    """Return the officer of the authority that decides the case.

    :raises NotPermitted: he belongs to another.
    """
    officer = officer_of(user)
    if not is_member(officer, case=case):
        raise NotPermitted(NOT_YOURS)
    return officer


def require_decider(user: User, *, case: Case) -> Officer:
    """Return the officer who may decide the case.

    :raises NotPermitted: he belongs to another authority, or the case has none yet.
    :raises FourEyes: he wrote what the case is about.
    """
    officer = require_case_member(user, case=case)
    require_no_writer(wrote=_wrote(user, case=case), sentence=WROTE_IT)
    return officer


def _wrote(user: User, *, case: Case) -> bool:
    return owner_of(case.ref.kind).wrote(pk=case.about_id, by=user)
