"""Letters of cases: one for each step that has one, its content, and who may read it."""

import re
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from enterprises.agencies.models import Agency
from enterprises.cases.kinds.registry import case_kinds
from enterprises.cases.kinds.types import Effect
from enterprises.cases.models import Case, CaseLetter, CaseParty
from enterprises.cases.periodic_jobs import issue_letters
from enterprises.cases.services import letter_content
from enterprises.cases.services.bans import ask_undo_repair, undo_repair
from enterprises.cases.services.decisions import confirm_decision, decide, reconsider
from enterprises.cases.services.intake import Applicant, Receipt
from enterprises.cases.services.letters import waiting_of
from enterprises.cases.services.retention import forget_ended_cases
from enterprises.cases.services.steps import accept, extend, forward, refuse_acceptance, want_papers
from enterprises.documents.letters import rounds
from enterprises.documents.letters.content import LetterContent
from enterprises.documents.letters.kinds import LetterCode
from enterprises.documents.letters.models import Letter
from enterprises.documents.letters.public import LetterStatus, public_letter, status_of
from enterprises.documents.letters.rounds import FAILED
from enterprises.documents.letters.services import record_service
from enterprises.documents.snapshot import from_plain
from enterprises.records.models import Record
from tests import make
from tests.cases import make as cases
from tests.cases.make import noon
from tests.documents.letters import print_nothing
from tests.make import Office

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 18)  # a Wednesday
SOURCE = "《深圳经济特区社会信用条例》第四十三条至第五十一条（时限待核实）。"


@pytest.fixture(autouse=True)
def no_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    print_nothing(monkeypatch)


@pytest.fixture
def receipt(record: Record) -> Receipt:
    return cases.objection(cases.ref(record), on=ON)


@pytest.fixture
def case(receipt: Receipt) -> Case:
    return receipt.cases[0]


def issued(on: date = ON) -> list[str]:
    issue_letters(at=noon(on))
    return list(Letter.objects.order_by("pk").values_list("kind", flat=True))


def content(letter: Letter | None = None) -> LetterContent:
    letter = letter or Letter.objects.order_by("pk").last()
    assert letter is not None
    return from_plain(LetterContent, letter.document.snapshot["content"])


def deadlines() -> list[tuple[str, date | None]]:
    return [(each.label, each.on) for each in content().deadlines]


# What goes out


def test_a_case_that_was_only_received_has_no_letter(case: Case) -> None:
    assert issued() == []


def test_acceptance_names_the_last_day_of_the_decision_and_its_source(case: Case, office: Office) -> None:
    accept(case=case, by=office.recorder, at=noon(ON))
    assert issued() == ["ACCEPTANCE"]
    letter = content()
    assert (letter.matter, letter.case_number, letter.received_on) == ("异议申请", case.number, ON)
    assert (letter.addressee.name, letter.addressee.uscc) == (case.enterprise.name, case.enterprise.uscc)
    assert letter.about.label == case.about_label.replace(" ", "（", 1) + "）"
    assert letter.about.address.endswith(reverse("enterprises:file", args=[case.enterprise.uscc]))
    assert deadlines() == [("办理期限届满日", ON + timedelta(days=2))]
    assert letter.legal_basis == (SOURCE,)
    assert Letter.objects.get().agency == office.agency


def test_a_refused_acceptance_names_reason_and_remedies(case: Case, office: Office, settings: Any) -> None:
    settings.REVIEW_BODY, settings.REVIEW_COURT = "某市人民政府", "某市某区人民法院"
    refuse_acceptance(case=case, reason="事项不属于异议范围", by=office.reviewer, at=noon(ON))
    assert issued() == ["REFUSED_ACCEPTANCE"]
    letter = content()
    assert letter.reasons == ("事项不属于异议范围。",)
    assert letter.is_refusal
    assert letter.remedies is not None
    assert (letter.remedies.review_body, letter.remedies.court) == ("某市人民政府", "某市某区人民法院")
    assert (letter.remedies.review_days, letter.remedies.lawsuit_months) == (60, 6)


def test_wanted_papers_are_named_with_their_term(case: Case, office: Office) -> None:
    want_papers(case=case, papers="缴款凭证原件", by=office.recorder, at=noon(ON))
    assert issued() == ["PAPERS_WANTED"]
    assert content().papers == ("缴款凭证原件。",)
    assert deadlines() == [("补正期限届满日", date(2026, 12, 2))]
    assert content().legal_basis == (SOURCE,)  # the term for papers is a rule of the portal


