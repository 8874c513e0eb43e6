"""Cases of the made-up city in every state, some overdue, made by the services that officers and applicants use."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import User
from django.db.models import Q
from PIL import Image

from creditportal.development.demo.accounts import CREDIT_OFFICE
from creditportal.development.demo.rows import instant_of
from enterprises.agencies.domains import Regulator
from enterprises.agencies.models import Agency, Officer
from enterprises.cases.models import Case, CaseParty
from enterprises.cases.services.bans import ask_undo_repair, undo_repair
from enterprises.cases.services.decisions import close, confirm_decision, decide
from enterprises.cases.services.intake import Applicant, Application, hand_in
from enterprises.cases.services.papers import GivenPaper
from enterprises.cases.services.steps import (
    accept,
    extend,
    forward,
    refuse_acceptance,
    take_up,
    want_papers,
    withdraw_case,
)
from enterprises.catalogue.codes import KindCode
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from enterprises.shared.clock import day_of
from enterprises.shared.rules.days import add_months

OLDEST = 45  # days before today on which a case of the demonstration was handed in, at most
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", ("伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "杰")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOfficers:
    """Who acts on a case: `first` records, `second` decides; the case was handed in on `day`."""

    first: User
    second: User
    day: date


Course = Callable[[Case, CaseOfficers], object]


def _left(case: Case, desk: CaseOfficers) -> None:
    """Leave it as it was received."""


def _accepted(case: Case, desk: CaseOfficers) -> Case:
    return accept(case=case, by=desk.first, at=instant_of(desk.day, hour=14))


def _in_review(case: Case, desk: CaseOfficers) -> Case:
    return take_up(case=_accepted(case, desk), by=desk.second, at=instant_of(desk.day, hour=15))


def _waiting(case: Case, desk: CaseOfficers) -> Case:
    return want_papers(case=case, papers="营业执照副本", by=desk.first, at=instant_of(desk.day, hour=14))


def _waiting_in_review(case: Case, desk: CaseOfficers) -> Case:
    reviewed = _in_review(case, desk)
    return want_papers(case=reviewed, papers="履行完毕的凭证", by=desk.second, at=instant_of(desk.day, hour=16))


def _extended(case: Case, desk: CaseOfficers) -> Case:
    return extend(
        case=_in_review(case, desk), reason="需向有关单位核实", by=desk.second, at=instant_of(desk.day, hour=16)
    )


def _turned_away(case: Case, desk: CaseOfficers) -> Case:
    at = instant_of(desk.day, hour=16)
    return refuse_acceptance(case=case, reason="所述事项不属于本机关职责", by=desk.second, at=at)


def _taken_back(case: Case, desk: CaseOfficers) -> Case:
    return withdraw_case(case=case, at=instant_of(desk.day, hour=17))


def _decided(outcome: str, *, confirmed: bool = False, closed: bool = False) -> Course:
    def course(case: Case, desk: CaseOfficers) -> None:
        at = instant_of(desk.day + timedelta(days=1), hour=10)
        case = decide(case=_in_review(case, desk), outcome=outcome, reason="经核查有关材料。", by=desk.second, at=at)
        if confirmed:
            case = confirm_decision(case=case, by=desk.first, at=instant_of(desk.day + timedelta(days=1), hour=15))
        if closed:
            close(case=case, by=desk.first, at=instant_of(desk.day + timedelta(days=2), hour=9), note="邮寄送达")

    return course


def _undone(*, confirmed: bool) -> Course:
    """Grant a repair, and request a month later that it be undone, because its papers were false."""

    def course(case: Case, desk: CaseOfficers) -> None:
        _decided("GRANTED", confirmed=True, closed=True)(case, desk)
        at = instant_of(desk.day + timedelta(days=29), hour=10)
        until = add_months(day_of(at), 12)
        case = Case.objects.get(pk=case.pk)
        reason = "经查，履行完毕的证明材料系伪造。"
        case = ask_undo_repair(case=case, reason=reason, banned_until=until, by=desk.second, at=at)
        if confirmed:
            undo_repair(case=case, by=desk.first, at=instant_of(desk.day + timedelta(days=29), hour=15))

    return course


# How many cases go how, and how many days before today they were handed in.
OBJECTIONS: tuple[tuple[int, Course, int], ...] = (
    (4, _left, 0),
    (3, _left, 9),
    (3, _accepted, 1),
    (3, _in_review, 12),
    (2, _waiting, 3),
    (1, _waiting_in_review, 3),
    (1, _extended, 1),
    (4, _decided("REFUSED", closed=True), 30),
    (2, _decided("CORRECTED"), 20),
    (2, _decided("UPHELD"), 2),
    (2, _decided("UPHELD", confirmed=True, closed=True), 40),
    (2, _turned_away, 15),
    (2, _taken_back, 10),
)
REPAIRS: tuple[tuple[int, Course, int], ...] = (
    (2, _left, 1),
    (1, _left, 14),
    (2, _in_review, 3),
    (1, _in_review, 30),
    (1, _extended, 5),
    (1, _waiting_in_review, 6),
    (2, _decided("GRANTED"), 2),
    (2, _decided("GRANTED", confirmed=True, closed=True), 40),
    (1, _decided("REFUSED", closed=True), 25),
    (1, _undone(confirmed=False), 30),
    (1, _undone(confirmed=True), 35),
    (1, _taken_back, 8),
)
REPORTS: tuple[tuple[int, Course, int], ...] = (
    (3, _left, 0),
    (2, _left, 11),
    (2, _in_review, 2),
    (2, _decided("CORRECTED", closed=True), 35),
    (2, _decided("REFUSED", closed=True), 28),
)
REGISTER_REPORTS = ((3, False), (2, True))  # whether the credit office passed them on


def open_cases(*, on: date) -> Iterator[Case]:
    """Hand cases in and take them on their way; a city with too few records has fewer."""
    records = _records(on=on, repairable=False)
    for number, (case_day, course) in enumerate(_courses(OBJECTIONS, on=on)):
        record = next(records, None)
        if record is not None:
            yield _case("objection", record, course, number=number, day=case_day)
    for number, (case_day, course) in enumerate(_courses(REPORTS, on=on)):
        record = next(records, None)
        if record is not None:
            yield _case("error-report", record, course, number=number, day=case_day)
    with TemporaryDirectory() as folder:
        paper = Path(folder) / "paper.png"
        Image.new("RGB", (210, 297), "white").save(paper)
        repairable = _records(on=on, repairable=True)
        for number, (case_day, course) in enumerate(_courses(REPAIRS, on=on)):
            record = next(repairable, None)
            if record is not None:
                yield _case("repair", record, course, number=number, day=case_day, paper=paper)
    yield from _register_reports(on=on)


def _courses(table: tuple[tuple[int, Course, int], ...], *, on: date) -> Iterator[tuple[date, Course]]:
    for count, course, age in table:
        for _ in range(count):
            yield on - timedelta(days=age), course


def _records(*, on: date, repairable: bool) -> Iterator[Record]:
    """Return penalties that are public through all days of the demonstration, each enterprise once, oldest first."""
    rows = (
        Record.objects.public(on=on)
        .select_related("enterprise", "agency")
        .filter(
            Q(public_until__isnull=True) | Q(public_until__gt=on + timedelta(days=1)),
            kind=KindCode.PENALTY,
            disputed_at__isnull=True,
            repair_proposed_at__isnull=True,
            public_from__lte=on - timedelta(days=OLDEST),
            enterprise__public_from__lte=on - timedelta(days=OLDEST),
        )
    )
    if repairable:
        rows = rows.filter(repairable_from__lte=on - timedelta(days=OLDEST)).order_by("-pk")
    busy = set(Case.objects.order_by().values_list("about_id", flat=True))
    for record in rows if repairable else rows.order_by("pk"):
        is_elsewhere = record.agency.governing_regulator is Regulator.SAMR
        if record.pk not in busy and not (repairable and is_elsewhere):
            yield record


def _case(kind: str, record: Record, course: Course, *, number: int, day: date, paper: Path | None = None) -> Case:
    papers = [GivenPaper(code=code, path=paper) for code in ("performance", "promise")] if paper else []
    application = Application(
        kind=kind,
        about=Ref(kind=RefKind.RECORD, id=record.pk),
        ground={"objection": "content", "repair": "performed"}.get(kind, "wrong"),
        field_code="CF_WFXW" if kind == "error-report" else "",
        applicant=_applicant(number),
        statement="与本单位留存的决定书不一致，请核实。" if kind != "repair" else "",
        papers=papers,
    )
    case = hand_in(application, at=instant_of(day, hour=9)).cases[0]
    course(case, _desk(record.agency, day=day))
    return case


def _desk(agency: Agency, *, day: date) -> CaseOfficers:
    first = Officer.objects.select_related("user").get(agency=agency, may_record=True).user
    second = Officer.objects.select_related("user").get(agency=agency, may_review=True).user
    return CaseOfficers(first=first, second=second, day=day)


def _applicant(number: int) -> Applicant:
    name = SURNAMES[number % len(SURNAMES)] + GIVEN[number // len(SURNAMES) % len(GIVEN)]
    capacity = CaseParty.Capacity.AGENT if number % 3 else CaseParty.Capacity.LEGAL_REPRESENTATIVE
    return Applicant(name=name, capacity=capacity, mail=f"applicant{number}@example.com")


def _register_reports(*, on: date) -> Iterator[Case]:
    """Report fields of the register; the credit office passes some on to the market regulator."""
    keeper = User.objects.get(username=CREDIT_OFFICE[0])
    registrar = Agency.objects.filter(domain="MARKET_REGULATION").order_by("pk").first()
    enterprises = Enterprise.objects.public(on=on - timedelta(days=OLDEST)).order_by("pk").iterator()
    for count, is_passed_on in REGISTER_REPORTS:
        for number in range(count):
            enterprise = next(enterprises, None)
            if enterprise is None or registrar is None:
                return
            application = Application(
                kind="error-report",
                about=Ref(kind=RefKind.ENTERPRISE, id=enterprise.pk),
                ground="outdated",
                field_code="address",
                applicant=_applicant(number + count),
            )
            case = hand_in(application, at=instant_of(on - timedelta(days=number), hour=9)).cases[0]
            if is_passed_on:
                at = instant_of(on - timedelta(days=number), hour=11)
                case = forward(case=case, agency=registrar, reason="登记信息由登记机关核实", by=keeper, at=at)
            yield case
