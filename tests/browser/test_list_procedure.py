"""A black listing from the criteria to its repair, in a real browser: letter, objection, edition, bundle, tombstone."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from enterprises.cases.models import Case
from enterprises.documents.letters.models import Letter
from enterprises.shared import clock
from lists.criteria.definitions import DEFINITIONS
from lists.editions.files.verify import LISTED, NO_ANSWER
from lists.editions.models import Edition
from lists.listings.models import Listing
from lists.listings.rules import ListingState
from lists.periodic_jobs import (
    draft_due_editions,
    issue_listing_letters,
    publish_requested_editions,
    rebuild_stale_files,
    run_list_tasks,
)
from tests import make
from tests.browser.applicants import NUMBER, Days, apply
from tests.browser.officers import log_in_at_the_office, log_out
from tests.browser.screens import DESK, PHONE, fits
from tests.cases import make as cases
from tests.lists import grounds
from tests.lists.files import run, unpacked
from tests.lists.make import BLACK, DECIDED, SERVED, new_enterprise, noon, office, picture
from tests.make import Office
from tests.support.browser import open_page

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "武汉江汉桥食品有限公司"
SCAN = FilePayload(name="回证.png", mimeType="image/png", buffer=picture().read())
DESK_OF_LIST, LIST = f"/desk/lists/{BLACK}/", f"/lists/{BLACK}/"
OBJECTED, DUE = SERVED + timedelta(days=3), date(2026, 11, 1)
OWN = DEFINITIONS[BLACK]


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    """Let the test move the day, which is that of the proposal at first."""
    moved = Days(SERVED - timedelta(days=1))
    monkeypatch.setattr(clock, "now", lambda: noon(moved.day))
    return moved


@pytest.fixture
def page(browser: Browser, live_server: object) -> Iterator[Page]:
    """Open a page that takes downloads."""
    with open_page(browser, str(live_server), accept_downloads=True) as page:
        page.set_viewport_size(DESK)
        yield page


def press(page: Page, label: str, done: str) -> None:
    """Press a button and wait for the sentence of the step."""
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.get_by_text(done)).to_be_visible()


def propose_and_order_the_notice(page: Page) -> Listing:
    log_in_at_the_office(page, "office")
    page.goto(DESK_OF_LIST)
    press(page, "按标准检索并提出建议", "已交后台按标准检索")
    run_list_tasks(at=clock.now())
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("按标准提出 1 条列入建议")
    listing = Listing.objects.get()
    page.goto(f"/desk/lists/listing/{listing.pk}/")
    page.get_by_label("认定单位").select_option(index=1)
    press(page, "出具拟列入告知书", "拟列入告知书即将出具")
    issue_listing_letters(at=clock.now())
    log_out(page)
    return listing


def serve_the_notice(page: Page, listing: Listing) -> None:
    log_in_at_the_office(page, "office")
    page.goto(f"/desk/lists/listing/{listing.pk}/")
    page.get_by_text("登记送达", exact=True).first.click()
    page.get_by_label("送达日期").fill(SERVED.isoformat())
    page.get_by_label("送达证明").set_input_files(SCAN)
    press(page, "登记送达", "送达已登记。")
    log_out(page)
    assert Listing.objects.get().state == ListingState.NOTIFIED


def object_to_the_notice(page: Page, listing: Listing, agency: Office) -> None:
    """Object as the notice names it, and have the authority answer that nothing is wrong."""
    address = f"/cases/new/?about=listing:{listing.pk}"
    assert address in str(Letter.objects.get().document.snapshot)
    page.goto(address)
    at_both_sizes(page)
    page.get_by_role("link", name="申请异议").click()
    page.get_by_label("内容与事实不符").check()
    page.get_by_label("说明").fill("违法行为已经改正")
    number, _code = apply(page, "提交")
    assert NUMBER.fullmatch(number)
    cases.decided(Case.objects.get(), agency, outcome="REFUSED", on=OBJECTED, reason="与决定书一致")


def decide(page: Page, listing: Listing) -> None:
    log_in_at_the_office(page, "decider")
    page.goto(f"/desk/lists/listing/{listing.pk}/")
    expect(page.get_by_role("main")).to_contain_text("异议")
    page.get_by_label("决定文书号").fill("武市监列〔2026〕7号")
    page.get_by_label("期限依据").select_option(OWN.term_bases[0])
    for found in OWN.findings:
        page.get_by_label(found).check()
    page.get_by_label("认定理由").fill("主观故意，多次违法")
    page.get_by_label("异议处理情况").fill("异议不成立")
    press(page, "登记列入决定", "已列入，即日公示。")
    log_out(page)


def publish_the_scheduled_draft(page: Page) -> Edition:
    draft_due_editions(at=clock.now())
    for name, label, done in (
        ("office", "核对无误，交另一人发布", "已核对，请另一人发布。"),
        ("decider", "核对无误，发布", "已交后台发布"),
    ):
        log_in_at_the_office(page, name)
        page.goto(f"{DESK_OF_LIST}draft/")
        press(page, label, done)
        log_out(page)
    publish_requested_editions(at=clock.now())
    return Edition.objects.get()


def repair(page: Page, listing: Listing) -> None:
    """Take the listing off, for its shortest term is over and the duty done."""
    log_in_at_the_office(page, "office")
    page.goto(f"/desk/lists/listing/{listing.pk}/")
    page.get_by_label("移出原因").select_option(label="信用修复")
    page.get_by_label("移出依据").fill("武市监修复〔2027〕3号")
    press(page, "移出名单", "已移出，即刻撤下；请另一人确认。")
    log_out(page)


def at_both_sizes(page: Page) -> None:
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        fits(page, size)


def pdf_of(page: Page) -> bytes:
    """Fetch the PDF to which the page links; a browser shows it instead of saving it."""
    address = page.get_by_role("link", name="PDF", exact=True).first.get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def bundle_of(page: Page) -> bytes:
    with page.expect_download() as got:
        page.get_by_role("link", name="ZIP", exact=True).first.click()
    return Path(got.value.path()).read_bytes()


def verdict(page: Page, content: bytes) -> None:
    page.goto("/verify/")
    page.get_by_label("按文件验证").set_input_files(
        FilePayload(name="edition.pdf", mimeType="application/pdf", buffer=content)
    )
    page.get_by_role("button", name="验证文件").click()


def test_from_the_notice_to_the_tombstone(page: Page, days: Days, tmp_path: Path) -> None:
    agency, main = make.office(), page.get_by_role("main")
    office("decider", of=agency.agency)
    grounds.grave(agency, new_enterprise(NAME))
    listing = propose_and_order_the_notice(page)
    days.day = SERVED
    serve_the_notice(page, listing)
    days.day = OBJECTED
    object_to_the_notice(page, listing, agency)
    days.day = DECIDED
    decide(page, listing)
    days.day = DUE
    edition = publish_the_scheduled_draft(page)
    page.goto(LIST)
    at_both_sizes(page)
    page.get_by_role("link", name=re.compile("第 1 期")).first.click()
    expect(main).to_contain_text(NAME)
    at_both_sizes(page)
    pdf, bundle = pdf_of(page), bundle_of(page)
    verdict(page, pdf)
    expect(page.get_by_role("status")).to_contain_text("真实：这是本站出具的原件")
    first = unpacked(edition, tmp_path / "first", bundle)
    assert run(first).returncode == LISTED
    assert NAME in run(first, "check", listing.enterprise.uscc).stdout
    first_day = Listing.objects.get().repairable_from
    assert first_day is not None
    days.day = first_day
    repair(page, listing)
    rebuild_stale_files(at=clock.now())
    page.goto(f"{LIST}1/")
    expect(main).to_contain_text("已撤下")
    expect(main).not_to_contain_text(NAME)
    at_both_sizes(page)
    again = unpacked(edition, tmp_path / "again", bundle_of(page))
    found = run(again, "check", listing.enterprise.uscc)
    assert (run(again).returncode, found.returncode) == (LISTED, NO_ANSWER)
    assert NAME not in found.stdout
    verdict(page, pdf)
    expect(page.get_by_role("status")).to_contain_text("真实，但其中有内容已停止公示")
    expect(main).not_to_contain_text(NAME)
