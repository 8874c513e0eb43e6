"""The status of an enterprise in the register, apart from the model: the filters of search know no models."""

from django.db.models import TextChoices
from django.utils.translation import gettext_noop


class RegisterStatus(TextChoices):
    """登记状态; what nobody has stated is a value of its own (docs/rules/register.md)."""

    NOT_STATED = "NOT_STATED", gettext_noop("登记状态未提供")
    ACTIVE = "ACTIVE", gettext_noop("存续")
    CANCELLED = "CANCELLED", gettext_noop("注销")
    REVOKED = "REVOKED", gettext_noop("吊销")
    MOVED_OUT = "MOVED_OUT", gettext_noop("迁出")
    SUSPENDED = "SUSPENDED", gettext_noop("歇业")
