"""The little world in which the table of access is tried."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from enterprises.models import Agency, Enterprise, Officer
from enterprises.rules.uscc import complete_uscc
from tests.access.table import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The people, and what addresses are filled with."""

    users: dict[Who, User | None]
    arguments: dict[str, str]


def make_world() -> World:
    """Make one person of each sort."""
    ours = Agency.objects.create(code="11420100568372889N", name="武汉市市场监督管理局")
    other = Agency.objects.create(code="11420100MB1A22458D", name="武汉市应急管理局")
    return World(
        users={
            Who.PUBLIC: None,
            Who.RECORDER: officer("recorder", agency=ours, may_record=True),
            Who.REVIEWER: officer("reviewer", agency=ours, may_review=True),
            Who.OTHER_AGENCY: officer("other", agency=other, may_record=True, may_review=True),
            Who.CREDIT_OFFICE: officer("office", credit_office=True),
        },
        arguments={
            "uscc": enterprise(code(organisation="MA4KAAA1")).uscc,
            "unknown_uscc": code(organisation="MA4KBBB2"),
        },
    )


def code(*, organisation: str) -> str:
    """Make a valid code of a Wuhan firm."""
    return complete_uscc(department="9", category="1", region="420100", organisation=organisation)


def enterprise(uscc: str) -> Enterprise:
    """Make a firm that everybody may see."""
    return Enterprise.objects.create(uscc=uscc, name=uscc, folded_name=uscc, public_from=date(2020, 1, 1))


def officer(name: str, **roles: object) -> User:
    """Make a user with roles."""
    user = User.objects.create_user(name)
    Officer.objects.create(user=user, **roles)
    return user
