"""Steps on a paper of a record: a second person makes a blacked-out text public, any officer ends that."""

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import Form
from django.utils.translation import gettext_noop

from enterprises.records.desk.access import RecordDesk
from enterprises.records.models import RecordPaper
from enterprises.records.services.papers import end_release, release_paper
from enterprises.records.texts import KINDS_WITH_A_PUBLIC_TEXT
from enterprises.shared import clock
from enterprises.shared.workflow.desk import Given, Step, form_of
from enterprises.shared.workflow.second_person import is_another


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSituation:
    """A paper as an officer of the record's agency finds it."""

    desk: RecordDesk
    paper: RecordPaper

    @property
    def waits_for_another(self) -> bool:
        """Return whether the officer made the text, so that another one has to check it."""
        return _is_unreleased_text(self) and not _is_by_another(self)


def _member(at: PaperSituation) -> bool:
    return at.desk.officer.handles_records


def _second_reviewer(at: PaperSituation) -> bool:
    return at.desk.officer.may_review and _is_by_another(at)


def _is_by_another(at: PaperSituation) -> bool:
    return is_another(at.desk.user, at.paper.added_by_id)


def _is_released(at: PaperSituation) -> bool:
    return at.paper.released_at is not None


def _is_unreleased_text(at: PaperSituation) -> bool:
    is_text = at.paper.kind == RecordPaper.Kind.REDACTED and at.paper.record.kind in KINDS_WITH_A_PUBLIC_TEXT
    return is_text and not _is_released(at)


def _take(service: Callable[..., RecordPaper]) -> Callable[[PaperSituation, Given], RecordPaper]:
    return lambda at, given: service(paper=at.paper, by=at.desk.user, at=clock.now())


STEPS: tuple[Step[PaperSituation], ...] = (
    Step(
        name="release",
        label=gettext_noop("已逐页核对，无个人信息：公开"),
        who=_second_reviewer,
        when=_is_unreleased_text,
        form=form_of(Form),
        take=_take(release_paper),
        done=gettext_noop("决定书已公开。"),
    ),
    Step(
        name="unrelease",
        label=gettext_noop("停止公开"),
        who=_member,
        when=_is_released,
        form=form_of(Form),
        take=_take(end_release),
        done=gettext_noop("决定书已停止公开。"),
    ),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}
