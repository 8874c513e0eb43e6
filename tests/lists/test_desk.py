"""The credit office's day over HTTP, and who is kept out."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from enterprises.agencies.models import Agency, Officer
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.register.models import Enterprise, FormerName
from enterprises.shared import clock
from lists.criteria.definitions import ORDER_44
from lists.editions.models import Edition
from lists.listings.models import Listing
from lists.periodic_jobs import publish_requested_editions
from tests import make
from tests.lists import grounds
from tests.lists.make import (
    BLACK,
    DECIDED,
    RED,
    SERVED,
    TODAY,
    agency,
    decided,
    decider,
    listed_in_a_district,
    new_enterprise,
    noon,
    notified,
    office,
    picture,
    proposed,
)
from tests.support.clients import client_of

GROUND = {"ground_document": "武市监罚字〔2026〕15号", "ground_penalty": "吊销许可证件"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "blank_print")]


def step(client: Client, listing: Listing, name: str, **given: object) -> int:
    answer = client.post(f"/desk/lists/listing/{listing.pk}/{name}/", given)
    listing.refresh_from_db()
    return answer.status_code


def test_from_proposal_to_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: noon(SERVED))
    one, other, enterprise = client_of(office()), client_of(decider()), new_enterprise()
    answer = one.post(
        f"/desk/lists/{BLACK}/new/", {"uscc": enterprise.uscc, "criterion": "M-01", "reason": "吊销许可证件", **GROUND}
    )
    listing = Listing.objects.get()
    assert answer.headers["Location"] == f"/desk/lists/listing/{listing.pk}/"
    assert step(one, listing, "notify", served_on=SERVED.isoformat()) == 302
    monkeypatch.setattr(clock, "now", lambda: noon(DECIDED))
    one, other = client_of(office()), client_of(decider())  # sessions have ended meanwhile
    decision = {
        "document_number": "武信列〔2026〕9号",
        "decided_on": DECIDED.isoformat(),
        "authority": agency().pk,
        "term_months": 36,
        "term_basis": ORDER_44,
        "found": ["性质恶劣", "情节严重", "社会危害较大"],
        "finding": "主观故意，多次违法",
        "objection_outcome": "无异议",
    }
    assert step(other, listing, "decide", **decision) == 422  # the proof is missing
    assert step(one, listing, "proof", file=picture()) == 302
    assert step(one, listing, "decide", **decision) == 422
    assert step(other, listing, "decide", **decision) == 302
    monkeypatch.setattr(clock, "now", lambda: noon(TODAY))
    one, other = client_of(office()), client_of(decider())
    assert one.post(f"/desk/lists/{BLACK}/draft/new/", {"as_of": TODAY.isoformat()}).status_code == 302
    draft = Edition.objects.get()
    publish = f"/desk/lists/{BLACK}/draft/{draft.pk}/publish/"
    assert one.post(publish).headers["Location"] == f"/desk/lists/{BLACK}/draft/"
    assert other.post(publish).headers["Location"] == f"/desk/lists/{BLACK}/draft/"
    assert "等待后台生成文件" in other.get(f"/desk/lists/{BLACK}/draft/").content.decode()
    publish_requested_editions(at=noon(TODAY))
    assert other.get(f"/lists/{BLACK}/1/").status_code == 200
    assert step(one, listing, "remove", reason="ANNULLED", note="判决撤销") == 302
    assert step(one, listing, "confirm-removal") == 422
    assert step(other, listing, "confirm-removal") == 302
    assert "判决撤销" in other.get(f"/desk/lists/listing/{listing.pk}/").content.decode()


def test_no_two_fields_of_a_page_have_the_same_id() -> None:
    listing = decided()
    page = client_of(office()).get(f"/desk/lists/listing/{listing.pk}/").content.decode()
    ids = re.findall(r' id="([^"]+)"', page)
    assert {"dispute-reason", "remove-reason"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_draft_is_published_under_its_own_list_only() -> None:
    decided()
    client_of(office()).post(f"/desk/lists/{BLACK}/draft/new/", {"as_of": TODAY.isoformat()})
    draft = Edition.objects.get()
    answer = client_of(decider()).post(f"/desk/lists/{RED}/draft/{draft.pk}/publish/")
    assert answer.headers["Location"] == f"/desk/lists/{RED}/draft/"
    assert Edition.objects.get().number is None


def test_the_first_page_shows_what_waits_for_me() -> None:
    told, new = notified(), proposed()
    for_other = client_of(decider()).get("/desk/lists/").content.decode()
    assert told.enterprise.name in for_other
    assert new.enterprise.name in for_other
    assert told.enterprise.name not in client_of(office()).get("/desk/lists/").content.decode()


def test_who_proposed_reads_that_another_decides_once_notice_is_served() -> None:
    pages = [
        client_of(user).get(f"/desk/lists/listing/{listing.pk}/").content.decode()
        for listing, user in ((notified(), office()), (notified(), decider()), (proposed(), office()))
    ]
    assert ["这条建议是您提出的" in page for page in pages] == [True, False, False]


def test_the_draft_says_what_it_leaves_out_and_why() -> None:
    decided()
    told = notified()
    client = client_of(office())
    client.post(f"/desk/lists/{BLACK}/draft/new/", {"as_of": TODAY.isoformat()})
    page = client.get(f"/desk/lists/{BLACK}/draft/").content.decode()
    assert told.enterprise.name in page
    assert "缺少决定文书号" in page


@pytest.mark.parametrize("page", ["new/", "sheet/", "chosen/notify/", "chosen/decide/", "card/new/", "card/"])
def test_the_title_of_a_page_names_its_list(page: str) -> None:
    browser = client_of(office())
    pages = [browser.get(f"/desk/lists/{slug}/{page}").content.decode() for slug in (BLACK, RED)]
    black, red = (each.partition("<title>")[2].partition("</title>")[0] for each in pages)
    assert black != red


def test_a_refusal_comes_back_with_its_sentence() -> None:
    client = client_of(office())
    answer = client.post(f"/desk/lists/{BLACK}/draft/new/", {"as_of": "2026-11-21"})
    assert answer.status_code == 422
    assert "截止日期不能晚于今天" in answer.content.decode()
    answer = client.post(f"/desk/lists/{BLACK}/new/", {"uscc": "x", "criterion": "M-01", "reason": "y", **GROUND})
    assert "没有这个统一社会信用代码的主体" in answer.content.decode()


def test_listings_are_found_by_state_and_name() -> None:
    told, listed = notified(), decided()
    page = client_of(office()).get(f"/desk/lists/{BLACK}/?state=NOTIFIED").content.decode()
    assert told.enterprise.name in page
    assert listed.enterprise.name not in page


@pytest.mark.parametrize(
    "query",
    ["region=4201", "industry=C", "status=REVOKED", "year=2016", "agency=11420100mb7654321x", "q=甲", "q=旧名"],
)
def test_listings_are_filtered_by_the_names_of_search(query: str) -> None:
    other = Agency.objects.create(code="11420100MB7654321X", name="某区市场监督管理局", domain="FOOD_DRUG")
    inside, outside = listed_in_a_district(authority=other, by=office("chief", of=other)), decided()
    FormerName.objects.create(enterprise=inside.enterprise, name="旧名厂", folded_name="旧名厂")
    page = client_of(office()).get(f"/desk/lists/{BLACK}/?state=DECIDED&{query}").content.decode()
    assert inside.enterprise.name in page
    assert outside.enterprise.name not in page
    nobody = client_of(office()).get(f"/desk/lists/{BLACK}/?state=PROPOSED&{query}").content.decode()
    assert "没有符合条件的主体。" in nobody


def test_what_a_filter_cannot_read_is_told_and_keeps_everybody() -> None:
    name = decided().enterprise.name
    answer = client_of(office()).get(f"/desk/lists/{BLACK}/?state=GONE&region=x&agency=x&year=x&status=x")
    page = answer.content.decode()
    assert (answer.status_code, name in page) == (200, True)
    for sentence in ("行政区划代码是一至六位数字。", "机关以十八位统一社会信用代码表示。", "成立年份是四位数字。"):
        assert sentence in page


@pytest.mark.parametrize("listings", [1, 12])
def test_the_listings_cost_the_same_queries_however_many(
    listings: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(listings):
        decided()
    client = client_of(office())
    # session, user, officer, list, count, rows, draft, task; what regions, industries and agencies offer
    with django_assert_max_num_queries(11):
        client.get(f"/desk/lists/{BLACK}/?region=42&industry=C&agency={agency().code}&q=武汉&year=2016")


def test_an_unknown_step_or_listing_does_not_exist() -> None:
    client, listing = client_of(office()), proposed()
    assert client.post(f"/desk/lists/listing/{listing.pk}/erase/").status_code == 404
    assert client.get("/desk/lists/listing/0/").status_code == 404
    assert client.get(f"/desk/lists/{BLACK}/draft/").status_code == 302


@pytest.mark.parametrize(
    "address", ["/desk/lists/", f"/desk/lists/{BLACK}/", f"/desk/lists/{BLACK}/draft/", f"/desk/lists/{BLACK}/new/"]
)
def test_everybody_else_is_kept_out(address: str) -> None:
    recorder = User.objects.create_user("recorder")
    Officer.objects.create(user=recorder, agency=agency(), may_record=True, may_review=True)
    assert client_of(recorder).get(address).status_code == 403
    answer = Client().get(address)
    assert answer.headers["Location"].startswith("/desk/login/")


def test_a_step_that_came_too_late_says_so_and_keeps_what_was_typed() -> None:
    """Two officers have the page of one proposal open; the second finds his step taken."""
    one, other, listing = client_of(office()), client_of(decider()), proposed()
    assert step(one, listing, "notify", served_on=SERVED.isoformat()) == 302
    answer = other.post(f"/desk/lists/listing/{listing.pk}/notify/", {"served_on": "2026-01-31"})
    page = answer.content.decode()
    assert answer.status_code == 422
    late = page[page.index('id="late"') : page.index("</section>")]
    assert "登记告知：没有办理" in late
    assert "2026-01-31" in late
    listing.refresh_from_db()
    assert listing.notice_served_on == SERVED


def test_what_follows_from_a_record_waits_on_the_desk_of_both_and_is_settled_there() -> None:
    agency_office = make.office()
    enterprise = new_enterprise()
    first, second = (grounds.grave(agency_office, enterprise, number=f"{number}号") for number in (15, 16))
    listing = grounds.listed(agency_office, enterprise, first, second)
    grounds.withdrawn(WithdrawalReason.ANNULLED)(agency_office, first)
    one, other = client_of(office()), client_of(decider())
    assert "15号" in other.get("/desk/lists/").content.decode()
    assert "2026-11-25" in one.get(f"/desk/lists/listing/{listing.pk}/").content.decode()
    assert step(one, listing, "keep", reason="16号仍在") == 302
    assert "15号" not in one.get("/desk/lists/").content.decode()
    grounds.withdrawn(WithdrawalReason.ANNULLED)(agency_office, second)
    for client in (one, other):
        assert "已移出名单" in client.get("/desk/lists/").content.decode()
        assert "依据失效，自动移出" in client.get(f"/desk/lists/listing/{listing.pk}/").content.decode()
        assert step(client, listing, "acknowledge") == 302
        assert "已移出名单" not in client.get("/desk/lists/").content.decode()


def test_a_hidden_red_listing_is_named_with_what_hides_it() -> None:
    listing = decided(slug=RED)
    Enterprise.objects.filter(pk=listing.enterprise_id).update(status="REVOKED")
    for page in ("/desk/lists/", f"/desk/lists/listing/{listing.pk}/"):
        assert "主体已注销或被吊销" in client_of(office()).get(page).content.decode()


def test_an_exit_is_refused_and_taken_back_at_the_desk() -> None:
    one, other, listing = client_of(office()), client_of(decider()), decided()
    assert step(one, listing, "remove", reason="ANNULLED", note="判决") == 302
    assert step(other, listing, "refuse-removal", reason="判决未生效") == 302
    assert listing.state == "DECIDED"
    assert step(one, listing, "remove", reason="ANNULLED", note="判决") == 302
    assert step(other, listing, "confirm-removal") == 302
    assert step(one, listing, "ask-takeback", reason="误操作") == 302
    assert step(one, listing, "take-back") == 422
    assert step(other, listing, "take-back") == 302
    assert listing.state == "DECIDED"
