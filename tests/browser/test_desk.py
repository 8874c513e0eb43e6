"""The officer's day in a real browser: by keyboard, on a phone and on a desk."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from tests import make
from tests.browser.officers import log_in, log_out
from tests.browser.screens import DESK, PHONE, broken_rules
from tests.desk.pages import content
from tests.make import Office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def enterprise() -> Enterprise:
    return make.new_enterprise()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_of_the_desk_sticks_out_or_breaks_a_rule(
    browser_page: Page, office: Office, enterprise: Enterprise, size: dict[str, int]
) -> None:
    draft = make.draft(office, enterprise=enterprise)
    shown = make.published(office, enterprise=enterprise, CF_WSH="第二号")
    browser_page.set_viewport_size({"width": size["width"], "height": size["height"]})
    log_in(browser_page, "luru1")
    for path in (
        "/desk/",
        "/desk/records/",
        "/desk/records/new/?q=武汉",
        f"/desk/records/new/penalty/{enterprise.uscc}/",
        f"/desk/records/{draft.pk}/edit/?check",
        f"/desk/records/{draft.pk}/",
        f"/desk/records/{shown.pk}/",
        "/desk/batches/",
        "/desk/batches/new/",
        "/desk/password/",
        "/desk/enterprises/new/",
    ):
        browser_page.goto(path)
        assert browser_page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
        assert not broken_rules(browser_page), path


def test_a_penalty_is_recorded_and_published_by_keyboard(
    browser_page: Page, office: Office, enterprise: Enterprise
) -> None:
    page = browser_page
    log_in(page, "luru1")
    page.goto("/desk/records/new/?kind=penalty")
    page.keyboard.type(enterprise.uscc)  # the field has the focus
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/penalty/{enterprise.uscc}/")
    page.get_by_role("checkbox", name="罚款", exact=True).focus()
    page.keyboard.press("Space")
    page.locator("#id_X_CFCX").focus()
    page.keyboard.press("ArrowDown")  # 普通程序
    for code, value in content().items():
        if code not in ("CF_CFLB", "CF_XDR_LB", "X_CFCX"):
            page.locator(f"#id_{code}").focus()
            page.keyboard.press("Control+A")
            page.keyboard.type(str(value))
    page.get_by_role("button", name="保存并提交审核").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已提交审核。")).to_be_visible()
    address = page.url
    log_out(page)
    log_in(page, "shenhe1")
    page.goto(address)
    page.get_by_role("button", name="审核通过并公示").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已公示。")).to_be_visible()
    page.locator("summary", has_text="撤下").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("撤下原因")).to_be_visible()
    assert Record.objects.get().state == "PUBLISHED"


def test_errors_lead_to_their_field(browser_page: Page, office: Office, enterprise: Enterprise) -> None:
    log_in(browser_page, "luru1")
    browser_page.goto(f"/desk/records/new/penalty/{enterprise.uscc}/")
    browser_page.get_by_label("处罚决定日期").fill("2026-13-45")
    browser_page.get_by_role("button", name="保存草稿").click()
    browser_page.locator("#error-summary a").click()
    expect(browser_page).to_have_url(re.compile("#id_CF_JDRQ$"))
    expect(browser_page.get_by_label("处罚决定日期")).to_have_value("2026-13-45")


def test_leaving_with_unsaved_typing_is_asked_about(browser_page: Page, office: Office, enterprise: Enterprise) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    log_in(browser_page, "luru1")
    address = f"/desk/records/new/penalty/{enterprise.uscc}/"
    browser_page.goto(address)
    browser_page.on("dialog", stay)
    browser_page.get_by_label("违法事实").press_sequentially("写了一半")
    browser_page.get_by_role("link", name="待办").click(no_wait_after=True)
    expect(browser_page.get_by_label("违法事实")).to_have_value("写了一半")
    assert asked == ["beforeunload"]
    browser_page.get_by_role("button", name="保存草稿").click()
    expect(browser_page.get_by_text("草稿已保存。")).to_be_visible()
    assert asked == ["beforeunload"]
