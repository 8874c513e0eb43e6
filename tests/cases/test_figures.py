"""The public figures as page, CSV and API: the same numbers, and nothing that identifies an enterprise."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enterprises.cases.figures.selectors import UNASSIGNED, figures_of
from enterprises.cases.kinds.types import CaseStep
from enterprises.cases.models import Case, CasePause
from enterprises.shared.rules.cells import harmless_cell
from tests import make
from tests.cases import make as cases
from tests.cases.figures import NOVEMBER, case, upheld
from tests.make import Office

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
PAGE, FILE, API = "/figures/cases/", "/figures/cases.csv", "/api/v1/figures/cases/"
NAME = "武汉江城保密贸易有限公司"


@pytest.fixture
def enterprises() -> list[Any]:
    return [make.new_enterprise(number, name=f"{NAME}第{number}号") for number in range(1, 7)]


def table(client: Client, query: str = "") -> list[dict[str, str]]:
    text = client.get(FILE + query).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_page_file_and_api_show_the_same_counts(client: Client, office: Office, enterprises: list[Any]) -> None:
    for enterprise, after in zip(enterprises, (1, 2, 3, 6, 7, 9), strict=True):
        upheld(enterprise, office, after=after)
    case(enterprises[0], office.agency, due_step=CaseStep.ACCEPT, due_on=date(2026, 11, 11))
    (row,) = table(client)
    assert list(row.values()) == [
        *("2026-11", office.agency.code, "武汉市生态环境局", "7", "是", "6", "0", "0", "1", "1", "3", "7"),
        f"[{office.agency.code}]",
    ]
    answer = client.get(API).json()
    assert (answer["year"], answer["as_of"], answer["smallest_split"]) == (2026, "2026-11-22", 5)
    (result,) = answer["results"]
    assert (result["month"], result["agency_code"], result["received"]) == ("2026-11", office.agency.code, 7)
    assert list(result["split"].values()) == [6, 0, 0, 1, 1, 3, 7]
    page = client.get(PAGE).content.decode()
    assert '<td class="is-number" data-label="支持">6</td>' in page
    assert 'data-label="90%工作日">7</td>' in page


def test_a_small_cell_shows_no_outcome_anywhere(client: Client, office: Office, enterprises: list[Any]) -> None:
    for _ in range(3):
        upheld(enterprises[0], office)
    for enterprise in enterprises[1:4]:
        upheld(enterprise, office)
    (row,) = table(client)
    assert list(row.values())[3:-1] == ["6", "否", *[""] * 7]
    (result,) = client.get(API).json()["results"]
    assert (result["received"], result["split"]) == (6, None)
    page = client.get(PAGE).content.decode()
    assert page.count("未细分</span>") == 1
    assert 'data-label="支持"' not in page
    assert "chart__upheld" not in page.partition('role="img"')[2]


def test_a_small_kind_does_not_come_out_as_a_difference(client: Client, office: Office, enterprises: list[Any]) -> None:
    for enterprise in enterprises:
        upheld(enterprise, office)
    case(enterprises[0], office.agency, kind="error-report", number="JC-2026-900001")
    (all_kinds,) = table(client)
    (objections,) = table(client, "?kind=objection")
    assert (all_kinds["是否细分"], objections["是否细分"], objections["收到"]) == ("是", "否", "6")


def test_nothing_identifies_an_enterprise_or_a_case(client: Client, office: Office, enterprises: list[Any]) -> None:
    found = [upheld(enterprise, office) for enterprise in enterprises]
    for address in (PAGE, FILE, API):
        text = client.get(address).content.decode()
        assert "武汉市生态环境局" in text
        for secret in (NAME, "保密事项", found[0].number, enterprises[0].uscc, office.reviewer.username):
            assert secret not in text, address


def test_a_case_counts_in_the_shanghai_month_of_its_receipt(
    client: Client, office: Office, enterprises: list[Any]
) -> None:
    case(enterprises[0], office.agency, received_at=datetime(2025, 12, 31, 15, 59, tzinfo=UTC))
    case(enterprises[0], office.agency, received_at=datetime(2025, 12, 31, 16, 0, tzinfo=UTC))
    assert [row["月份"] for row in table(client)] == ["2026-01"]
    assert [row["月份"] for row in table(client, "?year=2025")] == ["2025-12"]


def test_filters_by_authority_kind_and_none_named(client: Client, office: Office, enterprises: list[Any]) -> None:
    other = make.agency(8, name="武汉市水务局", domain="OTHER")
    case(enterprises[0], office.agency)
    case(enterprises[0], other, kind="error-report")
    case(enterprises[0], None, kind="error-report")
    assert [row["机关"] for row in table(client, f"?agency={other.code}")] == ["武汉市水务局"]
    assert [row["机关"] for row in table(client, f"?agency={UNASSIGNED}")] == ["尚未确定机关"]
    assert [row["机关"] for row in table(client, "?kind=error-report")] == ["尚未确定机关", "武汉市水务局"]
    assert len(client.get(f"{API}?kind=objection").json()["results"]) == 1


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("year=1066", "没有这一年的申请。"),
        ("year=abc", "没有这一年的申请。"),
        ("year=%00", "没有这一年的申请。"),
        ("agency=420106199001011234", "没有这个机关"),
        ("kind=none", "没有这种申请。"),
    ],
)
def test_a_filter_that_names_nothing_is_a_sentence_without_its_value(client: Client, query: str, sentence: str) -> None:
    name, _, value = query.partition("=")
    page = client.get(f"{PAGE}?{query}")
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert value not in page.content.decode()
    refused = client.get(f"{FILE}?{query}")
    assert refused.status_code == 400
    assert sentence in refused.content.decode()
    assert value not in refused.content.decode().partition("<main")[2]
    answer = client.get(f"{API}?{query}")
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_parameter"
    assert f"参数 {name} 无法识别" in answer.json()["detail"]
    assert value not in answer.json()["detail"]


def test_overdue_is_what_the_inbox_calls_overdue(office: Office, enterprises: list[Any]) -> None:
    days = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))
    for step in ("", *CaseStep):
        for due_on in days if step else (None,):
            case(enterprises[0], office.agency, due_step=step, due_on=due_on)
    for enterprise in enterprises[1:]:
        case(enterprise, office.agency)
    expected = Case.objects.overdue(on=TODAY).count()
    assert expected == 5
    (row,) = figures_of(year=2026, on=TODAY).rows
    assert row.cell.split
    assert row.cell.split.overdue == expected


def test_an_answered_case_that_waits_for_a_second_person_is_not_overdue_in_public(
    office: Office, enterprises: list[Any]
) -> None:
    for enterprise in enterprises:
        upheld(enterprise, office, after=7)
    Case.objects.update(due_step=CaseStep.UNDO, due_on=TODAY - timedelta(days=1))
    assert Case.objects.overdue(on=TODAY).exists()
    (row,) = figures_of(year=2026, on=TODAY).rows
    assert row.cell.split
    assert row.cell.split.overdue == 0


def test_days_leave_out_what_the_applicant_took(office: Office, enterprises: list[Any]) -> None:
    for enterprise in enterprises:
        found = upheld(enterprise, office, after=7)
        CasePause.objects.create(case=found, from_on=NOVEMBER, until_on=NOVEMBER + timedelta(days=3))
    (row,) = figures_of(year=2026, on=TODAY).rows
    assert row.cell.split
    assert row.cell.split.median_days == 2


def test_steps_of_officers_count_as_they_are_taken(office: Office) -> None:
    for number in range(1, 6):
        record = make.published(office, enterprise=make.new_enterprise(number), CF_WSH=f"武环罚〔2026〕{number}号")
        found = cases.objection(cases.ref(record), on=NOVEMBER).cases[0]
        cases.decided(found, office, outcome="UPHELD" if number < 3 else "REFUSED", on=date(2026, 11, 12))
    (row,) = figures_of(year=2026, on=TODAY).rows
    split = row.cell.split
    assert split
    assert (split.upheld, split.refused, split.pending, split.median_days) == (2, 3, 0, 2)


def test_the_number_of_queries_does_not_grow(client: Client, office: Office, enterprises: list[Any]) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    case(enterprises[0], office.agency)
    before = [queries(address) for address in (PAGE, API)]
    for number, enterprise in enumerate(enterprises, start=10):
        upheld(enterprise, make.office(number, name=f"武汉市第{number}局"), on=date(2026, number - 8, 3))
    assert [queries(address) for address in (PAGE, API)] == before


def test_a_long_table_is_paged_and_the_file_is_whole(client: Client, enterprises: list[Any]) -> None:
    for number in range(10, 15):
        agency = make.agency(number, name=f"武汉市第{number}局", domain="OTHER")
        for month in range(1, 12):
            case(enterprises[0], agency, on=date(2026, month, 3))
    page = client.get(PAGE).content.decode()
    assert "第 1 页，共 2 页" in page
    assert page.count("未细分</span>") == 50
    assert client.get(f"{PAGE}?page=2").content.decode().count("未细分</span>") == 5
    assert 'cases.csv?kind=objection"' in client.get(f"{PAGE}?page=2&kind=objection").content.decode()
    assert len(table(client)) == 55


def test_the_chart_has_a_name_and_its_numbers_stand_in_a_table(
    client: Client, office: Office, enterprises: list[Any]
) -> None:
    for enterprise in enterprises:
        upheld(enterprise, office)
    page = client.get(PAGE).content.decode()
    assert 'role="img" aria-labelledby="chart-title"' in page
    assert '<title id="chart-title">2026年各月收到的申请和结果</title>' in page
    assert '<th class="nowrap" scope="row">2026-11</th>\n            <td class="is-number">6</td>' in page
    assert "style=" not in page


def test_no_cases_are_a_sentence(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert "2026年没有符合条件的申请" in page
    assert '<svg class="chart__drawing"' not in page
    assert table(client) == []


def test_an_authority_is_no_formula_of_a_spreadsheet(client: Client, enterprises: list[Any]) -> None:
    case(enterprises[0], make.agency(9, name="=HYPERLINK(1)", domain="OTHER"))
    assert table(client)[0]["机关"] == "'=HYPERLINK(1)"
    assert [harmless_cell(text) for text in ("", "3", "＝1", "a=1")] == ["", "3", "'＝1", "a=1"]
