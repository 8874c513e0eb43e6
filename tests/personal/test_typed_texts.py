"""Every way in stores unified characters, and keeps with the step what was typed in others."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import CharField, JSONField, Model, TextField
from django.test import Client

from enterprises.cases.models import Case
from enterprises.cases.services.retention import forget_ended_cases
from enterprises.cases.services.steps import forward, want_papers, withdraw_case
from enterprises.enforcement.services.campaigns import propose_campaign, refuse_campaign
from enterprises.evaluations.rules import EvaluationType, read_scale
from enterprises.evaluations.services.institutions import propose_withdrawal
from enterprises.records.extensions.services import request_extension
from enterprises.records.maker_notices import MakerNotice
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.records.rules.severity import Severity
from enterprises.records.services.agency_codes import change_agency_code
from enterprises.records.services.corrections import mark_disputed, record_exit, withdraw_record
from enterprises.records.services.drafting import set_severity
from enterprises.records.services.maker_notices import give_comment, inform_maker, state_danger
from enterprises.records.services.waiting import discard_draft, move_record, return_record
from enterprises.register.services.code_steps import request_confirmation
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.holidays.services import add_notice
from enterprises.shared.rules.characters import unified
from enterprises.shared.sheets.table import TableRow
from enterprises.shared.typed_texts.models import TypedText
from enterprises.shields.services import request_shield
from lists.criteria.services import card_of, propose_version
from lists.external.columns import read_row
from lists.external.importing import ExternalFile, Origin, take_over
from lists.external.proposals import confirm, hand_in
from lists.listings.services.decisions import decide_listing, reject_listing
from lists.listings.sheets import BulkColumn, BulkRow, BulkStep, read_bulk_row
from tests import make
from tests.cases import make as cases_make
from tests.doors.make import KETTLE
from tests.enforcement.make import stated as campaign
from tests.evaluations import make as evaluations_make
from tests.lists import external
from tests.lists import make as lists_make
from tests.make import AT, ON, Office
from tests.shields import make as shields_make

pytestmark = pytest.mark.django_db
TYPED = "核对⾦额，⻓江"
CHECK: dict[str, Any] = KETTLE | {"X_JC_RQ": "2026-04-01"}
RADICALS = re.compile("[\u2e80-\u2fdf]")
OURS = ("enterprises", "cases", "evaluations", "enforcement", "shields", "lists", "search")
ROOT = Path(__file__).parents[2]
Way = Callable[[Office], object]


def stored_texts() -> Iterator[tuple[str, str]]:
    """Give every text of every table of ours, but those kept as typed."""
    for model in (model for app in OURS for model in apps.get_app_config(app).get_models()):
        names = [f.attname for f in model._meta.concrete_fields if isinstance(f, CharField | TextField | JSONField)]
        if model is not TypedText and names:
            for values in model._default_manager.order_by("pk").values_list(*names):
                yield model.__name__, str(values)


def kept() -> list[tuple[str, str]]:
    return sorted(TypedText.objects.values_list("subject", "field"))


def case_of(office: Office) -> Case:
    record = make.published(office, enterprise=make.new_enterprise(), at=AT)
    return cases_make.objection(cases_make.ref(record), on=ON, statement=TYPED).cases[0]


def listed(office: Office, **changes: Any) -> Model:
    return decide_listing(listing=lists_make.notified(reason=TYPED), **lists_make.decision(**changes))


def external_row(office: Office) -> object:
    given: dict[str, Any] = {"uscc": (make.uscc(1),), "name": (TYPED,), "listed_on": ("2026-04-01",)}
    row = read_row(TableRow(number=2, cells=(), values=given), as_of=ON).row
    assert row is not None
    origin = Origin(source=TYPED, label=TYPED, as_of=ON, sha256="0" * 64)
    who: dict[str, User] = {"by": lists_make.office(), "confirmed_by": external.second()}
    return take_over(lists_make.the_list(external.DEBTORS), rows=[row], origin=origin, at=AT, **who)


def external_file(office: Office, *, is_confirmed: bool) -> object:
    """Hand in a file of an external list; another person may confirm it."""
    given: dict[str, Any] = {"uscc": (make.uscc(1),), "name": (TYPED,), "listed_on": ("2026-04-01",)}
    row = read_row(TableRow(number=2, cells=(), values=given), as_of=ON).row
    assert row is not None
    read = ExternalFile(rows=(row,), persons=0, refused=0)
    origin = Origin(source=TYPED, label=TYPED, as_of=ON, sha256="0" * 64)
    credit_list = lists_make.the_list(external.DEBTORS)
    proposal = hand_in(credit_list, read=read, origin=origin, warnings=[TYPED], by=lists_make.office(), at=AT)
    if is_confirmed:
        confirm(proposal=proposal, read_against=None, by=external.second(), at=AT)
    return proposal


def bulk_row(office: Office) -> object:
    """Propose what a row of a bulk sheet states."""
    cells: dict[str, Any] = {"uscc": (make.uscc(1),), "criterion": ("M-01",), "reason": (TYPED,)}
    read = read_bulk_row(TableRow(number=2, cells=(), values=cells), step=BulkStep.PROPOSE, on=ON, is_1904=False)
    assert isinstance(read, BulkRow)
    return lists_make.proposed(reason=read.text(BulkColumn.REASON))


def version(office: Office) -> object:
    credit_list = lists_make.the_list()
    card = replace(card_of(credit_list), measures=UnifiedTextField().clean(f"{card_of(credit_list).measures}⾦"))
    return propose_version(credit_list=credit_list, card=card, reason=TYPED, by=lists_make.office(), at=AT)


def institution(office: Office) -> object:
    scales = {EvaluationType.CREDIT: read_scale("⾦ 信用⻓好\n银 信用一般")}
    return evaluations_make.proposed(office, method=TYPED, scales=scales)


def evaluated(office: Office) -> object:
    user = evaluations_make.account(evaluations_make.registered(office))
    return evaluations_make.handed_in(user, make.new_enterprise(), content=TYPED)


def exited(office: Office) -> object:
    entry = make.published(office, enterprise=make.new_enterprise(), kind="abnormal-operation", at=AT)
    given: dict[str, Any] = {"exit_on": ON, "exit_reason": TYPED, "exit_authority": TYPED}
    return record_exit(record=entry, by=office.recorder, at=AT, personal_data_confirmed=True, **given)


def shield(office: Office) -> object:
    given = shields_make.given(court=TYPED, legal_basis=TYPED)
    return request_shield(enterprise=make.new_enterprise(), given=given, by=lists_make.office(), at=AT)


def informed(office: Office, *, maker: str = TYPED) -> MakerNotice:
    finding = make.submitted(office, enterprise=make.new_enterprise(), kind="inspection", **CHECK)
    return inform_maker(record=finding, maker=maker, by=office.recorder, at=AT)


def days_off(office: Office) -> object:
    off = ((date(2030, 1, 1), date(2030, 1, 2)),)
    return add_notice(year=2030, source=TYPED, days_off=off, days_worked=(), by=office.recorder, at=AT)


# Each way in, and under what its texts are kept as typed.
WAYS: dict[str, tuple[Way, Collection[tuple[str, str]]]] = {
    "draft of a record": (
        lambda office: make.draft(office, enterprise=make.new_enterprise(), CF_SY=TYPED),
        {("RECORD", "CF_SY")},
    ),
    "return of a record": (
        lambda office: return_record(
            record=make.submitted(office, enterprise=make.new_enterprise()), by=office.reviewer, at=AT, reason=TYPED
        ),
        {("RECORD", "reason")},
    ),
    "class by hand": (
        lambda office: set_severity(
            record=make.submitted(office, enterprise=make.new_enterprise()),
            severity=Severity.GENERAL,
            reason=TYPED,
            by=office.reviewer,
            at=AT,
        ),
        {("RECORD", "reason")},
    ),
    "other enterprise": (
        lambda office: move_record(
            record=make.draft(office, enterprise=make.new_enterprise()),
            enterprise=make.new_enterprise(2, name="武汉乙有限公司"),
            reason=TYPED,
            by=office.recorder,
            at=AT,
        ),
        {("RECORD", "reason")},
    ),
    "withdrawal": (
        lambda office: withdraw_record(
            record=make.published(office, enterprise=make.new_enterprise()),
            reason=WithdrawalReason.ANNULLED,
            note=TYPED,
            by=office.reviewer,
            at=AT,
        ),
        {("RECORD", "reason")},
    ),
    "mark of a dispute": (
        lambda office: mark_disputed(
            record=make.published(office, enterprise=make.new_enterprise()), reason=TYPED, by=office.reviewer, at=AT
        ),
        {("RECORD", "reason")},
    ),
    "exit from a listing": (exited, {("RECORD", "reason"), ("RECORD", "X_YC_YCYY"), ("RECORD", "X_YC_YCJG")}),
    "extension": (
        lambda office: request_extension(
            record=make.published(office, enterprise=make.new_enterprise()),
            legal_basis=TYPED,
            until=date(2027, 5, 1),
            by=office.recorder,
            at=AT,
        ),
        {("RECORD", "reason")},
    ),
    "code": (
        lambda office: request_confirmation(
            code="91350203M0001FUE2P", name=TYPED, reason=TYPED, by=office.recorder, at=AT
        ),
        {("CODESTEP", "name"), ("CODESTEP", "reason")},
    ),
    "code of an agency": (
        lambda office: change_agency_code(
            agency=office.agency,
            code=make.uscc(77, department="1"),
            reason=TYPED,
            by=User.objects.create_superuser("root"),
            at=AT,
        ),
        {("AGENCYEVENT", "reason")},
    ),
    "statement of an applicant": (case_of, set()),
    "papers of a case": (
        lambda office: want_papers(case=case_of(office), papers=TYPED, by=office.recorder, at=AT),
        {("CASE", "reason"), ("CASE", "papers_wanted")},
    ),
    "forwarded case": (
        lambda office: forward(case=case_of(office), agency=make.agency(7), reason=TYPED, by=office.recorder, at=AT),
        {("CASE", "reason")},
    ),
    "case taken back": (lambda office: withdraw_case(case=case_of(office), at=AT, reason=TYPED), {("CASE", "reason")}),
    "decision of a case": (
        lambda office: cases_make.decided(case_of(office), office, outcome="REFUSED", on=ON, reason=TYPED),
        {("CASE", "reason"), ("CASE", "outcome_reason")},
    ),
    "institution": (
        institution,
        {("INSTITUTION", "method"), ("INSTITUTIONGRADE", "grade"), ("INSTITUTIONGRADE", "meaning")},
    ),
    "exit of an institution": (
        lambda office: propose_withdrawal(
            institution=evaluations_make.registered(office), reason=TYPED, by=office.recorder, at=AT
        ),
        {("INSTITUTION", "reason")},
    ),
    "evaluation": (evaluated, {("RECORD", "X_PJ_NR")}),
    "campaign": (
        lambda office: propose_campaign(
            given=campaign(name=TYPED, goals=TYPED), agency=office.agency, by=office.recorder, at=AT
        ),
        {("CAMPAIGN", "name"), ("CAMPAIGN", "goals")},
    ),
    "refused campaign": (
        lambda office: refuse_campaign(
            campaign=propose_campaign(given=campaign(), agency=office.agency, by=office.recorder, at=AT),
            reason=TYPED,
            by=office.reviewer,
            at=AT,
        ),
        {("CAMPAIGN", "reason")},
    ),
    "listing": (
        lambda office: listed(office, document_number=TYPED, finding=TYPED, objection_outcome=TYPED),
        # The step of the decision has the document number as its reason.
        [("LISTING", field) for field in ("reason", "reason", "document_number", "finding", "objection_outcome")],
    ),
    "rejected listing": (
        lambda office: reject_listing(
            listing=lists_make.notified(), reason=TYPED, by=lists_make.office(), at=lists_make.noon(lists_make.SERVED)
        ),
        {("LISTING", "reason")},
    ),
    "row of a bulk sheet": (bulk_row, {("LISTING", "reason")}),
    "external list": (
        external_row,
        {("EXTERNALEDITION", "source"), ("EXTERNALEDITION", "label"), ("EXTERNALLISTING", "name")},
    ),
    "file of an external list": (
        partial(external_file, is_confirmed=False),
        {("EXTERNALPROPOSAL", "source"), ("EXTERNALPROPOSAL", "label"), ("EXTERNALPROPOSAL", "0.name")},
    ),
    "confirmed file of an external list": (
        partial(external_file, is_confirmed=True),
        {("EXTERNALEDITION", "source"), ("EXTERNALEDITION", "label"), ("EXTERNALLISTING", "name")},
    ),
    "card of a list": (version, {("LISTVERSION", "reason"), ("LISTVERSION", "measures")}),
    "shield": (shield, {("SHIELD", "court"), ("SHIELD", "legal_basis")}),
    "notice to a maker": (informed, {("RECORD", "reason"), ("MAKERNOTICE", "maker")}),
    "comment of a maker": (
        lambda office: give_comment(notice=informed(office, maker="江城月"), comment=TYPED, at=AT),
        {("MAKERNOTICE", "comment")},
    ),
    "danger": (
        lambda office: state_danger(notice=informed(office, maker="江城月"), reason=TYPED, by=office.recorder, at=AT),
        {("RECORD", "reason"), ("MAKERNOTICE", "reason"), ("MAKERNOTICE", "urgent_reason")},
    ),
    "days off": (days_off, {("HOLIDAYNOTICE", "source")}),
}


@pytest.mark.parametrize("name", WAYS)
def test_what_is_stored_is_unified_and_what_was_typed_is_kept(name: str) -> None:
    way, fields = WAYS[name]
    way(make.office())
    assert [(table, text) for table, text in stored_texts() if RADICALS.search(text)] == []
    assert kept() == sorted(fields)
    assert all(RADICALS.search(text) for text in TypedText.objects.values_list("typed", flat=True))


def test_what_a_form_gives_knows_how_it_was_typed() -> None:
    given = UnifiedTextField().clean(f" {TYPED} ")
    assert (given, given.typed) == (unified(TYPED), TYPED)
    assert type(UnifiedTextField().clean("核对")) is str
    assert UnifiedTextField().bound_data(TYPED, "") == unified(TYPED)  # a refused form that is shown again


@pytest.mark.parametrize(
    ("made", "kind", "step", "field"),
    [
        (make.submitted, "penalty", "return", "reason"),
        (make.published, "penalty", "dispute", "reason"),
        (make.submitted, "inspection", "inform-maker", "maker"),
    ],
)
def test_what_is_typed_at_the_desk_is_kept(
    client: Client, made: Callable[..., Record], kind: str, step: str, field: str
) -> None:
    office = make.office()
    record = made(office, enterprise=make.new_enterprise(), kind=kind, **(CHECK if kind == "inspection" else {}))
    client.force_login(office.reviewer)
    client.post(f"/desk/records/{record.pk}/{step}/", {field: TYPED})
    assert TypedText.objects.get(subject="RECORD", field="reason").typed == TYPED


def test_every_text_of_a_form_is_unified() -> None:
    """One kind of text field in all forms; filters of public queries have their own."""
    own = {"enterprises/shared/fields.py", "enterprises/register/filters.py"}
    found = {
        str(path.relative_to(ROOT))
        for app in ("enterprises", "lists", "search", "creditportal")
        for path in (ROOT / app).rglob("*.py")
        if re.search(r"forms\.(CharField|TextField)\b", path.read_text())
    }
    assert found == own


def test_what_was_typed_of_a_case_goes_with_it() -> None:
    office = make.office()
    case = withdraw_case(case=case_of(office), at=AT, reason=TYPED)
    assert TypedText.objects.filter(subject="CASE", key=case.pk).exists()
    forget_ended_cases(at=AT + timedelta(days=3 * 366))
    assert not TypedText.objects.exists()


def test_what_was_typed_of_a_draft_goes_with_it() -> None:
    office = make.office()
    discard_draft(record=make.draft(office, enterprise=make.new_enterprise(), CF_SY=TYPED), by=office.recorder)
    assert not TypedText.objects.exists()
