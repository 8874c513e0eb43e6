"""The registry of institutions: let in and taken out by two people of the agency."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from enterprises.agencies.models import Agency
from enterprises.agencies.permissions import require_member
from enterprises.evaluations.models import Institution, InstitutionComplaint, InstitutionEvent, InstitutionGrade
from enterprises.evaluations.permissions import require_registrar
from enterprises.evaluations.rules import SHOWN, EvaluationType, Grade, InstitutionState, is_public_contact
from enterprises.evaluations.services.workflow import INSTITUTIONS
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.days import long_day
from enterprises.shared.rules.uscc import check_uscc
from enterprises.shared.typed_texts.services import create_unified, save_unified
from enterprises.shared.workflow.second_person import require_second_person


class InstitutionRefused(Refused):
    """What was stated of the institution cannot be registered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenInstitution:
    """What an agency states of an institution; `scales` has at least one type."""

    code: str
    name: str
    qualification: str
    qualification_authority: str
    method: str
    contact: str
    valid_from: date
    valid_until: date | None
    scales: Mapping[EvaluationType, tuple[Grade, ...]]


@transaction.atomic
def propose_institution(*, given: GivenInstitution, agency: Agency, by: User, at: datetime) -> Institution:
    """Propose an institution for the registry; another person of the agency confirms it.

    :raises NotPermitted: `by` does not belong to the agency.
    :raises InstitutionRefused: the code is impossible or taken, a scale is missing, the qualification has ended, or
        the contact is a person's.
    """
    require_member(by, agency=agency)
    _require_qualified(given.valid_until, on=day_of(at))
    check = check_uscc(given.code)
    if check.errors:
        raise InstitutionRefused("统一社会信用代码：{reason}", reason=check.errors[0])
    if not is_public_contact(given.contact):
        raise InstitutionRefused("公开联系方式请填写单位座机、邮箱或者网址，不要填写手机号码或者证件号码。")
    if not any(given.scales.values()):
        raise InstitutionRefused("请至少填写一种评价的等级标准。")
    institution = Institution(
        code=check.code,
        name=given.name,
        agency=agency,
        qualification=given.qualification,
        qualification_authority=given.qualification_authority,
        method=given.method,
        contact=given.contact,
        valid_from=given.valid_from,
        valid_until=given.valid_until,
        proposed_by=by,
        proposed_at=at,
    )
    _save_once(institution, on=day_of(at))
    _store_scales(institution, given.scales, on=day_of(at))
    event = InstitutionEvent(institution=institution, at=at, actor=by, verb="propose", after=institution.state)
    event.save()
    return institution


@transaction.atomic
def accept_institution(*, institution: Institution, by: User, at: datetime) -> Institution:
    """Let a proposed institution into the registry, as another person than the one who proposed it.

    :raises NotPermitted: `by` is no reviewer of its agency.
    :raises FourEyes: `by` proposed it.
    :raises InstitutionRefused: its qualification has ended meanwhile.
    :raises StateChanged: it is not proposed any more.
    """
    institution = INSTITUTIONS.locked(institution)
    require_registrar(by, agency=institution.agency)
    require_second_person(by, first_id=institution.proposed_by_id, sentence="登记须由提出人以外的人确认。")
    _require_qualified(institution.valid_until, on=day_of(at))
    INSTITUTIONS.move(institution, verb="accept", by=by, at=at, accepted_by=by, accepted_at=at)
    return institution


@transaction.atomic
def refuse_institution(*, institution: Institution, reason: str, by: User, at: datetime) -> Institution:
    """Refuse a proposed institution.

    :raises NotPermitted: `by` is no reviewer of its agency.
    :raises FourEyes: `by` proposed it.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it is not proposed any more.
    """
    institution = INSTITUTIONS.locked(institution)
    require_registrar(by, agency=institution.agency)
    require_second_person(by, first_id=institution.proposed_by_id, sentence="登记须由提出人以外的人处理。")
    INSTITUTIONS.move(institution, verb="refuse", by=by, at=at, reason=INSTITUTIONS.require_reason(reason))
    return institution


