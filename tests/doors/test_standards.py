"""The door of standards: by number, name and product; marks on numbers of two enterprises, successors and ends."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from enterprises.register.services.links import link_codes
from tests import make
from tests.catalogue.rows import cleaned, only_problem
from tests.doors.make import AT, table
from tests.make import Office

pytestmark = pytest.mark.django_db
PAGE, API = "/standards/", "/api/v1/standards/"


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def enterprise() -> Enterprise:
    return make.new_enterprise(name="武汉江城月电器有限公司")


def standard(office: Office, enterprise: Enterprise, **changes: str) -> Record:
    raw = {
        "X_ZM_BH": "Q/JCY 001-2026",
        "X_ZM_MC": "电热水壶通用技术条件",
        "X_ZM_LX": "企业标准",
        "X_ZM_CP": "电热水壶",
        "X_ZM_DT": "Q/JCY 001-2020",
        "X_ZM_YY": "GB 4706.19",
        "X_ZM_GKRQ": "2026-02-03",
        "X_ZM_WZ": "https://www.qybz.org.cn/standard/1",
    }
    return make.published(office, enterprise=enterprise, kind="standard-declaration", at=AT, **raw | changes)


def found(client: Client, query: str) -> list[int]:
    return [entry["id"] for entry in client.get(API + query).json()["results"]]


@pytest.mark.parametrize(
    "query",
    [
        "?q=水壶 通用",
        "?q=q/jcy001-2026",
        "?number=Q／JCY 001—2026",
        "?name=通用技术",
        "?product=水壶",
        "?replaces=001-2020",
        "?stricter=gb 4706",
        "?type=企业标准",
        "?since=2026-02-03&until=2026-02-03",
    ],
)
def test_a_standard_is_found_by_what_is_known_of_it(
    client: Client, office: Office, enterprise: Enterprise, query: str
) -> None:
    wanted = standard(office, enterprise)
    other = {"X_ZM_BH": "T/HB 7-2024", "X_ZM_MC": "热干面", "X_ZM_LX": "团体标准", "X_ZM_CP": "热干面"}
    rest = {"X_ZM_DT": "", "X_ZM_YY": "", "X_ZM_GKRQ": "2024-01-02"}
    standard(office, make.new_enterprise(2, name="湖北江城食品有限公司"), **other, **rest)
    assert len(found(client, "")) == 2
    assert found(client, query) == [wanted.pk]


def test_a_number_that_two_enterprises_declare_is_marked_not_refused(
    client: Client, office: Office, enterprise: Enterprise
) -> None:
    standard(office, enterprise)
    standard(office, make.new_enterprise(2), X_ZM_BH="Q／JCY001—2026")
    standard(office, make.new_enterprise(3), X_ZM_BH="Q/JCY 002-2026")
    marks = sorted(row["说明"] for row in table(client.get("/standards/all.csv")))
    assert marks == ["", *["另有 1 家企业声明了同一标准编号。"] * 2]


def test_a_replaced_standard_and_a_stated_end_are_marked(
    client: Client, office: Office, enterprise: Enterprise
) -> None:
    old = standard(office, enterprise, X_ZM_BH="Q/JCY 001—2020", X_ZM_DT="", X_ZM_GKRQ="2020-02-03")
    standard(office, enterprise, X_ZM_FZRQ="2027-01-31")
    standard(office, make.new_enterprise(2), X_ZM_BH="Q/JCY 9-2020", X_ZM_DT="")
    marks = {row["标准编号"]: row["说明"] for row in table(client.get("/standards/all.csv"))}
    assert marks == {
        "Q/JCY001—2020": "已被 Q/JCY001-2026 代替。",
        "Q/JCY001-2026": "声明的废止日期是 2027-01-31。",
        "Q/JCY9-2020": "",
    }
    assert "已被 Q/JCY001-2026 代替" in client.get(f"/standards/{old.pk}/").content.decode()


def test_an_enterprise_with_a_changed_code_is_one_enterprise(
    client: Client, office: Office, enterprise: Enterprise
) -> None:
    standard(office, enterprise)
    standard(office, enterprise, X_ZM_BH="Q/JCY 1-2020", X_ZM_DT="", X_ZM_GKRQ="2020-02-03")
    later = make.new_enterprise(2, name=enterprise.name)
    standard(office, later)
    standard(office, later, X_ZM_BH="Q/JCY 2-2026", X_ZM_DT="Q/JCY 1-2020")
    link_codes(earlier=enterprise, later=later)
    marks = sorted((row["标准编号"], row["说明"]) for row in table(client.get("/standards/all.csv")))
    assert marks == [
        ("Q/JCY001-2026", ""),
        ("Q/JCY001-2026", ""),
        ("Q/JCY1-2020", "已被 Q/JCY2-2026 代替。"),
        ("Q/JCY2-2026", ""),
    ]


def test_a_standard_is_gone_after_the_end_that_its_enterprise_declared(
    client: Client, office: Office, enterprise: Enterprise
) -> None:
    ending = standard(office, enterprise, X_ZM_FZRQ="2027-01-31")
    with time_machine.travel(datetime(2027, 1, 31, 15, 59, tzinfo=UTC), tick=False):
        assert found(client, "") == [ending.pk]
    with time_machine.travel(datetime(2027, 1, 31, 16, 0, tzinfo=UTC), tick=False):
        assert found(client, "") == []


def test_the_page_leads_to_the_text(client: Client, office: Office, enterprise: Enterprise) -> None:
    made = standard(office, enterprise, X_ZM_WZ="www.qybz.org.cn/1")
    page = client.get(f"/standards/{made.pk}/").content.decode()
    assert 'rel="nofollow noopener external" href="http://www.qybz.org.cn/1"' in page


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://a.cn/1", "https://user@a.cn/", "qybz", "https://a", "https://a.cn/ 1"]
)
def test_only_web_addresses_are_accepted(address: str) -> None:
    assert "应为以http://或https://开头的网址" in only_problem(cleaned("standard-declaration", X_ZM_WZ=address)).message
