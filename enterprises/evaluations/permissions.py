"""Who may hand in evaluations, and who keeps the registry."""

from django.contrib.auth.models import AnonymousUser, User

from enterprises.agencies.models import Agency, Officer
from enterprises.agencies.permissions import NotPermitted, require_reviewer
from enterprises.evaluations.models import InstitutionAccount
from enterprises.evaluations.rules import ACTIVE
from enterprises.logins.api_keys.models import ApiKey

NO_ACCOUNT = "您的账号不是评价机构账号。"


def institution_account_of(user: User | AnonymousUser) -> InstitutionAccount:
    """Return the institution account of an active user who is no officer.

    :raises NotPermitted: there is none.
    """
    accounts = InstitutionAccount.objects.select_related("institution__agency", "user")
    found = accounts.filter(user=user.pk or 0, user__is_active=True).first()
    if found is None or Officer.objects.filter(user=user.pk or 0).exists():
        raise NotPermitted(NO_ACCOUNT)
    return found


def account_of_key(key: ApiKey) -> InstitutionAccount:
    """Return the active account that a key acts for.

    :raises NotPermitted: it acts for none.
    """
    found = InstitutionAccount.objects.select_related("user").filter(api_key=key.pk).first()
    if found is None:
        raise NotPermitted("这个密钥没有关联评价机构账号，请联系管理员。")
    return institution_account_of(found.user)


def require_active_institution(user: User) -> InstitutionAccount:
    """Return the account of an institution that may hand in evaluations.

    :raises NotPermitted: no such account, or the institution is not registered any more.
    """
    account = institution_account_of(user)
    if account.institution.state not in ACTIVE:
        raise NotPermitted("机构目前不在登记名录内，不能提交评价。")
    return account


def require_registrar(user: User, *, agency: Agency) -> Officer:
    """Return the officer who confirms a step of the registry: a reviewer of its agency.

    :raises NotPermitted: the user is none.
    """
    return require_reviewer(user, agency=agency)
