"""The public pages of cases: whether one may apply, handing in, and one's own case behind number and code."""

import re
import time
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar
from pytest_django import Settings

from enterprises.cases.kinds.registry import case_kinds
from enterprises.cases.models import Case
from enterprises.cases.pages import receipt
from enterprises.cases.pages.keys import COOKIE, SECONDS
from enterprises.cases.services.codes import FAILURES
from enterprises.cases.services.steps import want_papers
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from enterprises.shared import clock
from enterprises.shared.attachments.types import PAPERS_AT_MOST
from tests import make
from tests.cases import make as cases
from tests.cases.forms import CODE, FORM, handed_in, new_url, token_in
from tests.make import Office
from tests.support.clients import text_of

pytestmark = pytest.mark.django_db


def opened(client: Client, number: str, code: str) -> Any:
    return client.post(reverse("cases:open"), {"number": number, "code": code})


@pytest.fixture
def key(client: Client, record: Record) -> tuple[str, str]:
    """Hand an objection in and give its number and code."""
    found = CODE.search(text_of(handed_in(client, record)))
    assert found is not None
    return Case.objects.get().number, found.group()


def test_the_file_leads_from_each_field_and_record_to_its_forms(client: Client, record: Record) -> None:
    page = text_of(client.get(reverse("enterprises:file", args=[record.enterprise.uscc])))
    assert f'href="{reverse("cases:new")}?about=record:{record.pk}&amp;field=CF_NR_ZKDX"' in page
    assert f"about=file:{record.enterprise.uscc}&amp;field=" in page
    assert "这条信息有误：" in page


def test_it_shows_what_one_may_apply_for_and_from_when(client: Client, record: Record) -> None:
    page = text_of(client.get(new_url(record)))
    assert "可以申请异议。" in page
    assert f"最早可于{record.repairable_from}申请" in page
    assert reverse("cases:countdown") in page


def test_buttons_and_labels_are_english_for_who_chose_it(client: Client, record: Record) -> None:
    client.cookies["django_language"] = "en"
    assert "Apply: Objection" in text_of(client.get(new_url(record)))
    assert "Submit: Objection" in text_of(client.get(new_url(record, kind="objection")))
    with translation.override("en"):
        assert Template('{% load i18n %}{% translate "90%工作日" %}').render(Context()) == "90% days"


def test_the_countdown_is_a_calendar_file_of_the_first_day(client: Client, record: Record) -> None:
    answer = client.get(f"{reverse('cases:countdown')}?about=record:{record.pk}&kind=repair")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == record.repairable_from
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    for query in ("", "?about=record:0&kind=repair", f"?about=record:{record.pk}&kind=objection"):
        assert client.get(reverse("cases:countdown") + query).status_code == HTTPStatus.NOT_FOUND


def test_an_application_that_cannot_be_shows_no_form(client: Client, record: Record) -> None:
    url = new_url(record, kind="repair")
    assert "<form class=" not in text_of(client.get(url)).split('id="main"')[1].split("</main>")[0]
    answer = client.post(url, FORM)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "about", ["record:999999", "record:x", "batch:1", "file:91420100MA4KBBB2XX", "file:\0", "x" * 400]
)
def test_what_is_not_there_gets_a_sentence(client: Client, about: str) -> None:
    answer = client.get(reverse("cases:new"), {"about": about})
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert 'role="alert"' in text_of(answer)


def test_one_hands_in_once_and_gets_number_and_code(client: Client, record: Record) -> None:
    url = new_url(record, kind="objection")
    form = {**FORM, "token": token_in(client.get(url))}
    answer = client.post(url, form)
    case = Case.objects.get()
    assert answer.status_code == HTTPStatus.OK
    assert case.number in text_of(answer)
    assert CODE.search(text_of(answer))
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    record.refresh_from_db()
    assert record.disputed_at is not None
    again = client.post(url, form)
    assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "已经提交过" in text_of(again)
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"token": "forged"}, "打开得太久"),
        ({"telephone": ""}, "请填写电话或者电子邮箱"),
        ({"mail": "nobody"}, "电子邮箱"),
        ({"name": ""}, "姓名"),
        ({"ground": "none"}, "理由"),
        ({"capacity": "KING"}, "身份"),
        ({"statement": "长" * 4001}, "说明"),
    ],
)
def test_wrong_input_gets_a_sentence_and_nothing_is_stored(
    client: Client, record: Record, changes: dict[str, str], sentence: str
) -> None:
    answer = handed_in(client, record, **changes)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in text_of(answer)
    assert not Case.objects.exists()


