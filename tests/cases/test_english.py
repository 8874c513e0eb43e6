"""Labels of cases on English pages, Chinese in what is signed, mailed or read by programs."""

import ast
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from inspect import getsource
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, pgettext

from enterprises.cases.desk import proposals, steps
from enterprises.cases.desk.steps import STEPS
from enterprises.cases.kinds.registry import case_kinds
from enterprises.cases.kinds.types import STEP_LABELS
from enterprises.cases.models import Case, CaseParty
from enterprises.cases.pages import receipt
from enterprises.cases.pages.view import OTHER_PAPER
from enterprises.cases.rules import admission
from enterprises.cases.rules.lifecycle import CASE_STATE_LABELS, STEP_VERBS
from enterprises.cases.services.bans import ask_undo_repair
from enterprises.cases.services.decisions import confirm_decision
from enterprises.cases.services.letter_content import FALSE_PAPERS
from enterprises.cases.services.next_step import NEXT_STEPS, NO_AGENCY
from enterprises.cases.services.reminders import send_reminders
from enterprises.documents.letters import printing, promise
from enterprises.documents.letters.kinds import KINDS
from enterprises.documents.letters.models import SERVICE_METHODS
from enterprises.documents.letters.promise import Promise
from enterprises.documents.letters.public import STATUS_LABELS
from enterprises.enforcement.bases import INFRINGEMENT_LABELS
from enterprises.records.models import Record
from enterprises.shared import clock
from tests.cases import make as cases
from tests.cases.forms import CODE, FORM, new_url, token_in
from tests.documents.letters import BLANK
from tests.make import Office
from tests.support.clients import client_of, words_of

CASE_KINDS = case_kinds().values()
TABLES: Mapping[str, Iterable[str]] = {
    "kind": [kind.label for kind in CASE_KINDS],
    "ground": [ground.label for kind in CASE_KINDS for ground in kind.grounds],
    "outcome": [outcome.label for kind in CASE_KINDS for outcome in kind.outcomes],
    "paper": [OTHER_PAPER, *(paper.label for kind in CASE_KINDS for paper in kind.papers)],
    "purpose": [kind.purpose for kind in CASE_KINDS],
    "what to write": [kind.statement_help for kind in CASE_KINDS],
    "answer": [kind.answer_title for kind in CASE_KINDS],
    "what is due": STEP_LABELS.values(),
    "next step": [NO_AGENCY, *NEXT_STEPS.values()],
    "verb": STEP_VERBS.values(),
    "step of the desk": [text for step in STEPS for text in (step.label, step.title, step.done) if text],
    "capacity": CaseParty.Capacity.labels,
    "channel": Case.Channel.labels,
    "letter": [kind.title for kind in KINDS.values()],
    "standing of a letter": STATUS_LABELS.values(),
    "service of a letter": [label for _, label in SERVICE_METHODS],
    "counterfeit class": INFRINGEMENT_LABELS.values(),
}
ON = date(2026, 11, 18)  # a Wednesday
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("table", TABLES)
def test_every_declared_label_has_its_english(table: str) -> None:
    with translation.override("en"):
        missing = sorted({label for label in TABLES[table] if CHINESE.search(gettext(label))})
    assert not missing, "its English in locale/en/LC_MESSAGES/django.po, then compilemessages"


def test_every_state_has_its_english() -> None:
    with translation.override("en"):
        missing = [label for label in CASE_STATE_LABELS.values() if CHINESE.search(pgettext("case state", label))]
    assert not missing, 'msgctxt "case state" in locale/en, then compilemessages'


@pytest.mark.parametrize(("module", "at_least"), [(admission, 10), (proposals, 10), (steps, 15)])
def test_every_sentence_that_pages_show_has_its_english(module: ModuleType, at_least: int) -> None:
    texts = [node.value for node in ast.walk(ast.parse(getsource(module))) if isinstance(node, ast.Constant)]
    sentences = [text for text in texts if isinstance(text, str) and text.endswith("。")]
    assert len(sentences) > at_least
    with translation.override("en"):
        missing = [sentence for sentence in sentences if CHINESE.search(gettext(sentence))]
    assert not missing, "its English in locale/en/LC_MESSAGES/django.po, then compilemessages"


def test_letters_are_called_on_pages_as_they_are_in_the_api() -> None:
    with translation.override("en"):
        called = {kind.code: gettext(kind.title) for kind in KINDS.values()}
    assert called == {kind.code: kind.title_en for kind in KINDS.values()}


@pytest.fixture
def english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.django_db
def test_the_applicant_reads_english_labels(english: Client, record: Record) -> None:
    url = new_url(record, kind="objection")
    assert "You may apply: Objection." in words_of(english.get(new_url(record)))
    form = english.get(url)
    assert "The content does not agree with the facts" in words_of(form)
    receipt_page = words_of(english.post(url, {**FORM, "token": token_in(form)}))
    found = CODE.search(receipt_page)
    assert found is not None
    case = Case.objects.get()
    english.post(reverse("cases:open"), {"number": case.number, "code": found.group()})
    own = words_of(english.get(reverse("cases:case", args=[case.number])))
    for label in (
        "Objection",
        "Received",
        "The content does not agree with the facts",
        "Application submitted",
        f"{record.agency.public_name} decides whether to accept the application, by",
    ):
        assert label in own
    data = (record.document_number, str(record.agency.public_name), str(FORM["statement"]))
    assert not labels_left(own, data=data)


