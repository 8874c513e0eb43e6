"""Every page of the portal with a city in it: nothing sticks out on phone and desk, no rule of axe is broken."""

import io
from unicodedata import normalize

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from creditportal.development.demo.accounts import PASSWORD
from search.doors.registry import DOORS
from tests.support.browser import open_page
from tests.support.portal import Portal

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
DOOR_PAGES = tuple(f"/{slug}/" for slug in DOORS)
PUBLIC = (
    "/",
    "/help/",
    "/search/?q=武汉",
    "/search/?q=wh&has_penalty=true",
    "/search/?list=market-regulation",
    "/enterprises/{listed}/",
    "/enterprises/{busiest}/",
    "/lists/",
    "/lists/market-regulation/",
    "/lists/trustworthy/",
    "/lists/market-regulation/3/",
    "/verify/",
    "/verify/market-regulation-3/",
    "/verify/unknown/",
    "/desk/login/",
    *DOOR_PAGES,
    "/products/{failed}/",
    "/honours/?goal=high-tech-enterprises",
    "/products/comment/",
)
RECORDER = (
    "/desk/",
    "/desk/records/",
    "/desk/records/new/",
    "/desk/records/new/?kind=penalty&q=武汉",
    "/desk/records/new/penalty/{busiest}/",
    "/desk/records/{submitted}/",
    "/desk/batches/",
    "/desk/batches/new/",
    "/desk/enterprises/new/",
    "/desk/records/{failed}/maker-notice/",
    "/desk/password/",
)
REVIEWER = ("/desk/", "/desk/records/{submitted}/", "/desk/records/{published}/")
CREDIT_OFFICE = (
    "/desk/lists/",
    "/desk/lists/market-regulation/",
    "/desk/lists/market-regulation/new/",
    "/desk/lists/market-regulation/draft/",
    "/desk/lists/listing/{listing}/",
)
QUERIES = {
    "listed": """SELECT e.uscc FROM enterprises_enterprise e JOIN lists_listing l ON l.enterprise_id = e.id
        WHERE l.decided_on IS NOT NULL ORDER BY e.uscc""",
    "busiest": """SELECT e.uscc FROM enterprises_enterprise e JOIN enterprises_record r ON r.enterprise_id = e.id
        WHERE r.state = 'PUBLISHED' GROUP BY e.uscc ORDER BY count(*) DESC, e.uscc""",
    "submitted": """SELECT r.id FROM enterprises_record r JOIN enterprises_agency a ON a.id = r.agency_id
        WHERE r.state = 'SUBMITTED' AND a.name LIKE '%市场监督%' ORDER BY r.id""",
    "published": """SELECT r.id FROM enterprises_record r JOIN enterprises_agency a ON a.id = r.agency_id
        WHERE r.state = 'PUBLISHED' AND a.name LIKE '%市场监督%' ORDER BY r.id""",
    "failed": "SELECT record_id FROM enterprises_makernotice ORDER BY record_id",
    "listing": "SELECT id FROM lists_listing ORDER BY id",
}


@pytest.mark.parametrize(
    ("user", "paths"),
    [("", PUBLIC), ("gsj-luru", RECORDER), ("gsj-shenhe", REVIEWER), ("xyb-a", CREDIT_OFFICE)],
    ids=["public", "recorder", "reviewer", "credit office"],
)
def test_nothing_sticks_out_and_no_rule_is_broken(
    browser: Browser, portal: Portal, user: str, paths: tuple[str, ...]
) -> None:
    known = {name: portal.rows(query)[0][0] for name, query in QUERIES.items()}
    wrong: list[str] = []
    with open_page(browser, portal.address) as page:
        if user:
            log_in(page, user)
        for path in paths:
            wrong += faults_of(page, path.format(**known))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_first_row_behind_a_door_is_on_the_first_screen_of_a_phone(
    browser: Browser, portal: Portal, language: str
) -> None:
    with open_page(browser, portal.address) as page:
        page.set_viewport_size(PHONE)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": portal.address}])
        for path in DOOR_PAGES:
            page.goto(path)
            box = page.locator(".results li").first.bounding_box()
            assert box is not None and box["y"] < PHONE["height"] - 24, path


def test_the_notice_to_a_maker_is_one_sheet(browser: Browser, portal: Portal) -> None:
    known = portal.rows(QUERIES["failed"])[0][0]
    with open_page(browser, portal.address) as page:
        log_in(page, "gsj-luru")
        page.goto(f"/desk/records/{known}/maker-notice/")
        sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
        # The text of a PDF has radicals for some characters.
        printed = "".join(normalize("NFKC", sheets[0].extract_text()).split())
    assert len(sheets) == 1
    assert "产品抽查不合格告知书" in printed and "(印章)" in printed and "工作台" not in printed


def log_in(page: Page, user: str) -> None:
    page.goto("/desk/login/")
    page.get_by_label("用户名").fill(user)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/desk/**")


def faults_of(page: Page, path: str) -> list[str]:
    """Name what is wrong with a page: its width in each size, the rules of axe on a phone."""
    faults = []
    answer = page.goto(path)
    if answer is None or not answer.ok:
        faults.append(f"{path}: it does not open")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            faults.append(f"{path}: {width} pixels wide on a screen of {size['width']}")
    found = Axe().run(page).response["violations"]
    return faults + [f"{path}: {rule['id']}, {rule['nodes'][0]['html'][:200]}" for rule in found]
