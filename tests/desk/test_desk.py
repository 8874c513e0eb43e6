"""Home, lists, batches, accounts, and whose records they are."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from enterprises.agencies.models import Officer
from enterprises.records.models import ImportBatch, PublicationExtension, Record
from enterprises.register.models import Enterprise, Industry, Region
from tests import make
from tests.desk.pages import offered
from tests.lists.make import TODAY, decided, noon
from tests.make import AT, PASSWORD, Office
from tests.support.clients import client_of


def batch_of(office: Office, *records: Record) -> ImportBatch:
    batch = ImportBatch.objects.create(
        kind="penalty", agency=office.agency, imported_by=office.recorder, file_name="双公示.xlsx", created_at=AT
    )
    Record.objects.filter(pk__in=[record.pk for record in records]).update(batch=batch)
    return batch


def test_home_shows_each_role_its_queues(
    recorder: Client, reviewer: Client, office: Office, enterprise: Enterprise
) -> None:
    make.returned(office, enterprise=enterprise, CF_WSH="被退回的")
    make.submitted(office, enterprise=enterprise, CF_WSH="待审核的")
    make.withdrawn(office, enterprise=enterprise, CF_WSH="已撤下的")
    of_recorder = {queue.title: queue.total for queue in recorder.get("/desk/").context["queues"]}
    of_reviewer = {queue.title: queue.total for queue in reviewer.get("/desk/").context["queues"]}
    assert of_recorder == {"我的草稿和被退回的记录": 1, "撤下待确认": 1, "七天内公示到期": 0}
    assert of_reviewer == {"待我审核": 1, "撤下待确认": 0, "七天内公示到期": 0}
    page = reviewer.get("/desk/").content.decode()
    assert "待审核的" in page
    assert "录入新记录" not in page


def test_home_counts_beyond_what_it_lists(reviewer: Client, office: Office, enterprise: Enterprise) -> None:
    for number in range(12):
        make.submitted(office, enterprise=enterprise, CF_WSH=f"第{number}号")
    page = reviewer.get("/desk/").content.decode()
    assert "待我审核（12）" in page
    assert "/desk/records/?state=SUBMITTED" in page


def test_home_stays_within_its_queries(
    reviewer: Client, office: Office, enterprise: Enterprise, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    waiting = [make.submitted(office, enterprise=enterprise, CF_WSH=f"第{number}号") for number in range(5)]
    batch_of(office, *waiting)
    # session, user, officer (twice), counts, one queue, exits, extensions, batches, cases
    with django_assert_max_num_queries(10):
        reviewer.get("/desk/")


def test_the_list_is_filtered_and_paged(recorder: Client, office: Office, enterprise: Enterprise) -> None:
    make.draft(office, enterprise=enterprise, CF_WSH="甲字1号")
    make.submitted(office, enterprise=enterprise, CF_WSH="乙字2号")
    make.draft(office, enterprise=enterprise, kind="honour")

    def found(**chosen: str) -> set[str]:
        page = recorder.get("/desk/records/", chosen).context["page"]
        return {record.document_number or record.kind for record in page.object_list}

    assert found() == {"甲字1号", "乙字2号", "honour"}
    assert found(state="SUBMITTED") == {"乙字2号"}
    assert found(kind="honour") == {"honour"}
    assert found(q="甲字") == {"甲字1号"}
    assert found(q=enterprise.uscc.lower()) == found(q="武汉东湖") == found()
    assert found(q="无此记录") == set()
    assert recorder.get("/desk/records/", {"state": "NONSENSE"}).status_code == 200


def found_by(client: Client, query: str) -> set[str]:
    page = client.get(f"/desk/records/?{query}").context["page"]
    return {record.document_number for record in page.object_list}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        *((query, {"甲字1号"}) for query in ("region=420106", "region=42", "industry=C", "industry=26", "year=2016")),
        *(("status=REVOKED", {"甲字1号"}), ("list=market-regulation", {"甲字1号"})),
        *(("list=trustworthy", set()), ("region=43", set()), ("industry=C26&status=ACTIVE", set())),
        # What cannot be read, or is another page's, keeps everything.
        *((query, {"甲字1号", "乙字2号"}) for query in ("region=武昌", "list=none", "year=x", "agency=1")),
    ],
)
def test_the_list_is_filtered_by_the_names_of_search(
    query: str, found: set[str], recorder: Client, office: Office, enterprise: Enterprise
) -> None:
    Region.objects.create(code="420106", name="武昌区")
    Industry.objects.create(code="26", name="化学原料和化学制品制造业")
    codes: dict[str, Any] = {"region_id": "420106", "industry_id": "26", "status": "REVOKED"}
    other = make.new_enterprise(2, name="武汉长江化工有限公司", established_on=date(2016, 2, 29), **codes)
    make.draft(office, enterprise=other, CF_WSH="甲字1号")
    make.draft(office, enterprise=enterprise, CF_WSH="乙字2号")
    decided(enterprise=other)
    with time_machine.travel(noon(TODAY), tick=False):
        recorder.force_login(office.recorder)
        assert found_by(recorder, query) == found


def test_a_list_counts_as_it_is_today(recorder: Client, office: Office, enterprise: Enterprise) -> None:
    listing = decided(enterprise=enterprise)
    make.draft(office, enterprise=enterprise, CF_WSH="甲字1号")
    assert listing.public_until is not None
    for day, found in ((TODAY, {"甲字1号"}), (listing.public_until, set())):
        with time_machine.travel(noon(day), tick=False):
            recorder.force_login(office.recorder)
            assert found_by(recorder, "list=market-regulation") == found


def test_seldom_filters_are_folded_until_one_is_in_force(recorder: Client, office: Office) -> None:
    for query, is_open in (("state=DRAFT", False), ("year=2016", True), ("list=trustworthy", True), ("year=x", True)):
        page = recorder.get(f"/desk/records/?{query}").content.decode()
        assert ('<details class="disclosure" open>' in page) is is_open, query


@pytest.mark.parametrize("query", ["", "q=1&region=42&industry=C&status=ACTIVE&year=2016&list=trustworthy"])
def test_the_list_stays_within_its_queries(
    query: str,
    recorder: Client,
    office: Office,
    enterprise: Enterprise,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(8):
        make.draft(office, enterprise=enterprise, CF_WSH=f"第{number}号")
    with django_assert_max_num_queries(8):  # session, user, officer, own and external lists, count, rows, regions
        recorder.get(f"/desk/records/?{query}")


def test_a_batch_is_published_by_another_person(
    recorder: Client, reviewer: Client, office: Office, enterprise: Enterprise
) -> None:
    good = make.submitted(office, enterprise=enterprise, CF_WSH="第1号")
    old = make.submitted(office, enterprise=enterprise, CF_WSH="第2号", CF_JDRQ="2018-01-02")
    batch = batch_of(office, good, old)
    own = recorder.get(f"/desk/batches/{batch.pk}/").content.decode()
    assert "须由本机关另一位审核员公示" in own
    assert "公示本批次 2 条" in reviewer.get(f"/desk/batches/{batch.pk}/").content.decode()
    recorder.post(f"/desk/batches/{batch.pk}/publish/")
    assert not Record.objects.filter(state="PUBLISHED").exists()
    page = reviewer.post(f"/desk/batches/{batch.pk}/publish/", follow=True).content.decode()
    assert "已公示 1 条，1 条没有公示" in page
    assert f"记录 {old.pk}：" in page
    assert Record.objects.get(state="PUBLISHED") == good


def test_only_who_may_publish_a_batch_finds_its_step_and_gets_a_code(
    reviewer: Client, office: Office, enterprise: Enterprise
) -> None:
    batch = batch_of(office, make.submitted(office, enterprise=enterprise))
    reviewing_importer = client_of(office.recorder)
    Officer.objects.filter(user=office.recorder).update(may_review=True)
    address = f"/desk/batches/{batch.pk}/"
    for client, may in ((reviewing_importer, False), (reviewer, True)):
        assert (f'action="{address}publish/"' in client.get(address).content.decode()) is may
        page = client.post(f"{address}code/", follow=True).content.decode()
        assert ("一次性验证码 " in page, "须由本机关另一位审核员公示" in page) == (may, not may)
    reviewer.post(f"{address}publish/")
    assert f'action="{address}publish/"' not in reviewer.get(address).content.decode()


def test_nobody_sees_or_changes_what_is_another_agencys(office: Office, enterprise: Enterprise) -> None:
    record = make.draft(office, enterprise=enterprise)
    waiting = make.submitted(office, enterprise=enterprise, CF_WSH="第二号")
    extension = PublicationExtension.objects.create(
        record=waiting, legal_basis="第七条", until=make.ON, requested_by=office.recorder, requested_at=AT
    )
    batch = batch_of(office, waiting)
    other = make.office(2, name="武汉市生态环境局")
    for user in (other.recorder, other.reviewer):
        client = client_of(user)
        for address in (f"records/{record.pk}/", f"records/{record.pk}/edit/", f"batches/{batch.pk}/"):
            assert client.get(f"/desk/{address}").status_code == 404, address
        for address in (
            *(f"records/{waiting.pk}/{step}/" for step in ("publish", "return", "gravity", "withdraw", "submit")),
            f"holds/{extension.pk}/confirm/",
            f"batches/{batch.pk}/publish/",
        ):
            assert client.post(f"/desk/{address}", {"reason": "x"}).status_code == 404, address
        for address in ("", "records/", "batches/"):
            page = client.get(f"/desk/{address}").content.decode()
            assert record.document_number not in page
            assert "双公示.xlsx" not in page
    assert set(Record.objects.values_list("state", flat=True)) == {"DRAFT", "SUBMITTED"}


def test_the_credit_office_keeps_lists_and_no_records(office: Office, enterprise: Enterprise) -> None:
    client = client_of(make.officer("xyb", credit_office=True))
    assert client.get("/desk/")["Location"] == "/desk/lists/"
    record = make.submitted(office, enterprise=enterprise)
    for address in ("/desk/records/", "/desk/records/new/", "/desk/batches/", f"/desk/records/{record.pk}/"):
        assert client.get(address).status_code == 403


def test_administrators_are_led_to_the_admin_and_strangers_refused(db: None) -> None:
    staff = User.objects.create_user("staff", is_staff=True)
    assert client_of(staff).get("/desk/")["Location"] == "/admin/"
    assert client_of(User.objects.create_user("stranger")).get("/desk/").status_code == 403


def test_an_officer_without_a_role_is_offered_nothing(office: Office, enterprise: Enterprise) -> None:
    client = client_of(make.officer("idle", agency=office.agency))
    record = make.published(office, enterprise=enterprise)
    assert offered(client.get(f"/desk/records/{record.pk}/")) == set()


def test_strangers_log_in_first_and_come_back(client: Client, office: Office, enterprise: Enterprise) -> None:
    address = f"/desk/records/{make.draft(office, enterprise=enterprise).pk}/"
    login = client.get(address)["Location"]
    assert login == f"/desk/login/?next={address}"
    answer = client.post(login, {"username": "luru1", "password": PASSWORD, "next": address})
    assert answer["Location"] == address
    assert client.get(address)["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_a_wrong_password_is_said(client: Client, office: Office) -> None:
    answer = client.post("/desk/login/", {"username": "luru1", "password": "wrong"})
    assert answer.status_code == 200
    assert "用户名" in answer.content.decode()


def test_logout_is_a_post(recorder: Client) -> None:
    assert recorder.get("/desk/logout/").status_code == 405
    assert recorder.post("/desk/logout/")["Location"] == "/"
    assert recorder.get("/desk/").status_code == 302


def test_the_password_is_changed_by_whoever_knows_it(recorder: Client, office: Office) -> None:
    new = "hankou-2027-zhongshan"
    wrong = recorder.post("/desk/password/", {"old_password": "wrong", "new_password1": new, "new_password2": new})
    assert wrong.status_code == 200
    assert wrong.context["form"].errors.keys() == {"old_password"}
    weak = recorder.post("/desk/password/", {"old_password": PASSWORD, "new_password1": "1", "new_password2": "1"})
    assert weak.context["form"].errors
    done = recorder.post("/desk/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert done["Location"] == "/desk/password/done/"
    assert "回到工作台" in recorder.get("/desk/password/done/").content.decode()
    office.recorder.refresh_from_db()
    assert office.recorder.check_password(new)


@pytest.mark.parametrize("person", ["recorder", "xyb"])
def test_the_password_page_keeps_the_tabs(person: str, office: Office) -> None:
    user = office.recorder if person == "recorder" else make.officer("xyb", credit_office=True)
    page = client_of(user).get("/desk/password/").content.decode()
    assert ("/desk/records/" in page, "/desk/lists/" in page) == (person == "recorder", person == "xyb")