def test_an_extension_names_the_new_last_day(case: Case, office: Office) -> None:
    case = cases.in_review(case, office, on=ON)
    extend(case=case, reason="需要外调", by=office.reviewer, at=noon(ON + timedelta(days=2)))
    assert issued() == ["ACCEPTANCE", "EXTENDED_TIME"]
    assert content().reasons == ("需要外调。",)
    assert deadlines() == [("延长后的期限届满日", date(2026, 11, 25))]
    # The earlier letter names the day that held when its step was taken.
    first = content(Letter.objects.earliest("pk"))
    assert [each.on for each in first.deadlines] == [ON + timedelta(days=2)]


def test_an_objection_that_is_refused_is_answered_with_remedies(case: Case, office: Office) -> None:
    cases.decided(case, office, outcome="REFUSED", on=ON, reason="与原决定一致")
    assert issued() == ["ACCEPTANCE", "OBJECTION_REPLY"]
    letter = content()
    assert letter.facts == ("申请理由：内容与事实不符。没有提交材料。",)
    assert letter.reasons == ("与原决定一致。",)
    assert letter.decision == ("异议不成立。",)
    assert letter.remedies is not None


def test_an_objection_that_is_upheld_has_no_remedies(case: Case, office: Office) -> None:
    cases.decided(case, office, outcome="UPHELD", on=ON)
    assert issued() == ["ACCEPTANCE", "OBJECTION_REPLY"]
    assert content().decision == ("异议成立，撤下。该信息自本答复作出之日起停止公示。",)
    assert content().remedies is None


