"""Cases in a real browser, phone and desk: error report, objection, papers, letter, and a repair on its day."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, ViewportSize, expect

from enterprises.cases.models import Case
from enterprises.cases.periodic_jobs import issue_letters
from enterprises.cases.services.steps import want_papers
from enterprises.records.models import Record
from enterprises.shared import clock
from enterprises.shared.attachments.types import TOGETHER_BYTES, TOO_LARGE
from lists.listings.models import Listing
from tests import make
from tests.attachments.papers import pdf
from tests.browser.applicants import Days, apply
from tests.browser.screens import DESK, PHONE, fits
from tests.cases import make as cases
from tests.lists import grounds
from tests.lists.make import BLACK, TODAY, new_enterprise, noon, published
from tests.make import Office
from tests.search.make import settle

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"]),
]
PAPER = FilePayload(name="证明.pdf", mimeType="application/pdf", buffer=pdf())
LARGE = FilePayload(name="大文件.pdf", mimeType="application/pdf", buffer=b"%PDF-" + bytes(TOGETHER_BYTES))


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    """Let a test move the day."""
    moved = Days(TODAY)
    monkeypatch.setattr(clock, "now", lambda: noon(moved.day))
    return moved


@pytest.fixture
def agency(settings: Any) -> Office:
    """Give an authority of market regulation whose repairs are taken here."""
    settings.MARKET_REGULATION_REPAIRS = True
    return make.office()


@pytest.mark.usefixtures("days")
def test_an_enterprise_reports_objects_hands_in_and_gets_its_letter(
    browser_page: Page, agency: Office, size: ViewportSize
) -> None:
    page, main = browser_page, browser_page.get_by_role("main")
    page.set_viewport_size(size)
    record = make.published(agency, enterprise=make.new_enterprise(1))
    page.goto(f"/enterprises/{record.enterprise.uscc}/")
    flag = page.locator(f"a[href*='record:{record.pk}'][href*='field=CF_NR_FK']")
    page.goto(str(flag.first.get_attribute("href")))
    page.get_by_role("link", name="申请纠错").click()
    expect(page.get_by_label("有误的栏目")).to_have_value("CF_NR_FK")
    fits(page, size)
    page.get_by_role("radio").first.check()
    reported, _code = apply(page, "提交")
    assert Case.objects.get(number=reported).field_code == "CF_NR_FK"
    page.goto(f"/cases/new/?about=record:{record.pk}")
    page.get_by_role("link", name="申请异议").click()
    page.get_by_label("内容与事实不符").check()
    page.get_by_label("说明").fill("罚款金额应为两万元")
    page.get_by_label("其他材料").set_input_files(PAPER)
    number, code = apply(page, "提交")
    fits(page, size)
    page.goto(f"/enterprises/{record.enterprise.uscc}/")
    expect(main).to_contain_text("异议")
    case = Case.objects.get(number=number)
    want_papers(case=case, papers="营业执照复印件", by=agency.reviewer, at=clock.now())
    issue_letters(at=clock.now())
    page.goto(f"/cases/{number}/#{code}")
    page.get_by_role("button", name="查看").click()
    expect(main).to_contain_text("营业执照复印件")
    fits(page, size)
    page.get_by_label("补充材料").set_input_files(LARGE)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_label("补充材料")).to_have_js_property("validationMessage", TOO_LARGE)
    page.get_by_label("补充材料").set_input_files(PAPER)
    page.get_by_role("button", name="上传").click()
    expect(main).to_contain_text("已补正")
    assert case.papers.count() == 2
    cases.decided(Case.objects.get(number=number), agency, outcome="REFUSED", on=TODAY, reason="与决定书一致")
    issue_letters(at=clock.now())
    page.reload()
    expect(main).to_contain_text("异议不成立")
    with page.expect_download() as got:
        page.get_by_role("link", name=re.compile("异议.*答复")).click()
    page.goto("/verify/")
    page.get_by_label("按文件验证").set_input_files(got.value.path())
    page.get_by_role("button", name="验证文件").click()
    expect(page.get_by_role("status")).to_contain_text("真实：这是本站出具的原件")


def test_a_serious_penalty_is_repaired_on_its_day_and_leaves_every_place(
    browser_page: Page, agency: Office, days: Days, size: ViewportSize
) -> None:
    page, main = browser_page, browser_page.get_by_role("main")
    page.set_viewport_size(size)
    record = grounds.grave(agency, new_enterprise("武汉江汉桥食品有限公司"))
    listing = grounds.listed(agency, record.enterprise, record)
    edition = published()
    settle()
    first_day = Record.objects.get().repairable_from
    assert first_day is not None
    name, form = record.enterprise.name, f"/cases/new/?about=record:{record.pk}&kind=repair"
    csv = f"/lists/{BLACK}/{edition.number}.csv"
    places = (f"/lists/{BLACK}/", f"/lists/{BLACK}/{edition.number}/", f"/search/?q={record.document_number}")
    days.day = first_day - timedelta(days=1)
    page.goto(form)
    expect(main).to_contain_text(f"最早可于{first_day}申请（还有1天）")
    expect(page.get_by_role("link", name="加入日历")).to_be_visible()
    expect(page.get_by_role("button", name="提交")).to_have_count(0)
    fits(page, size)
    days.day = first_day
    for place in places:
        page.goto(place)
        expect(main).to_contain_text(name)
    assert name in page.request.get(csv).text()
    page.goto(form)
    for label in ("履行完毕的证明材料", "信用承诺书"):
        page.get_by_label(label).set_input_files(PAPER)
    number, _code = apply(page, "提交")
    cases.granted(Case.objects.get(number=number), agency, on=first_day)
    settle()
    for place in places:
        page.goto(place)
        expect(main).not_to_contain_text(name)
    page.goto(f"/enterprises/{record.enterprise.uscc}/")
    expect(main).not_to_contain_text(record.document_number)
    assert name not in page.request.get(csv).text()
    assert not Listing.objects.public(on=first_day).filter(pk=listing.pk).exists()
