"""A decision that took something off and was a mistake: revoked in its case, by two people, with letter and mail."""

from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from enterprises.cases.models import Ban, Case
from enterprises.cases.periodic_jobs import close_lapsed_cases, issue_letters, send_mails
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.bans import ask_undo_repair, undo_repair
from enterprises.cases.services.decisions import close, confirm_decision
from enterprises.cases.services.intake import Receipt
from enterprises.cases.services.revocations import ask_revoke, revoke, turn_down_revoke
from enterprises.catalogue.codes import KindCode
from enterprises.documents.letters.content import LetterContent
from enterprises.documents.letters.models import Letter
from enterprises.documents.letters.public import LetterStatus, status_of
from enterprises.documents.snapshot import from_plain
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.services.corrections import withdraw_record
from enterprises.records.services.exits import TakebackTooLate
from enterprises.records.services.takebacks import ask_takeback, take_back
from enterprises.shared.workflow.refusals import FourEyes, ReasonMissing, StateChanged
from enterprises.shared.workflow.reserved import StepReserved
from tests import make
from tests.cases import make as cases
from tests.cases.make import noon
from tests.documents.letters import print_nothing
from tests.make import Office
from tests.support.clients import client_of, text_of

pytestmark = pytest.mark.django_db
WHY = "缴款凭证与处罚决定不符，义务尚未履行"


def promises() -> list[str]:
    return list(Record.objects.filter(kind=KindCode.COMMITMENT).values_list("state", flat=True))


def revoked(case: Case, office: Office, *, on: date) -> Case:
    case = ask_revoke(case=case, reason=WHY, by=office.recorder, at=noon(on))
    return revoke(case=case, by=office.reviewer, at=noon(on))


@pytest.fixture
def upheld(record: Record, office: Office, day: date, time_machine: Any) -> Case:
    """Give an objection that two people upheld."""
    time_machine.move_to(noon(day))
    case = cases.decided(cases.objection(cases.ref(record), on=day).cases[0], office, outcome="UPHELD", on=day)
    return confirm_decision(case=case, by=office.recorder, at=noon(day))


def test_a_granted_repair_is_revoked_with_everything_that_it_did(
    granted: Case, record: Record, office: Office, day: date, paper: Path
) -> None:
    answer = Letter.objects.latest("pk")
    case = ask_revoke(case=granted, reason=WHY, by=office.recorder, at=noon(day))
    record.refresh_from_db()
    assert (record.state, case.due_step, promises()) == (State.WITHDRAWN, "UNDO", [State.PUBLISHED])
    with pytest.raises(FourEyes):
        revoke(case=case, by=office.recorder, at=noon(day))
    case = revoke(case=case, by=office.reviewer, at=noon(day))
    record.refresh_from_db()
    answer.document.refresh_from_db()
    assert (record.state, case.due_step, promises()) == (State.PUBLISHED, "", [State.WITHDRAWN])
    assert status_of(answer.document) is LetterStatus.WITHDRAWN
    assert not Ban.objects.exists()
    again = cases.repair(cases.ref(record), on=day, paper=paper).cases[0]
    assert again.state == CaseState.RECEIVED


def test_what_an_officer_ended_with_the_penalty_comes_back_with_it(
    receipt: Receipt, record: Record, office: Office, day: date
) -> None:
    check = make.published(office, enterprise=record.enterprise, kind="abnormal-operation")
    case = cases.granted(receipt.cases[0], office, on=day, also=[check])
    with pytest.raises(StepReserved):
        ask_takeback(record=check, reason="误撤", by=office.recorder, at=noon(day))
    revoked(case, office, on=day)
    assert set(Record.objects.filter(pk__in=[record.pk, check.pk]).values_list("state", flat=True)) == {State.PUBLISHED}


def test_an_upheld_objection_is_revoked_and_the_record_bears_no_mark(
    upheld: Case, record: Record, office: Office, day: date
) -> None:
    revoked(upheld, office, on=day)
    record.refresh_from_db()
    assert (record.state, record.disputed_at, record.withdrawn_reason) == (State.PUBLISHED, None, "")


