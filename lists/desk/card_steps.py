"""The steps on a proposed version of a card: another person confirms it, anybody leaves the card as it is."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Model
from django.forms import Form
from django.utils.translation import gettext_noop

from enterprises.shared import clock
from enterprises.shared.workflow.desk import Given, Step, anybody, form_of
from enterprises.shared.workflow.second_person import is_another
from lists.criteria.cards import VersionState
from lists.criteria.models import ListVersion
from lists.criteria.services import confirm_version, decline_version
from lists.listings.desk.forms import reason_form


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSituation:
    """A version of a card as an officer of the credit office finds it."""

    user: User
    version: ListVersion

    @property
    def is_own(self) -> bool:
        """Return whether the officer proposed it, so that another one has to confirm it."""
        return not is_another(self.user, self.version.proposed_by_id)


def _second(at: VersionSituation) -> bool:
    return not at.is_own


def _waits(at: VersionSituation) -> bool:
    return at.version.state == VersionState.PROPOSED


def _take(service: Callable[..., ListVersion]) -> Callable[[VersionSituation, Given], Model]:
    return lambda at, given: service(version=at.version, by=at.user, at=clock.now(), **given)


STEPS: tuple[Step[VersionSituation], ...] = (
    Step(
        name="confirm",
        label=gettext_noop("确认，自今日起生效"),
        who=_second,
        when=_waits,
        form=form_of(Form),
        take=_take(confirm_version),
        done=gettext_noop("第{number}版自今日起生效。"),
        is_main=True,
    ),
    Step(
        name="decline",
        label=gettext_noop("不采用"),
        who=anybody,
        when=_waits,
        form=form_of(reason_form("请写明不采用的理由。")),
        take=_take(decline_version),
        done=gettext_noop("这一版未采用，现行内容不变。"),
    ),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}