@pytest.mark.django_db
def test_the_officer_reads_english_labels(english: Client, record: Record, office: Office) -> None:
    case = cases.decided(
        cases.objection(cases.ref(record), on=clock.today()).cases[0], office, outcome="REFUSED", on=clock.today()
    )
    english.force_login(office.reviewer)
    page = words_of(english.get(reverse("cases-desk:case", args=[case.number])))
    for label in ("Objection not upheld", "The information stays published.", "Reply to an objection", "Close"):
        assert label in page
    inbox = words_of(english.get(reverse("cases-desk:inbox"), {"state": "DECIDED"}))
    assert '<option value="DECIDED" selected>Decided</option>' in inbox


@pytest.mark.django_db
def test_the_second_person_reads_english(  # noqa: PLR0917 - pytest names them
    english: Client, record: Record, office: Office, day: date, paper: Path, time_machine: Any
) -> None:
    time_machine.move_to(cases.noon(day))
    receipt_of = cases.repair(cases.ref(record), on=day, paper=paper)
    case = cases.decided(receipt_of.cases[0], office, outcome="GRANTED", on=day, reason="true")
    page = english_page(english, case, reader=office.recorder)
    assert "Once confirmed, publication ends" in page
    assert "Preview: Decision on credit repair" in page
    assert not CHINESE.search(last_proposal(page))
    confirm_decision(case=case, by=office.recorder, at=cases.noon(day))
    until = day + timedelta(days=400)
    ask_undo_repair(case=case, reason="false", banned_until=until, by=office.reviewer, at=cases.noon(day))
    page = english_page(english, case, reader=office.reviewer)
    assert "You proposed the revocation; another person has to confirm it." in page
    assert f"accepted before {until}; from then on it may apply again." in page
    assert not CHINESE.search(last_proposal(page).replace(FALSE_PAPERS, ""))


@pytest.mark.django_db
def test_the_page_of_a_record_names_the_case_in_english(english: Client, record: Record, office: Office) -> None:
    cases.objection(cases.ref(record), on=clock.today())
    english.force_login(office.reviewer)
    page = words_of(english.get(reverse("desk:record", args=[record.pk])))
    notice = page[page.index("notice__body") :].partition("</div>")[0]
    steps_kept = "Withdraw because an objection is upheld, Take the mark of an objection off"
    assert f"Take these steps in that application: {steps_kept}." in notice
    assert "Objection, application" in notice
    assert not CHINESE.search(notice)


def english_page(client: Client, case: Case, *, reader: User) -> str:
    client.force_login(reader)
    return words_of(client.get(reverse("cases-desk:case", args=[case.number])))


def last_proposal(page: str) -> str:
    return page.rpartition('<h2 id="proposal-')[2].partition("</section>")[0]


def labels_left(page: str, *, data: Iterable[str]) -> list[str]:
    """Return the Chinese texts inside the content of a page that hold none of `data`."""
    main = page[page.index("<main") : page.index("</main>")]
    texts = [text.strip() for text in re.findall(r">([^<]+)<", main) if CHINESE.search(text)]
    return [text for text in texts if not any(part in text for part in data)]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect what would be printed."""
    found: list[str] = []

    def keep(html: str, **_: object) -> bytes:
        found.append(html)
        return BLANK

    for module in (printing, promise, receipt):
        monkeypatch.setattr(module, "render", keep)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", ["REFUSED", "UPHELD"])
def test_what_is_printed_is_chinese_for_every_reader(
    english: Client, record: Record, office: Office, printed: list[str], outcome: str
) -> None:
    case = cases.in_review(cases.objection(cases.ref(record), on=clock.today()).cases[0], office, on=clock.today())
    content = Promise(enterprise="甲", uscc="91420100MA4M000125", agency="乙", about="丙", put_right="丁")
    at = clock.now()
    english.force_login(office.reviewer)
    for client in (client_of(office.reviewer), english):
        client.post(reverse("cases-desk:preview", args=[case.number]), {"outcome": outcome, "reason": "经核查"})
    for language in ("zh-hans", "en"):
        with translation.override(language):
            promise.promise_pdf(content, at=at)
            receipt.receipt_pdf(case, code="ABCD")
    assert len(printed) == 6
    assert (printed[0], *printed[2:4]) == (printed[1], *printed[4:])


@pytest.mark.django_db
def test_mails_are_chinese_whatever_the_language_of_the_worker(record: Record, office: Office) -> None:
    office.reviewer.email = "shenhe@example.com"
    office.reviewer.save()
    cases.objection(cases.ref(record), on=ON)
    with translation.override("en"):
        send_reminders(at=cases.noon(ON))
    assert "异议  受理" in mail.outbox[0].body


@pytest.mark.django_db
def test_programs_read_chinese_labels(client: Client, record: Record) -> None:
    receipt_of = cases.objection(cases.ref(record), on=clock.today())
    answers = []
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        headers = {"Case-Code": receipt_of.code, "Accept-Language": language}
        answers.append(client.get(reverse("api:case", args=[receipt_of.number]), headers=headers).json())
    assert answers[0] == answers[1]
    assert (answers[0]["state_label"], answers[0]["steps"][0]["text"]) == ("已收到", "提交申请")
