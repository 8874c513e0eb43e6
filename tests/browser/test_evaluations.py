"""Institutions and counterfeit cases as their readers use them, on a phone and on a desk."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, ViewportSize, expect

from enterprises.enforcement.services.campaigns import publish_report
from enterprises.register.models import Enterprise
from tests import make
from tests.attachments.papers import pdf
from tests.browser.officers import log_in, log_out
from tests.browser.screens import DESK, PHONE, broken_rules
from tests.enforcement.make import case, published, reported
from tests.evaluations import make as making
from tests.make import AT, PASSWORD, Office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office() -> Office:
    return make.office(1)


@pytest.fixture
def enterprise() -> Enterprise:
    return make.new_enterprise(1)


@pytest.fixture
def evaluator(office: Office) -> User:
    return making.account(making.registered(office))


def test_an_institution_hands_in_and_the_file_shows_scale_and_institution(
    browser_page: Page, office: Office, enterprise: Enterprise, evaluator: User, tmp_path: Path
) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(pdf())
    page = browser_page
    page.goto("/desk/login/")
    page.get_by_label("用户名").fill(evaluator.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/evaluations/own/")
    page.get_by_role("main").get_by_role("link", name="提交评价").click()
    page.get_by_label("企业统一社会信用代码").fill(enterprise.uscc)
    page.get_by_label("企业名称").fill(enterprise.name)
    page.get_by_label("评定内容").fill("2026年度企业信用等级")
    page.get_by_label("等级", exact=False).first.select_option("AAA")
    page.get_by_label("评定日期").fill("2026-11-02")
    page.get_by_label("评价报告（PDF）").set_input_files(report)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已提交，等待登记机关审核。")).to_be_visible()
    log_out(page)

    log_in(page, office.reviewer.username)
    page.goto("/desk/evaluations/")
    page.get_by_role("link", name=enterprise.name).click()
    page.get_by_role("button", name="审核通过并公示").click()
    expect(page.get_by_text("已公示").first).to_be_visible()
    page.goto(f"/enterprises/{enterprise.uscc}/")
    expect(page.get_by_text("由高到低：AAA 信用优秀").first).to_be_visible()
    expect(page.get_by_text(making.NAME).first).to_be_visible()

    page.goto("/verify/")
    page.locator("input[type=file]").set_input_files(report)
    page.get_by_role("button", name="验证").last.click()
    expect(page.get_by_role("heading", name="与评价机构提交的报告一致")).to_be_visible()


def test_the_counterfeit_cases_of_a_quarter_are_taken_as_csv(
    browser_page: Page, office: Office, enterprise: Enterprise
) -> None:
    case(office, enterprise, 1, CF_JDRQ="2026-03-31")
    case(office, enterprise, 2, CF_JDRQ="2026-04-01")
    browser_page.goto("/enforcement/")
    browser_page.get_by_role("link", name="2026年第二季度").click()
    expect(browser_page.get_by_text("武市监处〔2026〕2号")).to_be_visible()
    expect(browser_page.get_by_text("武市监处〔2026〕1号")).to_have_count(0)
    with browser_page.expect_download() as download:
        browser_page.get_by_role("link", name="CSV").click()
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "《商标法》第60条" in lines[1]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_sticks_out_and_no_rule_is_broken(
    browser_page: Page, office: Office, enterprise: Enterprise, evaluator: User, size: ViewportSize
) -> None:
    record = making.released(evaluator, enterprise, office).record
    made = case(office, enterprise, CF_JDRQ="2026-04-01")
    campaign = published(office)
    publish_report(report=reported(campaign, office, "campaign_results_unequal.xlsx"), by=office.reviewer, at=AT)
    institution = evaluator.institution_account.institution_id
    browser_page.set_viewport_size(size)
    public = (
        "/evaluations/",
        f"/evaluations/{record.pk}/",
        "/evaluations/institutions/",
        f"/evaluations/institutions/{institution}/",
        "/enforcement/",
        f"/enforcement/campaigns/{campaign.pk}/",
        "/counterfeits/",
        f"/counterfeits/{made.pk}/",
    )
    of_agency = (
        "/desk/evaluations/",
        "/desk/evaluations/institutions/new/",
        f"/desk/evaluations/institutions/{institution}/",
        "/desk/enforcement/",
        "/desk/enforcement/new/",
        f"/desk/enforcement/{campaign.pk}/",
    )
    for path in public:
        look_at(browser_page, path, size)
    log_in(browser_page, office.reviewer.username)
    for path in of_agency:
        look_at(browser_page, path, size)
    log_out(browser_page)
    browser_page.goto("/desk/login/")
    browser_page.get_by_label("用户名").fill(evaluator.username)
    browser_page.get_by_label("密码").fill(PASSWORD)
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url("**/own/")
    for path in ("/desk/evaluations/own/", "/desk/evaluations/own/new/"):
        look_at(browser_page, path, size)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_english_labels_and_marks_fit(browser_page: Page, office: Office, evaluator: User, size: ViewportSize) -> None:
    institution = making.withdrawn(evaluator.institution_account.institution, office)
    campaign = published(office)
    publish_report(report=reported(campaign, office, "campaign_results_unequal.xlsx"), by=office.reviewer, at=AT)
    browser_page.set_viewport_size(size)
    browser_page.goto("/evaluations/institutions/")
    browser_page.get_by_role("button", name="English").click()
    expect(browser_page.get_by_text("Withdrawn from the register")).to_be_visible()
    for path in (
        "/evaluations/institutions/",
        f"/evaluations/institutions/{institution.pk}/",
        "/enforcement/",
        f"/enforcement/campaigns/{campaign.pk}/",
        "/honours/",
    ):
        look_at(browser_page, path, size)


def look_at(page: Page, path: str, size: ViewportSize) -> None:
    """Open a page; nothing sticks out and no rule of accessibility is broken."""
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    assert not broken_rules(page), path