@transaction.atomic
def propose_withdrawal(*, institution: Institution, reason: str, by: User, at: datetime) -> Institution:
    """Propose that an institution leaves the registry; the reason becomes public when it does.

    :raises NotPermitted: `by` does not belong to its agency.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it is not registered.
    """
    institution = INSTITUTIONS.locked(institution)
    require_member(by, agency=institution.agency)
    why = INSTITUTIONS.require_reason(reason)
    INSTITUTIONS.move(
        institution,
        verb="propose-withdrawal",
        by=by,
        at=at,
        reason=why,
        withdrawal_proposed_by=by,
        withdrawn_reason=str(why).rstrip("。"),
    )
    return institution


@transaction.atomic
def confirm_institution_withdrawal(*, institution: Institution, by: User, at: datetime) -> Institution:
    """Take an institution out of the registry today; its grades stay, with a mark.

    :raises NotPermitted: `by` is no reviewer of its agency.
    :raises FourEyes: `by` proposed it.
    :raises StateChanged: nobody proposed it.
    """
    institution = INSTITUTIONS.locked(institution)
    require_registrar(by, agency=institution.agency)
    _second_of_withdrawal(institution, by=by)
    INSTITUTIONS.move(institution, verb="withdraw", by=by, at=at, withdrawn_by=by, withdrawn_on=day_of(at))
    return institution


@transaction.atomic
def turn_down_withdrawal(*, institution: Institution, reason: str, by: User, at: datetime) -> Institution:
    """Keep an institution whose withdrawal was proposed.

    :raises NotPermitted: `by` is no reviewer of its agency.
    :raises FourEyes: `by` proposed it.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: nobody proposed it.
    """
    institution = INSTITUTIONS.locked(institution)
    require_registrar(by, agency=institution.agency)
    _second_of_withdrawal(institution, by=by)
    why = INSTITUTIONS.require_reason(reason)
    INSTITUTIONS.move(
        institution,
        verb="turn-down-withdrawal",
        by=by,
        at=at,
        reason=why,
        withdrawal_proposed_by=None,
        withdrawn_reason="",
    )
    return institution


@transaction.atomic
def note_complaint(
    *, institution: Institution, received_on: date, is_upheld: bool, by: User, at: datetime
) -> InstitutionComplaint:
    """Count a complaint about an institution with its outcome.

    :raises NotPermitted: `by` does not belong to its agency.
    :raises InstitutionRefused: the institution was never registered, or the day lies ahead.
    """
    institution = INSTITUTIONS.locked(institution)
    require_member(by, agency=institution.agency)
    if InstitutionState(institution.state) not in SHOWN:
        raise InstitutionRefused("机构没有登记，不能登记投诉。")
    if received_on > day_of(at):
        raise InstitutionRefused("收到投诉的日期不能晚于今天。")
    return InstitutionComplaint.objects.create(
        institution=institution, received_on=received_on, is_upheld=is_upheld, noted_by=by, noted_at=at
    )


def _second_of_withdrawal(institution: Institution, *, by: User) -> None:
    require_second_person(by, first_id=institution.withdrawal_proposed_by_id, sentence="退出须由提出人以外的人处理。")


def _require_qualified(valid_until: date | None, *, on: date) -> None:
    if valid_until is not None and valid_until < on:
        raise InstitutionRefused("资质已于{day}到期，不能登记。", day=long_day(valid_until))


def _save_once(institution: Institution, *, on: date) -> None:
    try:
        with transaction.atomic():
            save_unified(institution, on=on)
    except IntegrityError as error:
        if "institution_registered_once" not in str(error) and "code" not in str(error):
            raise
        raise InstitutionRefused("这个代码的机构已经登记，或者正在等待确认。") from error


def _store_scales(institution: Institution, scales: Mapping[EvaluationType, tuple[Grade, ...]], *, on: date) -> None:
    grades = [
        InstitutionGrade(
            institution=institution,
            evaluation_type=evaluation_type.value,
            rank=rank,
            grade=each.grade,
            meaning=each.meaning,
        )
        for evaluation_type, scale in scales.items()
        for rank, each in enumerate(scale, start=1)
    ]
    create_unified(grades, on=on)
