"""The steps on the page of a draft: one person drafts or checks it, another publishes it, anybody closes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Model
from django.forms import Form
from django.utils.translation import gettext_noop

from enterprises.shared import clock
from enterprises.shared.workflow.desk import Given, Step, anybody, form_of
from enterprises.shared.workflow.second_person import is_another
from lists.editions.models import Edition
from lists.editions.services.publications import request_publication
from lists.editions.services.schedule import check_draft, close_draft
from lists.listings.desk.forms import reason_form


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSituation:
    """A draft as an officer of the credit office finds it."""

    user: User
    draft: Edition

    @property
    def is_own(self) -> bool:
        """Return whether the officer drafted or checked it, so that another one has to publish it."""
        return not is_another(self.user, self.draft.drafted_by_id)


def _second(at: DraftSituation) -> bool:
    return not at.is_own


def _is_checked(at: DraftSituation) -> bool:
    """A draft of a person counts as checked; one that came by schedule is nobody's until then."""
    return at.draft.drafted_by_id is not None


def _take(service: Callable[..., Edition]) -> Callable[[DraftSituation, Given], Model]:
    return lambda at, given: service(edition=at.draft, by=at.user, at=clock.now(), **given)


def _publish(*, edition: Edition, by: User, at: datetime) -> Edition:
    request_publication(edition=edition, by=by, at=at)
    return edition


STEPS: tuple[Step[DraftSituation], ...] = (
    Step(
        name="check",
        label=gettext_noop("核对无误，交另一人发布"),
        who=anybody,
        when=lambda at: not _is_checked(at),
        form=form_of(Form),
        take=_take(check_draft),
        done=gettext_noop("已核对，请另一人发布。"),
        note=gettext_noop("草稿由系统按周期起草，须先由一人核对，再由另一人发布。"),
        is_main=True,
    ),
    Step(
        name="publish",
        label=gettext_noop("核对无误，发布"),
        who=_second,
        when=_is_checked,
        form=form_of(Form),
        take=_take(_publish),
        done=gettext_noop("已交后台发布，文件生成后即公开。"),
        note=gettext_noop("发布后期号即固定，内容不能再修改。"),
        is_main=True,
    ),
    Step(
        name="close",
        label=gettext_noop("关闭草稿"),
        who=anybody,
        when=anybody,
        form=form_of(reason_form("请写明关闭草稿的理由。")),
        take=_take(close_draft),
        done=gettext_noop("草稿已关闭，本期不发布。"),
        title=gettext_noop("不发布，关闭草稿"),
        is_danger=True,
    ),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}