def test_a_repair_is_answered_when_the_second_person_has_confirmed(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    case = cases.decided(
        cases.repair(cases.ref(record), on=day, paper=paper).cases[0], office, outcome="GRANTED", on=day
    )
    assert issued(day) == ["ACCEPTANCE"]
    assert content().papers == ("履行完毕的证明材料", "信用承诺书")
    confirm_decision(case=case, by=office.recorder, at=noon(day))
    assert issued(day) == ["ACCEPTANCE", "REPAIR_DECISION"]
    assert deadlines() == [("终止公示日", day)]
    assert content().decision == ("准予信用修复。该信息终止公示，并停止共享和使用。",)
    assert not content().is_refusal


def test_a_refused_repair_names_the_day_of_the_next_application(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    case = cases.repair(cases.ref(record), on=day, paper=paper).cases[0]
    again = day + timedelta(days=90)
    cases.decided(case, office, outcome="REFUSED", on=day, again_from=again)
    assert issued(day) == ["ACCEPTANCE", "REPAIR_DECISION"]
    assert deadlines() == [("可再次申请日", again)]
    assert content().remedies is not None


def test_every_letter_of_every_kind_is_known_to_the_content() -> None:
    kinds = case_kinds().values()
    named = {code for kind in kinds for code in (*kind.letters.values(), *(each.letter for each in kind.outcomes))}
    assert named == {*letter_content._BASIS, LetterCode.REPAIR_REVOKED}
    assert named <= set(LetterCode)
    assert {effect for kind in kinds for effect in (each.effect for each in kind.outcomes)} == set(Effect)


# Nobody in person


def test_no_letter_names_who_applied_or_what_he_wrote(case: Case, office: Office) -> None:
    cases.decided(case, office, outcome="REFUSED", on=ON, reason="联系人身份证42010119900101001X")
    issued()
    texts = "".join(str(each.document.snapshot) for each in Letter.objects.all())
    for private in ("王小明", "13800000000", "xiaoming", "罚款金额有误", "42010119900101001X"):
        assert private not in texts


def test_somebody_else_than_the_enterprise_is_not_addressed_as_it(record: Record, office: Office) -> None:
    other = Applicant(name="李四", capacity=CaseParty.Capacity.OTHER, telephone="13900000000")
    case = cases.report(cases.ref(record), on=ON, applicant=other).cases[0]
    accept(case=case, by=office.recorder, at=noon(ON))
    assert issued() == ["ACCEPTANCE"]
    assert (content().addressee.name, content().addressee.uscc) == ("申请人", "")
    assert Letter.objects.get().document.enterprise is None


# Once


def test_a_letter_is_issued_once(case: Case, office: Office) -> None:
    accept(case=case, by=office.recorder, at=noon(ON))
    assert issued() == issued() == ["ACCEPTANCE"]
    link = CaseLetter.objects.get()
    assert (link.event.verb, link.letter) == ("accept", Letter.objects.get())
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseLetter.objects.create(event=link.event, letter=link.letter)


def test_a_job_that_is_killed_leaves_neither_letter_nor_gap(
    case: Case, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(case=case, by=office.recorder, at=noon(ON))

    def killed(**_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(CaseLetter.objects, "create", killed)
        with pytest.raises(KeyboardInterrupt):
            issued()
    assert not Letter.objects.exists()
    assert issued() == ["ACCEPTANCE"]
    assert Letter.objects.get().ordinal == 1


def test_a_round_issues_some_and_the_next_the_rest_in_order(
    record: Record, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "MOST_A_ROUND", 2)
    made = [cases.objection(cases.ref(record), on=ON).cases[0] for _ in range(3)]
    for case in made:
        accept(case=case, by=office.recorder, at=noon(ON))
    assert len(issued()) == 2
    assert len(issued()) == 3
    order = CaseLetter.objects.order_by("letter__ordinal").values_list("event__case__number", flat=True)
    assert list(order) == [case.number for case in made]


def test_a_letter_that_cannot_be_laid_out_does_not_stop_the_next(
    record: Record, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (cases.objection(cases.ref(record), on=ON).cases[0] for _ in range(2))
    for case in (first, second):
        accept(case=case, by=office.recorder, at=noon(ON))
    print_nothing(monkeypatch, failing=first.number)
    assert issued() == ["ACCEPTANCE"]
    assert CaseLetter.objects.get().event.case == second
    assert [sentence for _, sentence in waiting_of(first)] == [FAILED]


def test_the_answer_of_a_decision_that_was_undone_is_not_sent(case: Case, office: Office) -> None:
    case = cases.decided(case, office, outcome="UPHELD", on=ON)
    reconsider(case=case, reason="证据不足", by=cases.colleague(office), at=noon(ON))
    assert issued() == ["ACCEPTANCE"]


def test_the_next_answer_replaces_one_that_was_undone(case: Case, office: Office) -> None:
    case = cases.decided(case, office, outcome="UPHELD", on=ON)
    issued()
    case = reconsider(case=case, reason="证据不足", by=cases.colleague(office), at=noon(ON + timedelta(days=1)))
    later = ON + timedelta(days=2)
    decide(case=case, outcome="REFUSED", reason="证据不足", by=office.reviewer, at=noon(later))
    assert issued(later) == ["ACCEPTANCE", "OBJECTION_REPLY", "OBJECTION_REPLY"]
    first, second = Letter.objects.filter(kind="OBJECTION_REPLY").order_by("pk")
    assert [status_of(each.document) for each in (first, second)] == [LetterStatus.REPLACED, LetterStatus.IN_FORCE]
    assert second.document.corrects == first.document


def test_a_forgotten_case_gets_no_letter(case: Case, office: Office) -> None:
    refuse_acceptance(case=case, reason="不属于异议", by=office.reviewer, at=noon(ON))
    forget_ended_cases(at=noon(date(2029, 11, 18)))
    assert issued() == []


# What is in the way


def test_an_incomplete_letter_waits_with_its_reason_and_the_desk_shows_it(
    case: Case, office: Office, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(case=case, by=office.recorder, at=noon(ON))
    with monkeypatch.context() as patched:
        patched.setattr(letter_content, "limit_of", lambda *_, **__: None)
        assert issued() == []
        client.force_login(office.reviewer)
        page = client.get(reverse("cases-desk:case", args=[case.number])).content.decode()
        assert "受理通知书缺少：期限、法律依据。" in page
        client.cookies[configured.LANGUAGE_COOKIE_NAME] = "en"
        page = client.get(reverse("cases-desk:case", args=[case.number])).content.decode()
        assert re.search(r"lacks: [A-Za-z ]+, [A-Za-z ]+\.", page)
    assert issued() == ["ACCEPTANCE"]


def test_the_agency_that_took_the_step_signs_also_after_the_case_was_passed_on(case: Case, office: Office) -> None:
    other: Agency = make.office(8, name="武汉市水务局", domain="OTHER").agency
    case = accept(case=case, by=office.recorder, at=noon(ON))
    forward(case=case, agency=other, reason="职责划转", by=office.recorder, at=noon(ON))
    assert issued() == ["ACCEPTANCE"]
    assert Letter.objects.get().agency == office.agency


# A repair that is undone


def test_the_letter_of_an_undone_repair_is_withdrawn_and_another_states_the_ban(
    record: Record, office: Office, paper: Path
) -> None:
    day = record.repairable_from
    assert day is not None
    case = cases.repair(cases.ref(record), on=day, paper=paper).cases[0]
    case = cases.granted(case, office, on=day)
    assert issued(day) == ["ACCEPTANCE", "REPAIR_DECISION"]
    granted, later, until = Letter.objects.latest("pk"), day + timedelta(days=60), day + timedelta(days=400)
    case = ask_undo_repair(case=case, reason="证明系伪造", banned_until=until, by=office.recorder, at=noon(later))
    assert status_of(granted.document) is LetterStatus.IN_FORCE
    undo_repair(case=case, by=office.reviewer, at=noon(later))
    granted.document.refresh_from_db()
    facts = public_letter(granted.document)
    assert facts is not None
    assert (facts.status, facts.withdrawn_on) == (LetterStatus.WITHDRAWN, later)
    assert issued(later) == ["ACCEPTANCE", "REPAIR_DECISION", "REPAIR_REVOKED"]
    letter = content()
    assert letter.reasons == ("证明系伪造。",)
    assert case.number in letter.facts[0]
    assert f"{until.year}年{until.month}月{until.day}日之前，不受理" in letter.decision[1]
    assert deadlines() == [("可再次申请日", until)]
    assert letter.remedies is not None
    assert letter.is_refusal


def test_a_repair_undone_before_its_letter_was_issued_sends_the_revocation_alone(
    record: Record, office: Office, paper: Path
) -> None:
    day = record.repairable_from
    assert day is not None
    case = cases.granted(cases.repair(cases.ref(record), on=day, paper=paper).cases[0], office, on=day)
    until = day + timedelta(days=100)
    case = ask_undo_repair(case=case, reason="证明系伪造", banned_until=until, by=office.recorder, at=noon(day))
    undo_repair(case=case, by=office.reviewer, at=noon(day))
    assert issued(day) == ["ACCEPTANCE", "REPAIR_REVOKED"]


# Who reads them


def test_the_applicant_downloads_with_the_key_alone(
    case: Case, receipt: Receipt, office: Office, client: Client
) -> None:
    accept(case=case, by=office.recorder, at=noon(ON))
    issued()
    letter = Letter.objects.get()
    url = reverse("cases:letter", args=[case.number, letter.pk])
    assert client.get(url).status_code == HTTPStatus.NOT_FOUND
    client.post(reverse("cases:open"), {"number": case.number, "code": receipt.code})
    page = client.get(reverse("cases:case", args=[case.number])).content.decode()
    assert url in page
    assert letter.reference in page
    answer = client.get(url)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == bytes(letter.document.files.get(format="pdf").content)
    assert "no-store" in answer["Cache-Control"]


def test_the_key_of_a_case_opens_no_letter_of_another(
    case: Case, receipt: Receipt, record: Record, office: Office, client: Client
) -> None:
    other = cases.objection(cases.ref(record), on=ON).cases[0]
    accept(case=other, by=office.recorder, at=noon(ON))
    issued()
    client.post(reverse("cases:open"), {"number": case.number, "code": receipt.code})
    assert client.get(reverse("cases:case", args=[case.number])).status_code == HTTPStatus.OK
    letter = Letter.objects.get()
    assert client.get(reverse("cases:letter", args=[case.number, letter.pk])).status_code == HTTPStatus.NOT_FOUND
    assert client.get(reverse("cases:letter", args=[other.number, letter.pk])).status_code == HTTPStatus.NOT_FOUND


def test_the_desk_lists_letters_with_their_service(case: Case, office: Office, client: Client) -> None:
    accept(case=case, by=office.recorder, at=noon(ON))
    client.force_login(office.reviewer)
    address = reverse("cases-desk:case", args=[case.number])
    assert re.search(r'受理通知书\s*<span class="meta">待自动出具。', client.get(address).content.decode())
    issued()
    letter = Letter.objects.get()
    page = client.get(address).content.decode()
    assert reverse("desk:letter", args=[letter.pk]) in page
    assert "未登记送达" in page
    record_service(letter=letter, method="POST", served_on=ON, by=office.reviewer, at=noon(ON))
    page = client.get(address).content.decode()
    assert "邮寄送达" in page
    assert "未登记送达" not in page
