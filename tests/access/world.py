"""The little world in which the table of access is tried."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from enterprises.models import Agency, Officer
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
        arguments={},
    )


def officer(name: str, **roles: object) -> User:
    """Make a user with roles."""
    user = User.objects.create_user(name)
    Officer.objects.create(user=user, **roles)
    return user
