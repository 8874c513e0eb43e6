"""A failed check and the penalty behind it lead to each other while both are public: file, report, API, door, desk."""

import json

import pytest
from django.test import Client

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.records.services.corrections import withdraw_record
from tests import make
from tests.desk.pages import content, new_address, page_of
from tests.doors.make import AT, KETTLE, spot_check, table
from tests.make import Office

pytestmark = pytest.mark.django_db
NUMBER = "武市监处罚〔2026〕88号"


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def penalty(office: Office) -> Record:
    enterprise = make.new_enterprise(name="武汉江城月电器有限公司")
    return make.published(office, enterprise=enterprise, at=AT, CF_WSH=NUMBER, CF_JDRQ="2026-09-10")


@pytest.fixture
def check(office: Office, penalty: Record) -> Record:
    return spot_check(office, penalty.enterprise, X_JC_CFWSH=NUMBER)


def related(client: Client, record: Record) -> list[str]:
    """Return the numbers beside a record in the API of its file."""
    file = client.get(f"/api/v1/enterprises/{record.enterprise.uscc}/").json()
    rows = [row for chapter in file["chapters"] for row in chapter["rows"] if row["kind"] == record.kind]
    return [one["document_number"] for row in rows for one in row["related"]]


def test_check_and_penalty_lead_to_each_other(client: Client, check: Record, penalty: Record) -> None:
    assert related(client, check) == [NUMBER]
    assert related(client, penalty) == [check.document_number]
    file = client.get(f"/enterprises/{penalty.enterprise.uscc}/").content.decode()
    assert f"#record-{penalty.pk}" in file and f"#record-{check.pk}" in file
    page = client.get(f"/products/{check.pk}/").content.decode()
    assert f'/enterprises/{penalty.enterprise.uscc}/#record-{penalty.pk}">{NUMBER}' in page
    (entry,) = client.get("/api/v1/products/").json()["results"]
    assert [one["kind"] for one in entry["related"]] == ["penalty"]
    (row,) = table(client.get("/products/all.csv"))
    assert row["行政处罚决定书文号"] == NUMBER
    assert json.loads(client.get("/products/all.json").getvalue())["results"][0]["related"] == entry["related"]


def test_nothing_shows_a_penalty_that_is_public_no_more(
    client: Client, office: Office, check: Record, penalty: Record
) -> None:
    reason = WithdrawalReason.ANNULLED
    withdraw_record(record=penalty, reason=reason, note="复议决定1号", by=office.recorder, at=AT)
    assert related(client, check) == []
    for address in ("/api/v1/products/", "/products/", f"/products/{check.pk}/", "/products/feed.atom"):
        assert NUMBER not in client.get(address).content.decode()
    for address in ("/products/all.csv", "/products/all.json"):
        assert NUMBER not in client.get(address).getvalue().decode()
    assert NUMBER not in client.get(f"/enterprises/{penalty.enterprise.uscc}/").content.decode()


def test_the_desk_shows_both_and_refuses_a_number_at_its_field(
    client: Client, office: Office, check: Record, penalty: Record
) -> None:
    client.force_login(office.recorder)
    assert f"/desk/records/{penalty.pk}/" in page_of(client, check)
    assert f"/desk/records/{check.pk}/" in page_of(client, penalty)
    Record.objects.filter(pk=penalty.pk).update(public_until="2027-03-10", unheld_until="2027-03-10")
    typed = KETTLE | {"X_JC_CFWSH": NUMBER}
    draft = make.draft(office, enterprise=penalty.enterprise, kind="inspection", at=AT, **typed)
    page = page_of(client, draft)
    assert f"/desk/records/{penalty.pk}/" in page
    assert "2027-03-09" in page[page.index("随行政处罚，实际公示至") :][:120]
    address = new_address(penalty.enterprise, "inspection")
    answer = client.post(address, content("inspection", **typed | {"X_JC_CFWSH": "武市监处罚〔2026〕89号"}))
    assert answer.status_code == 422
    assert "本机关没有对该企业" in "".join(answer.context["form"].errors["X_JC_CFWSH"])