def test_every_error_is_named_at_once_and_lost_files_are_mentioned(client: Client, record: Record) -> None:
    paper = SimpleUploadedFile("证明.pdf", b"%PDF-1.7 made up", content_type="application/pdf")
    wrong = {"name": "", "telephone": "", "ground": ""}
    page = text_of(handed_in(client, record, **wrong, **{"paper-evidence": paper}))
    for sentence in ("请填写电话或者电子邮箱。", "#id_name", "#id_ground", "已选择的文件没有保留，请重新选择。"):
        assert sentence in page
    assert "已选择的文件没有保留" not in text_of(handed_in(client, record, **wrong))


def test_an_address_that_cannot_be_is_no_missing_one(client: Client, record: Record) -> None:
    assert "请填写电话或者" not in text_of(handed_in(client, record, telephone="", mail="nobody"))


def test_each_kind_explains_when_to_choose_it_and_what_to_write(
    client: Client, record: Record, day: date, time_machine: Any
) -> None:
    page = text_of(client.get(new_url(record)))
    for kind in case_kinds().values():
        assert kind.purpose
        assert kind.purpose in page
    time_machine.move_to(f"{day}T12:00:00+08:00")
    assert "有误" not in text_of(client.get(new_url(record, kind="repair"))).split("</h1>")[1].split("</form>")[0]


@pytest.mark.parametrize(("backend", "is_promised"), [("locmem", True), ("dummy", False)])
def test_the_form_promises_mails_where_some_are_sent(
    client: Client, record: Record, settings: Settings, backend: str, *, is_promised: bool
) -> None:
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    assert ("办理进展发邮件告知" in text_of(client.get(new_url(record, kind="objection")))) is is_promised


def test_a_form_is_too_old_after_a_day(client: Client, record: Record) -> None:
    url = new_url(record, kind="objection")
    token = token_in(client.get(url))
    with time_machine.travel(time.time() + 25 * 3600, tick=False):
        answer = client.post(url, {**FORM, "token": token})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.usefixtures("real_papers")
def test_a_broken_paper_is_refused_with_its_sentence(client: Client, record: Record) -> None:
    paper = SimpleUploadedFile("证明.pdf", b"no paper at all", content_type="application/pdf")
    answer = handed_in(client, record, **{"paper-evidence": paper})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Case.objects.exists()


def test_one_file_too_many_gets_a_sentence_and_the_form_back(client: Client, record: Record) -> None:
    files = [SimpleUploadedFile(f"{number}.pdf", b"%PDF-1.7 made up") for number in range(PAPERS_AT_MOST + 1)]
    answer = handed_in(client, record, **{"paper-evidence": files})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f"材料最多{PAPERS_AT_MOST}个文件" in text_of(answer)
    assert FORM["statement"] in text_of(answer)
    assert not Case.objects.exists()


