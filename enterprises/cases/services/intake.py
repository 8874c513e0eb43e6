"""Handing a case in: number, secret code, party, papers, and the mark of a dispute at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from enterprises.agencies.permissions import officer_of
from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import CaseKind
from enterprises.cases.models import Case, CaseParty, CaseSeries
from enterprises.cases.services.admission import admission_of
from enterprises.cases.services.deadlines import set_due
from enterprises.cases.services.marks import put_mark
from enterprises.cases.services.papers import GivenPaper, keep_papers
from enterprises.cases.services.workflow import CASES
from enterprises.cases.subjects.registry import subject_of
from enterprises.cases.subjects.types import CaseSubject
from enterprises.documents.refs import Ref
from enterprises.logins.api_keys.models import ApiKey
from enterprises.shared.clock import SHANGHAI, day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.characters import unified
from enterprises.shared.secret_codes import digest_of, new_code

LONGEST_STATEMENT = 4_000
MOST_TOGETHER = 10
LONGEST_BACK = timedelta(days=366)  # a paper that lay longer: more likely a year mistyped


class NotAdmitted(Refused):
    """The law, the state of the thing or a ban does not let one apply; the sentence names the first day."""


class FormReceived(Refused):
    """The form was handed in before."""


class ApplicationInvalid(Refused):
    """Something is missing in the form, or is too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who applies, as typed."""

    name: str
    capacity: CaseParty.Capacity
    telephone: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What is handed in, as typed: one kind of case about `about` and, for one entry (一件事), about `together`."""

    kind: str
    about: Ref
    ground: str
    applicant: Applicant
    statement: str = ""
    field_code: str = ""
    papers: Sequence[GivenPaper] = ()
    together: Sequence[Ref] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the applicant gets: his cases, and the one secret code of all of them, which nobody can show again."""

    cases: tuple[Case, ...]
    code: str

    @property
    def number(self) -> str:
        """The number of the first case."""
        return self.cases[0].number


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    """How an application came: clocks run from `received_at`, `at` is when it was entered.

    `agency_id` is the authority whose officer or key hands it in, `code` the secret code of its cases.
    """

    agency_id: int | None
    at: datetime
    received_at: datetime
    channel: Case.Channel
    by: User | None
    api_key: ApiKey | None
    form_token: str
    code: str

    @property
    def note(self) -> str:
        """What the history notes of it: an earlier day, or the owner of the key."""
        if self.received_at != self.at:
            return f"{day_of(self.received_at)}收到"
        return self.api_key.owner if self.api_key else ""


@transaction.atomic
def hand_in(
    application: Application,
    *,
    at: datetime,
    channel: Case.Channel = Case.Channel.ONLINE,
    by: User | None = None,
    form_token: str = "",
    received_on: date | None = None,
    api_key: ApiKey | None = None,
    code: str = "",
) -> Receipt:
    """Receive a case, and one for each further thing of the same enterprise that the application is about.

    `by` is the officer who enters it for somebody. `received_on` is the day on which the paper came, today unless
    given: by it one may apply, and from it clocks run. `api_key` is the key of the program that hands it in, `code` the
    secret code to give, a new one unless given. A case about something that an authority decides goes to it at once;
    an objection marks what it is about. A form with a token is received once.

    :raises FormReceived: the form of that token was received before.
    :raises SubjectMissing: the reference names nothing.
    :raises NotAdmitted: one may not apply, or not yet; decided before any paper is looked at.
    :raises ApplicationInvalid: no such ground, nobody to answer, a required paper missing, or too much text.
    :raises AttachmentRefused: a paper is broken or of a wrong type.
    :raises NotPermitted: `by` is no officer.
    """
    _require_new_form(form_token)
    arrival = _Arrival(
        agency_id=_agency_of(by, api_key=api_key),
        at=at,
        received_at=_received_at(received_on, at=at),
        channel=channel,
        by=by,
        api_key=api_key,
        form_token=form_token,
        code=code or new_code(),
    )
    subjects = _admitted(application, arrival)
    _check(application, subjects)
    first = _receive(application, subjects[0], arrival)
    others = [_receive(application, subject, arrival, first=first) for subject in subjects[1:]]
    return Receipt(cases=(first, *others), code=arrival.code)


def _agency_of(by: User | None, *, api_key: ApiKey | None) -> int | None:
    if by is not None:
        return officer_of(by).agency_id
    return api_key.agency_id if api_key else None


def _received_at(received_on: date | None, *, at: datetime) -> datetime:
    """Return the instant from which clocks run; of an earlier day nobody knows the hour, so it is noon.

    :raises ApplicationInvalid: the day is to come, or long ago.
    """
    if received_on is None or received_on == day_of(at):
        return at
    if received_on > day_of(at):
        raise ApplicationInvalid("收到日期不能晚于今天。")
    if received_on < day_of(at) - LONGEST_BACK:
        raise ApplicationInvalid("收到日期早于{days}天以前，请核对年份。", days=LONGEST_BACK.days)
    return datetime.combine(received_on, time(12), tzinfo=SHANGHAI)


def next_number(prefix: str, *, year: int) -> str:
    """Return the next number of a series; no number is left out. Call inside a transaction."""
    CaseSeries.objects.get_or_create(prefix=prefix, year=year)
    series = CaseSeries.objects.select_for_update().get(prefix=prefix, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{prefix}-{year}-{series.last:06}"


def _admitted(application: Application, arrival: _Arrival) -> list[CaseSubject]:
    """Return what the application is about; about all of it one may apply, by the day on which it came."""
    kind, on = case_kind(application.kind), day_of(arrival.received_at)
    subjects = _subjects(kind, [application.about, *application.together], on=on)
    for number, subject in enumerate(subjects):
        admission = admission_of(
            kind,
            subject,
            on=on,
            field_code=application.field_code,
            is_own=subject.is_of(arrival.agency_id),
            is_transferred=number > 0,
        )
        if not admission.is_open:
            raise NotAdmitted(admission.sentence)
    return subjects


def _subjects(kind: CaseKind, refs: Sequence[Ref], *, on: date) -> list[CaseSubject]:
    if len(set(refs)) != len(refs) or len(refs) > MOST_TOGETHER:
        raise ApplicationInvalid("一次申请的事项不能重复，最多{most}项。", most=MOST_TOGETHER)
    subjects = [subject_of(ref, on=on) for ref in refs]
    if len({subject.enterprise.pk for subject in subjects}) > 1:
        raise ApplicationInvalid("一次申请的事项须属于同一企业。")
    if len(subjects) > 1 and not kind.repairs:
        raise ApplicationInvalid("只有信用修复可以一次申请多项。")
    return subjects


def _check(given: Application, subjects: Iterable[CaseSubject]) -> None:
    kind, applicant = case_kind(given.kind), given.applicant
    if any(given.ground not in {each.code for each in kind.grounds_for(one.category)} for one in subjects):
        raise ApplicationInvalid("请选择申请理由。")
    if not applicant.name.strip() or not (applicant.telephone.strip() or applicant.mail.strip()):
        raise ApplicationInvalid("请填写姓名，以及电话或者电子邮箱。")
    if applicant.mail.strip() and not _is_mail(applicant.mail.strip()):
        raise ApplicationInvalid("电子邮箱格式有误。")
    if len(given.statement) > LONGEST_STATEMENT:
        raise ApplicationInvalid("说明过长，最多{most}字。", most=LONGEST_STATEMENT)
    missing = kind.papers_missing(frozenset(paper.code for paper in given.papers))
    if missing:
        raise ApplicationInvalid("缺少材料：{papers}。", papers="、".join(paper.label for paper in missing))


def _is_mail(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _receive(given: Application, subject: CaseSubject, arrival: _Arrival, *, first: Case | None = None) -> Case:
    """Make the case about one thing, with its party, papers, mark and clock; `first` is that of the whole entry."""
    case = _new_case(given, subject, arrival, first=first)
    _save(case)
    _add_party(case, given.applicant)
    CASES.note(case, verb="hand-in", by=arrival.by, at=arrival.at, reason=arrival.note)
    keep_papers(case, given.papers, by=arrival.by, at=arrival.at)
    put_mark(case, at=arrival.at)
    set_due(case)
    return case


def _new_case(given: Application, subject: CaseSubject, arrival: _Arrival, *, first: Case | None) -> Case:
    kind = case_kind(given.kind)
    number = next_number(kind.prefix, year=day_of(arrival.at).year)
    return Case(
        number=number,
        kind=kind.code,
        about_kind=subject.ref.kind.value,
        about_id=subject.ref.id,
        about_label=subject.label[:300],
        exclusive_key=f"{kind.code} {subject.ref.kind.value} {subject.ref.id}" if kind.one_at_a_time else "",
        field_code=given.field_code if subject.field_label(given.field_code) else "",
        enterprise=subject.enterprise,
        agency=subject.agency,
        channel=arrival.channel,
        handed_in_by=arrival.by,
        api_key=arrival.api_key,
        together_with=first,
        ground=given.ground,
        statement=unified(given.statement.strip()),  # as typed it is not kept: it is the applicant's
        form_token=None if first else arrival.form_token or None,
        code_digest=digest_of(arrival.code, number=number),
        received_at=arrival.received_at,
    )


def _save(case: Case) -> None:
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError as error:
        _require_new_form(case.form_token or "")
        raise NotAdmitted("同一事项的{kind}正在办理，请等待结果。", kind=case_kind(case.kind).label) from error


def _require_new_form(token: str) -> None:
    if token and Case.objects.filter(form_token=token).exists():
        raise FormReceived("这份申请已经提交过，请用首次提交时得到的编号和查询码查看。")


def _add_party(case: Case, applicant: Applicant) -> None:
    CaseParty.objects.create(
        case=case,
        name=unified(applicant.name.strip())[:60],
        telephone=unified(applicant.telephone.strip())[:30],
        mail=applicant.mail.strip(),
        capacity=applicant.capacity,
    )