def test_the_letter_states_decision_reason_and_remedies_and_a_mail_tells_of_it(
    upheld: Case, office: Office, day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_nothing(monkeypatch)
    close(case=upheld, by=office.recorder, at=noon(day))  # an ended case is closed, and revoked all the same
    revoked(upheld, office, on=day)
    issue_letters(at=noon(day))
    kinds = Letter.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["ACCEPTANCE", "OBJECTION_REPLY"]  # the first answer had not gone out: it does not any more
    letter = from_plain(LetterContent, Letter.objects.latest("pk").document.snapshot["content"])
    assert letter.reasons == (f"{WHY}。",)
    assert "作出“异议成立，撤下”的决定；经复查，该决定有误" in letter.facts[0]
    assert letter.decision[0].startswith("撤销“异议成立，撤下”的决定。相关信息自本决定作出之日起恢复公示")
    assert letter.remedies is not None
    send_mails(at=noon(day))
    subjects = [each.subject.partition("：")[2] for each in mail.outbox]
    assert [each for each in subjects if "撤销" in each or "答复书" in each] == ["原决定已撤销", "已出具异议答复书"]


def test_the_applicant_reads_it_on_page_and_api(
    receipt: Receipt, granted: Case, office: Office, client: Client
) -> None:
    day = granted.effective_at
    assert day is not None
    client.post(reverse("cases:open"), {"number": receipt.number, "code": receipt.code})
    address = reverse("cases:case", args=[receipt.number])
    ask_revoke(case=granted, reason=WHY, by=office.recorder, at=day)
    assert WHY not in text_of(client.get(address))
    revoke(case=Case.objects.get(pk=granted.pk), by=office.reviewer, at=day)
    page = text_of(client.get(address))
    assert WHY in page
    assert "撤销决定" in page
    assert "原决定不再有效，信息恢复公示" in page
    assert "信用修复决定书：正在出具" in page
    api = client.get(reverse("api:case", args=[receipt.number]), headers={"Case-Code": receipt.code}).json()
    assert (api["outcome"], api["outcome_reason"], api["letters_to_come"]) == ("已撤销决定", WHY, ["信用修复决定书"])
    issue_letters(at=day)
    api = client.get(reverse("api:case", args=[receipt.number]), headers={"Case-Code": receipt.code}).json()
    assert [each["status"] for each in api["letters"]] == ["", "已撤回", ""]
    assert api["letters_to_come"] == []


def test_after_thirty_days_nothing_is_revoked(granted: Case, office: Office, day: date) -> None:
    late = day + timedelta(days=31)
    with pytest.raises(TakebackTooLate):
        ask_revoke(case=granted, reason=WHY, by=office.recorder, at=noon(late))
    asked = ask_revoke(case=granted, reason=WHY, by=office.recorder, at=noon(late - timedelta(days=1)))
    with pytest.raises(TakebackTooLate):
        revoke(case=asked, by=office.reviewer, at=noon(late))
    assert turn_down_revoke(case=asked, reason="已过期限", by=office.reviewer, at=noon(late)).undo_ground == ""


def test_it_is_turned_down_with_a_reason_and_may_be_requested_again(
    granted: Case, record: Record, office: Office, day: date
) -> None:
    case = ask_revoke(case=granted, reason=WHY, by=office.recorder, at=noon(day))
    with pytest.raises(StateChanged):
        ask_revoke(case=case, reason=WHY, by=office.recorder, at=noon(day))
    with pytest.raises(ReasonMissing):
        turn_down_revoke(case=case, reason=" ", by=office.reviewer, at=noon(day))
    case = turn_down_revoke(case=case, reason="凭证属实", by=office.reviewer, at=noon(day))
    record.refresh_from_db()
    assert (record.state, record.takeback_asked_at, case.due_step) == (State.WITHDRAWN, None, "")
    assert revoked(case, office, on=day).undone_at == noon(day)


def test_each_ground_has_its_own_second_step(granted: Case, office: Office, day: date) -> None:
    asked = ask_revoke(case=granted, reason=WHY, by=office.recorder, at=noon(day))
    with pytest.raises(StateChanged):
        undo_repair(case=asked, by=office.reviewer, at=noon(day))
    case = turn_down_revoke(case=asked, reason="不是决定有误", by=office.reviewer, at=noon(day))
    until = day + timedelta(days=100)
    asked = ask_undo_repair(case=case, reason="伪造", banned_until=until, by=office.recorder, at=noon(day))
    with pytest.raises(StateChanged):
        revoke(case=asked, by=office.reviewer, at=noon(day))


@pytest.mark.parametrize("outcome", ["REFUSED", "CORRECTED"])
def test_what_took_nothing_off_is_not_revoked(outcome: str, record: Record, office: Office, day: date) -> None:
    case = cases.decided(cases.objection(cases.ref(record), on=day).cases[0], office, outcome=outcome, on=day)
    with pytest.raises(StateChanged):
        ask_revoke(case=case, reason=WHY, by=office.recorder, at=noon(day))


def test_whoever_recorded_it_may_request_it_but_not_agree(granted: Case, office: Office, day: date) -> None:
    asked = ask_revoke(case=granted, reason=WHY, by=office.reviewer, at=noon(day))
    with pytest.raises(FourEyes):
        revoke(case=asked, by=office.recorder, at=noon(day))
    assert revoke(case=asked, by=cases.colleague(office), at=noon(day)).undone_at == noon(day)


def test_the_desk_leads_through_it(granted: Case, record: Record, office: Office, day: date) -> None:
    desk, address = client_of(office.recorder), reverse("cases-desk:case", args=[granted.number])
    take = reverse("cases-desk:step", args=[granted.number, "ask-revoke"])
    assert "办结" in text_of(desk.get(address))
    assert desk.post(take, {"reason": WHY}).status_code == HTTPStatus.FOUND
    page = text_of(desk.get(address))
    assert "待确认撤销决定" in page
    assert "撤销由您提出，须由另一人确认。" in page
    assert reverse("cases-desk:step", args=[granted.number, "close"]) not in page
    other = client_of(office.reviewer)
    page = text_of(other.get(address))
    for words in (WHY, "确认后，撤销该决定", "已公布的信用承诺一并撤下。", "预览信用修复决定书"):
        assert words in page
    preview = other.get(reverse("cases-desk:preview", args=[granted.number]))
    assert preview["Content-Type"] == "application/pdf"
    asked = Case.objects.get(pk=granted.pk)
    assert asked.undo_asked_at is not None
    given = {"read": asked.undo_asked_at.isoformat()}
    answer = other.post(reverse("cases-desk:step", args=[granted.number, "revoke"]), given, follow=True)
    assert "已撤销决定" in text_of(answer)
    record.refresh_from_db()
    assert record.state == State.PUBLISHED


def test_no_case_is_closed_while_its_undoing_waits(asked: Case, office: Office, day: date) -> None:
    with pytest.raises(StateChanged, match="撤销须先由另一人确认"):
        close(case=asked, by=office.recorder, at=noon(day))
    page = text_of(client_of(office.recorder).get(reverse("cases-desk:case", args=[asked.number])))
    assert reverse("cases-desk:step", args=[asked.number, "close"]) not in page


# What two people did on the page of the record before its steps belonged to the case


def test_a_record_that_was_put_back_on_its_page_counts_as_revoked(
    granted: Case, record: Record, office: Office, day: date
) -> None:
    ask_takeback(record=record, reason="误修复", by=office.recorder, at=noon(day), is_of_case=True)
    take_back(record=record, by=office.reviewer, at=noon(day), is_of_case=True)
    for _ in range(2):
        close_lapsed_cases(at=noon(day + timedelta(days=1)))
    granted.refresh_from_db()
    assert (granted.undo_ground, granted.undone_by, granted.undone_at) == ("MISTAKE", office.reviewer, noon(day))
    assert promises() == [State.WITHDRAWN]
    issue_letters(at=noon(day))
    assert list(Letter.objects.order_by("pk").values_list("kind", flat=True))[-1] == "REPAIR_DECISION"
    assert granted.events.filter(verb="revoke").count() == 1


def test_a_record_withdrawn_anew_is_taken_back_on_its_page(
    upheld: Case, record: Record, office: Office, day: date
) -> None:
    revoked(upheld, office, on=day)
    record.refresh_from_db()
    annulled = WithdrawalReason.ANNULLED
    withdraw_record(record=record, reason=annulled, note="复议决定1号", by=office.reviewer, at=noon(day))
    assert ask_takeback(record=record, reason="误撤", by=office.recorder, at=noon(day)).takeback_asked_at == noon(day)