def test_the_receipt_is_a_pdf_for_whoever_holds_the_code(client: Client, key: tuple[str, str]) -> None:
    number, code = key
    answer = client.post(reverse("cases:receipt"), {"number": number, "code": code})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.7")
    refused = client.post(reverse("cases:receipt"), {"number": number, "code": "2222-2222-2222-2222"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_the_receipt_leads_to_the_form_with_its_number(client: Client, record: Record) -> None:
    page = text_of(handed_in(client, record))
    address = reverse("cases:case", args=[Case.objects.get().number])
    assert f'href="{address}"' in page
    assert f'value="{Case.objects.get().number}"' in text_of(client.get(address))


def test_the_receipt_names_every_case_of_the_entry(
    office: Office, record: Record, paper: Path, day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make.published(
        office,
        enterprise=record.enterprise,
        CF_WSH="鄂环罚〔2026〕2号",
        CF_CFLB="吊销许可证件",
        CF_NR_FK="",
        CF_NR_ZKDX="证",
    )
    entry = cases.repair(cases.ref(record), on=day, paper=paper, together=[cases.ref(other)])
    monkeypatch.setattr(receipt, "render", lambda html, **_: html.encode())
    for case in entry.cases:
        printed = receipt.receipt_pdf(case, code=entry.code).decode()
        for each in entry.cases:
            assert each.number in printed
            assert each.about_label in printed
    alone = cases.objection(cases.ref(record), on=day)
    assert "一并申请" not in receipt.receipt_pdf(alone.cases[0], code=alone.code).decode()


def test_the_page_tells_who_acts_next_and_which_letter_is_under_way(
    client: Client, key: tuple[str, str], office: Office
) -> None:
    opened(client, *key)
    address = reverse("cases:case", args=[key[0]])
    page = text_of(client.get(address))
    assert f"由{office.agency.name}决定是否受理，最迟" in page
    assert "还没有函件" in page
    want_papers(case=Case.objects.get(), papers="请补交营业执照", by=office.reviewer, at=clock.now())
    page = text_of(client.get(address))
    assert "由您补正材料，最迟" in page
    assert "补正通知书：正在出具" in page
    assert "还没有函件" not in page


def test_the_code_opens_the_case_for_half_an_hour(client: Client, key: tuple[str, str]) -> None:
    number, code = key
    assert "罚款金额应为两万元" not in text_of(client.get(reverse("cases:case", args=[number])))
    answer = opened(client, number.lower(), code.lower().replace("-", " "))
    assert answer["Location"] == reverse("cases:case", args=[number])
    cookie = answer.cookies[COOKIE]
    assert cookie["path"] == reverse("cases:case", args=[number])
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    page = text_of(client.get(reverse("cases:case", args=[number])))
    assert "罚款金额应为两万元" in page
    assert "王小明" not in page
    with time_machine.travel(time.time() + SECONDS + 60, tick=False):
        assert "罚款金额应为两万元" not in text_of(client.get(reverse("cases:case", args=[number])))


def test_a_key_opens_no_other_case(client: Client, key: tuple[str, str], record: Record) -> None:
    opened(client, *key)
    other = cases.objection(cases.ref(record), on=clock.now().date(), statement="另一件").cases[0]
    client.cookies[COOKIE]["path"] = "/"
    assert "另一件" not in text_of(client.get(reverse("cases:case", args=[other.number])))


def test_an_unknown_number_and_a_wrong_code_get_the_same_answer(client: Client, key: tuple[str, str]) -> None:
    number, _code = key
    wrong = opened(client, number, "2222-2222-2222-2222")
    unknown = opened(client, "YY-2026-999999", "2222-2222-2222-2222")
    sentence = "编号或查询码不正确。"
    assert (wrong.status_code, unknown.status_code) == (HTTPStatus.UNPROCESSABLE_ENTITY,) * 2
    assert sentence in text_of(wrong)
    assert sentence in text_of(unknown)


def test_every_number_is_locked_after_wrong_codes(client: Client, key: tuple[str, str]) -> None:
    number, code = key
    pages = {}
    for typed in (number, "YY-2026-999999"):
        answers = [opened(client, typed, "2222-2222-2222-2222") for _ in range(FAILURES + 1)]
        answers.append(client.get(reverse("cases:case", args=[typed])))
        pages[typed] = [(each.status_code, text_of(each).replace(typed, "")) for each in answers]
    assert pages[number] == pages["YY-2026-999999"]
    assert "次数过多" in pages[number][FAILURES][1]
    assert "次数过多" in text_of(opened(client, number, code))


def test_papers_are_added_and_given_back_to_the_applicant_alone(
    client: Client, key: tuple[str, str], office: Office, paper: Path
) -> None:
    number, code = key
    want_papers(case=Case.objects.get(), papers="请补交营业执照", by=office.reviewer, at=clock.now())
    opened(client, number, code)
    assert "请补交营业执照" in text_of(client.get(reverse("cases:case", args=[number])))
    given = SimpleUploadedFile("执照.pdf", paper.read_bytes(), content_type="application/pdf")
    assert client.post(reverse("cases:papers", args=[number]), {"papers": given}).status_code == HTTPStatus.FOUND
    kept = Case.objects.get().papers.get()
    url = reverse("cases:paper", args=[number, kept.pk])
    answer = client.get(url)
    assert answer.content == paper.read_bytes()
    assert answer["Content-Disposition"].startswith("attachment")
    assert Client().get(url).status_code == HTTPStatus.NOT_FOUND
    assert client.post(reverse("cases:papers", args=[number]), {}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_the_applicant_takes_his_case_back(client: Client, key: tuple[str, str], record: Record) -> None:
    opened(client, *key)
    url = reverse("cases:withdraw", args=[key[0]])
    assert client.post(url, {}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert client.post(url, {"sure": "on"}).status_code == HTTPStatus.FOUND
    record.refresh_from_db()
    assert record.disputed_at is None
    assert "已撤回" in text_of(client.get(reverse("cases:case", args=[key[0]])))
    client.post(reverse("cases:leave", args=[key[0]]))
    assert "已撤回" not in text_of(client.get(reverse("cases:case", args=[key[0]])))


def test_an_error_in_the_register_is_reported_by_the_code_of_the_enterprise(
    client: Client, enterprise: Enterprise
) -> None:
    url = f"{reverse('cases:new')}?about=file:{enterprise.uscc}&field=&kind=error-report"
    page = client.get(url)
    form = {**FORM, "ground": "outdated", "token": token_in(page)}
    field = re.findall(r'<option value="([^"]+)"', text_of(page).split('name="field"')[1])[0]
    assert client.post(url, {**form, "field": field}).status_code == HTTPStatus.OK
    assert Case.objects.get().field_code == field
