"""Who may do what: the one getter that views and services share.

An officer acts for one agency, as recorder, reviewer or both (never both on one record). List keepers
keep the lists and no records; those of an authority decide for it.
"""

from django.contrib.auth.models import AnonymousUser, User

from enterprises.agencies.models import Agency, Officer
from enterprises.shared.refusals import Refused


class NotPermitted(Refused):
    """The user lacks the role, or the record belongs to another agency."""


def officer_of(user: User | AnonymousUser) -> Officer:
    """Return the roles of an active user.

    :raises NotPermitted: the user is not an officer.
    """
    officer = Officer.objects.select_related("agency").filter(user=user.pk or 0, user__is_active=True).first()
    if officer is None:
        raise NotPermitted("您的账号没有工作人员身份，请联系管理员开通。")
    return officer


def agency_of_user(user_id: int | None) -> Agency | None:
    """Return the agency of an officer, whether the account is still active or not; None where there is none."""
    if user_id is None:
        return None
    officer = Officer.objects.select_related("agency").filter(user=user_id).first()
    return officer.agency if officer else None


def require_recorder(user: User, *, agency: Agency) -> Officer:
    """Return the officer who may record for that agency.

    :raises NotPermitted: not a recorder of that agency.
    """
    officer = officer_of(user)
    if not officer.may_record or officer.agency_id != agency.pk:
        raise NotPermitted("您没有本机关的录入权限。")
    return officer


def require_reviewer(user: User, *, agency: Agency) -> Officer:
    """Return the officer who may review for that agency.

    :raises NotPermitted: not a reviewer of that agency.
    """
    officer = officer_of(user)
    if not officer.may_review or officer.agency_id != agency.pk:
        raise NotPermitted("您没有本机关的审核权限。")
    return officer


def require_member(user: User, *, agency: Agency) -> Officer:
    """Return the officer, recorder or reviewer, of the agency that a record belongs to.

    :raises NotPermitted: the record is another agency's.
    """
    officer = officer_of(user)
    if officer.agency_id != agency.pk or not officer.handles_records:
        raise NotPermitted("这条记录属于其他机关，您不能操作。")
    return officer


def require_credit_office(user: User) -> Officer:
    """Return the officer of the city credit office.

    :raises NotPermitted: the user has another role.
    """
    officer = officer_of(user)
    if not officer.credit_office:
        raise NotPermitted("只有信用办工作人员可以管理名单。")
    return officer


def require_objection_receiver(user: User, *, agency: Agency) -> Officer:
    """Return the officer who may note an objection to a record of that agency: of the agency, or of the credit office.

    :raises NotPermitted: the user is an officer of neither.
    """
    officer = officer_of(user)
    if officer.credit_office and officer.agency_id in (None, agency.pk):
        return officer
    return require_member(user, agency=agency)


def require_list_keeper_of(user: User, *, authority: Agency) -> Officer:
    """Return the list keeper who decides for that authority: its own officer, nobody else's.

    :raises NotPermitted: the user keeps no lists, or belongs to another body.
    """
    officer = require_credit_office(user)
    if officer.agency_id != authority.pk:
        raise NotPermitted("列入决定须由认定单位本机关的名单工作人员登记。")
    return officer
