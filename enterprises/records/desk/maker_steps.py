"""The steps about the maker of a product that failed a check."""

from django.forms import Form
from django.http import QueryDict

from enterprises.catalogue.kinds.inspection import is_failed_product
from enterprises.records.desk.forms import CommentCheckForm, MakerForm, ReasonForm
from enterprises.records.desk.situation import Situation, member, plain
from enterprises.records.maker_notices import MakerNotice
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.maker_comments import NoticeState
from enterprises.records.services.maker_notices import (
    COMMENT_LABEL,
    MakerNoticeRefused,
    accept_comment,
    inform_maker,
    refuse_comment,
    state_danger,
    stated_maker,
)
from enterprises.records.services.personal_data import suspicions_of_texts
from enterprises.shared import clock
from enterprises.shared.workflow.desk import Given, Step

# When.


def _may_be_informed(at: Situation) -> bool:
    is_open = at.state in (State.SUBMITTED, State.PUBLISHED)
    return is_open and at.notice is None and is_failed_product(at.record.kind, at.record.details)


def _may_be_urgent(at: Situation) -> bool:
    return at.state is State.SUBMITTED and at.notice is not None and at.notice.urgent_by_id is None


def _has_comment(at: Situation) -> bool:
    return at.notice is not None and at.notice.state == NoticeState.COMMENTED


def _has_any_comment(at: Situation) -> bool:
    return at.notice is not None and at.notice.state in (NoticeState.COMMENTED, NoticeState.SHOWN)


# Forms.


def _maker_form(at: Situation, data: QueryDict | None) -> Form:
    return MakerForm(data, step="inform-maker", initial={"maker": stated_maker(at.record)})


def _check_form(at: Situation, data: QueryDict | None) -> Form:
    form = CommentCheckForm(data, step="accept-comment")
    text = at.notice.comment if at.notice else ""
    if data is None and not suspicions_of_texts(**{COMMENT_LABEL: text}):
        del form.fields["personal_data_confirmed"]
    return form


# Services.


def _notice(at: Situation) -> MakerNotice:
    """Return the notice that a step is about.

    :raises MakerNoticeRefused: nobody informed the maker.
    """
    if at.notice is None:
        raise MakerNoticeRefused("还没有告知生产企业。")
    return at.notice


def _inform(at: Situation, given: Given) -> Record:
    inform_maker(record=at.record, maker=given["maker"], by=at.desk.user, at=clock.now())
    return at.record


def _urgent(at: Situation, given: Given) -> Record:
    state_danger(notice=_notice(at), reason=given["reason"], by=at.desk.user, at=clock.now())
    return at.record


def _accept(at: Situation, given: Given) -> Record:
    confirmed = bool(given["personal_data_confirmed"])
    accept_comment(notice=_notice(at), personal_data_confirmed=confirmed, by=at.desk.user, at=clock.now())
    return at.record


def _refuse(at: Situation, given: Given) -> Record:
    refuse_comment(notice=_notice(at), reason=given["reason"], by=at.desk.user, at=clock.now())
    return at.record


MAKER_STEPS: tuple[Step[Situation], ...] = (
    Step(
        name="inform-maker",
        label="告知生产企业",
        title="告知生产企业",
        who=member,
        when=_may_be_informed,
        form=_maker_form,
        take=_inform,
        done="已记下告知，请打印告知书送达生产企业。",
    ),
    Step(
        name="state-danger",
        title="先行公示",
        label="写明危险，申请先行公示",
        who=member,
        when=_may_be_urgent,
        form=plain(ReasonForm, "state-danger"),
        take=_urgent,
        done="已写明理由，由另一人审核公示。",
    ),
    Step(
        name="accept-comment",
        label="意见随结果公示",
        who=member,
        when=_has_comment,
        form=_check_form,
        take=_accept,
        done="生产企业的意见随结果公示。",
        is_main=True,
    ),
    Step(
        name="refuse-comment",
        title="意见不予公示",
        label="意见不予公示",
        who=member,
        when=_has_any_comment,
        form=plain(ReasonForm, "refuse-comment"),
        take=_refuse,
        done="意见不予公示，生产企业可以看到理由。",
    ),
)
