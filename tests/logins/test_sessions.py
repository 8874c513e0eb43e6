"""A session ends after half an hour without use and after twelve hours, and the page names why."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from enterprises.logins.models import LoginEvent
from enterprises.records.models import Record
from tests import make
from tests.logins.tries import HERE, LOGIN, enter
from tests.make import PASSWORD, Office

Clock = time_machine.Traveller
FORM = "/desk/records/new/honour/{uscc}/"


def led_to(answer: Any) -> tuple[str, dict[str, list[str]]]:
    """Return where an answer leads: path and query."""
    assert answer.status_code == 302
    parts = urlsplit(answer["Location"])
    return parts.path, parse_qs(parts.query)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def test_a_session_ends_after_half_an_hour_without_use(office: Office, clock: Clock) -> None:
    browser = enter("luru1")
    clock.shift(minutes(29.9))
    assert browser.get("/desk/records/").status_code == 200
    clock.shift(minutes(30))
    answer = browser.get("/desk/records/?state=DRAFT")
    assert led_to(answer) == (LOGIN, {"next": ["/desk/records/?state=DRAFT"], "ended": ["idle"]})
    page = browser.get(answer["Location"]).content.decode()
    assert "已有 30 分钟没有操作" in page
    assert 'name="next" value="/desk/records/?state=DRAFT"' in page
    assert not Session.objects.exists()
    assert led_to(browser.get("/desk/records/"))[1] == {"next": ["/desk/records/"]}, "said once"


def test_a_session_ends_after_twelve_hours_of_use(office: Office, clock: Clock) -> None:
    browser = enter("luru1")
    for _ in range(35):
        clock.shift(minutes(20))
        assert browser.get("/desk/records/").status_code == 200
    clock.shift(minutes(20))
    answer = browser.get("/desk/records/")
    assert led_to(answer)[1]["ended"] == ["whole"]
    assert "本次登录已满 12 小时" in browser.get(answer["Location"]).content.decode()


def test_the_admin_goes_by_the_same_clocks(clock: Clock) -> None:
    User.objects.create_superuser("chief", password=PASSWORD)
    browser = enter("chief")
    assert browser.get("/admin/auth/user/").status_code == 200
    clock.shift(minutes(30))
    assert led_to(browser.get("/admin/auth/user/")) == (LOGIN, {"next": ["/admin/auth/user/"], "ended": ["idle"]})


def test_what_was_typed_and_sent_too_late_is_said_to_be_lost(office: Office, clock: Clock) -> None:
    browser, form = enter("luru1"), FORM.format(uscc=make.new_enterprise().uscc)
    clock.shift(minutes(30))
    answer = browser.post(form, make.typed("honour"), headers={"Referer": f"http://testserver{form}?x=1"})
    assert led_to(answer) == (LOGIN, {"next": [f"{form}?x=1"], "ended": ["unsaved"]})
    assert "刚才提交的内容没有保存" in browser.get(answer["Location"]).content.decode()
    assert not Record.objects.exists()


@pytest.mark.parametrize("referer", ["", "https://evil.example/desk/records/", "http://testserver/help/"])
def test_a_form_of_unknown_origin_leads_back_to_the_desk(referer: str, office: Office) -> None:
    answer = Client().post("/desk/records/1/publish/", headers={"Referer": referer})
    assert led_to(answer)[1]["next"] == ["/desk/"]


def test_a_form_sent_without_any_session_is_said_to_be_lost_too(office: Office) -> None:
    for path in ("/desk/records/1/publish/", "/admin/auth/user/add/"):
        assert led_to(Client().post(path))[1]["ended"] == ["unsaved"]


def test_after_the_login_the_officer_is_where_the_form_was(office: Office, clock: Clock) -> None:
    browser = enter("luru1")
    clock.shift(minutes(30))
    page = browser.get("/desk/records/", follow=True)
    given = {"username": "luru1", "password": PASSWORD, "next": page.context["next"]}
    assert browser.post(LOGIN, given, REMOTE_ADDR=HERE)["Location"] == "/desk/records/"


def test_logging_out_of_what_is_over_needs_no_login(office: Office, clock: Clock) -> None:
    browser = enter("luru1")
    clock.shift(minutes(30))
    assert browser.post("/desk/logout/")["Location"] == "/"


def test_an_ended_session_is_an_event(office: Office, clock: Clock) -> None:
    browser = enter("luru1")
    clock.shift(minutes(30))
    browser.get("/desk/", REMOTE_ADDR=HERE)
    last = LoginEvent.objects.latest("pk")
    assert (last.verb, last.username, last.address) == ("EXPIRED", "luru1", HERE)


def test_a_session_without_clocks_is_over(office: Office) -> None:
    browser = enter("luru1")
    session = browser.session
    del session["session_started_at"]
    session.save()
    assert led_to(browser.get("/desk/"))[1]["ended"] == ["whole"]


def writes_of(browser: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        browser.get("/desk/password/")
    return sum(query["sql"].startswith("UPDATE") for query in queries)


def test_use_is_written_down_once_a_minute(office: Office, clock: Clock) -> None:
    browser = enter("luru1")
    assert writes_of(browser) == 0
    clock.shift(minutes(1))
    assert writes_of(browser) == 1
    assert writes_of(browser) == 0


def test_the_limits_are_the_settings(office: Office, clock: Clock, settings: Settings) -> None:
    settings.SESSION_IDLE_MINUTES = 5
    browser = enter("luru1")
    clock.shift(minutes(5))
    assert led_to(browser.get(reverse("desk:home")))[1]["ended"] == ["idle"]
