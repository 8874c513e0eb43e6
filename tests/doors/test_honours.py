"""The door of honours: by title, giver, year and district; a lost title is gone everywhere; goals beside figures."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.records.services.corrections import withdraw_record
from enterprises.register.models import Enterprise, Region
from enterprises.register.services.links import link_codes
from search.doors.goals import figures_of
from search.doors.honours import HONOURS
from tests import make
from tests.doors.make import AT, table, whole
from tests.make import Office

pytestmark = pytest.mark.django_db
PAGE, API = "/honours/", "/api/v1/honours/"


@pytest.fixture
def office() -> Office:
    return make.office(name="武汉市商务局", domain="OTHER")


@pytest.fixture
def enterprise() -> Enterprise:
    Region.objects.create(code="420106", name="武昌区")
    return make.new_enterprise(name="武汉蔡林记餐饮有限公司", region_id="420106")


def honour(office: Office, enterprise: Enterprise, **changes: str) -> Record:
    raw = {
        "X_RY_MC": "武汉老字号",
        "X_RY_LB": "老字号",
        "X_RY_JB": "市级",
        "X_RY_RDRQ": "2026-05-06",
        "X_RY_YXQZ": "2099-12-31",
        "X_RY_SB": "蔡林记",
        "X_RY_CP": "热干面",
    }
    return make.published(office, enterprise=enterprise, kind="honour", at=AT, **raw | changes)


def found(client: Client, query: str) -> list[int]:
    return [entry["id"] for entry in client.get(API + query).json()["results"]]


@pytest.mark.parametrize(
    "query",
    [
        "?q=老字号 武汉",
        "?q=蔡林记",
        "?title=老字号",
        "?category=老字号",
        "?level=市级",
        "?giver=商务局",
        "?brand=蔡林记",
        "?product=热干面",
        "?year=2026",
        "?since=2026-05-06&until=2026-05-06",
        "?region=420106",
    ],
)
def test_an_honour_is_found_by_what_is_known_of_it(
    client: Client, office: Office, enterprise: Enterprise, query: str
) -> None:
    wanted = honour(office, enterprise)
    other = make.office(2, name="湖北省市场监督管理局")
    changes = {"X_RY_MC": "湖北名牌产品", "X_RY_LB": "名牌", "X_RY_JB": "省级", "X_RY_RDRQ": "2025-01-02"}
    honour(other, make.new_enterprise(2, name="湖北江城食品有限公司"), **changes, X_RY_SB="江城", X_RY_CP="豆皮")
    assert len(found(client, "")) == 2
    assert found(client, query) == [wanted.pk]


def test_a_lost_title_is_gone_from_door_and_file(client: Client, office: Office, enterprise: Enterprise) -> None:
    lost = honour(office, enterprise)
    places = (PAGE, API, "/honours/all.csv", "/honours/feed.atom", f"/enterprises/{enterprise.uscc}/")
    assert all("武汉老字号" in whole(client.get(place)) for place in places)
    withdraw_record(record=lost, reason=WithdrawalReason.ANNULLED, note="撤销称号", by=office.reviewer, at=AT)
    assert not any("武汉老字号" in whole(client.get(place)).partition('id="goals"')[0] for place in places)
    assert client.get(f"/honours/{lost.pk}/").status_code == 404


def test_a_title_is_gone_the_day_after_its_validity(client: Client, office: Office, enterprise: Enterprise) -> None:
    ending = honour(office, enterprise, X_RY_YXQZ="2026-12-31")
    with time_machine.travel(datetime(2026, 12, 31, 15, 59, tzinfo=UTC), tick=False):
        assert found(client, "") == [ending.pk]
    with time_machine.travel(datetime(2026, 12, 31, 16, 0, tzinfo=UTC), tick=False):
        assert found(client, "") == []


def test_a_title_given_twice_is_marked_and_one_of_another_enterprise_is_not(
    client: Client, office: Office, enterprise: Enterprise
) -> None:
    honour(office, enterprise, X_RY_RDRQ="2020-01-02")
    honour(office, enterprise)
    honour(office, make.new_enterprise(2))
    marks = [row["说明"] for row in table(client.get("/honours/all.csv"))]
    twice = "同一称号不止一次授予，另有 {} 认定的。"
    assert sorted(marks) == sorted(["", twice.format("2026-05-06"), twice.format("2020-01-02")])
    assert twice.format("2020-01-02") in client.get(PAGE).content.decode()


def test_a_title_given_again_under_a_changed_code_is_marked(
    client: Client, office: Office, enterprise: Enterprise
) -> None:
    honour(office, enterprise, X_RY_RDRQ="2020-01-02")
    later = make.new_enterprise(2, name=enterprise.name)
    honour(office, later)
    link_codes(earlier=enterprise, later=later)
    twice = "同一称号不止一次授予，另有 {} 认定的。"
    marks = sorted(row["说明"] for row in table(client.get("/honours/all.csv")))
    assert marks == sorted([twice.format("2026-05-06"), twice.format("2020-01-02")])


def test_goals_stand_beside_what_is_public_today(client: Client, office: Office, enterprise: Enterprise) -> None:
    lost = honour(office, enterprise)
    honour(office, make.new_enterprise(2), X_RY_RDRQ="2018-01-02")
    honour(office, make.new_enterprise(3), X_RY_RDRQ="2017-11-19")
    honour(office, make.new_enterprise(4), X_RY_MC="中华老字号", X_RY_JB="")
    for year in ("2025-03-01", "2026-03-01"):
        honour(office, enterprise, X_RY_MC="湖北名牌产品", X_RY_LB="名牌", X_RY_JB="省级", X_RY_RDRQ=year)
    for title in ("长江质量奖", "长江质量奖提名奖"):
        honour(office, enterprise, X_RY_MC=title, X_RY_LB="质量奖", X_RY_JB="省级")
    figures = {str(one.goal.label): (one.now, one.this_year) for one in figures_of(HONOURS, on=make.ON)}
    assert figures == {
        "驰名商标": (0, 0),
        "新增省级和市级老字号": (0, 0),
        "获得中国质量奖的企业": (0, 0),
        "获得长江质量奖的企业": (0, 0),
        "湖北名牌": (0, 0),
        "高新技术企业": (0, 0),
        "三品一标认证": (0, 0),
    }
    on = AT.date()
    figures = {str(one.goal.label): (one.now, one.this_year) for one in figures_of(HONOURS, on=on)}
    assert figures["新增省级和市级老字号"] == (2, 1)
    assert figures["获得长江质量奖的企业"] == (1, 1)
    assert figures["湖北名牌"] == (1, 1)
    page = client.get(PAGE).content.decode()
    assert "15 件" in page
    assert "文件未载" in page
    withdraw_record(record=lost, reason=WithdrawalReason.ANNULLED, note="撤销称号", by=office.reviewer, at=AT)
    figures = {str(one.goal.label): (one.now, one.this_year) for one in figures_of(HONOURS, on=on)}
    assert figures["新增省级和市级老字号"] == (1, 0)


def test_a_title_that_one_level_alone_gives_has_it(client: Client, office: Office, enterprise: Enterprise) -> None:
    national = honour(office, enterprise, X_RY_MC="中华老字号", X_RY_JB="")
    silent = honour(office, enterprise, X_RY_MC="百年老店", X_RY_JB="")
    assert national.details["X_RY_JB"] == "国家级"
    assert "X_RY_JB" not in silent.details


def test_the_figures_of_a_goal_lead_to_as_many_records(client: Client, office: Office, enterprise: Enterprise) -> None:
    honour(office, enterprise, X_RY_RDRQ="2026-03-01")
    honour(office, make.new_enterprise(2), X_RY_RDRQ="2025-03-01")
    honour(office, make.new_enterprise(3), X_RY_RDRQ="2017-11-19")
    honour(office, make.new_enterprise(4), X_RY_MC="中华老字号", X_RY_JB="", X_RY_RDRQ="2026-03-01")
    name = "new-time-honoured-brands"
    with time_machine.travel(AT, tick=False):
        (figure,) = [each for each in figures_of(HONOURS, on=AT.date()) if each.goal.name == name]
        assert (figure.now, figure.this_year) == (2, 1)
        addresses = [f"?goal={name}", f"?goal={name}&year=2026"]
        page = client.get(PAGE).content.decode()
        for address, count in zip(addresses, (2, 1), strict=True):
            assert address.replace("&", "&amp;") in page
            assert client.get(PAGE + address).context["page"].paginator.count == count
            assert client.get(API + address).json()["count"] == count
        assert client.get(f"{API}?goal=none").status_code == 400


def test_a_goal_of_enterprises_counts_each_once_and_its_list_explains_the_difference(
    client: Client, office: Office, enterprise: Enterprise
) -> None:
    title = {"X_RY_MC": "高新技术企业", "X_RY_LB": "高新技术企业", "X_RY_JB": "国家级"}
    honour(office, enterprise, **title, X_RY_RDRQ="2023-03-01")
    later = make.new_enterprise(2, name=enterprise.name)
    honour(office, later, **title, X_RY_RDRQ="2026-03-01")
    link_codes(earlier=enterprise, later=later)
    honour(office, make.new_enterprise(3), **title, X_RY_RDRQ="2026-04-01")
    name, sentence = "high-tech-enterprises", "这一目标按企业计：以下 {} 条荣誉属于 2 家企业。"
    with time_machine.travel(AT, tick=False):
        (figure,) = [each for each in figures_of(HONOURS, on=AT.date()) if each.goal.name == name]
        assert (figure.now, figure.this_year) == (2, 2)
        assert sentence.format(3) in client.get(f"{PAGE}?goal={name}").content.decode()
        assert sentence.format(2) in client.get(f"{PAGE}?goal={name}&year=2026").content.decode()
        for address in (PAGE, f"{PAGE}?goal=new-time-honoured-brands", f"{PAGE}?goal=none"):
            assert "这一目标按企业计" not in client.get(address).content.decode()
