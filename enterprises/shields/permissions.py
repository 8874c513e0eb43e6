"""Who places shields: officers of the credit office, no list keepers of an authority (docs/rules/shields.md)."""

from django.contrib.auth.models import User

from enterprises.agencies.models import Officer
from enterprises.agencies.permissions import NotPermitted, officer_of


def require_shield_office(user: User) -> Officer:
    """Return the officer of the credit office who may enter and confirm shields.

    :raises NotPermitted: the user has another role, or keeps the lists of an authority.
    """
    officer = officer_of(user)
    if not officer.credit_office or officer.agency_id is not None:
        raise NotPermitted("只有信用办工作人员可以办理临时屏蔽。")
    return officer
