"""What people come for, from end to end, on the portal as `make demo` runs it."""

import hashlib
import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from creditportal.development.demo.accounts import PASSWORD
from enterprises.shared import clock
from search.names.parsing import parse_name
from search.names.pinyin import initials, syllables
from tests.support.browser import open_page
from tests.support.portal import Portal, running_web_later

PENALISED = "有行政处罚"
FOUND_WITHIN_MS = 120_000  # the worker looks each half second; a machine may be busy
MOST_TABS = 80
ENTERPRISES = """SELECT e.uscc, e.name FROM enterprises_enterprise e
    WHERE e.name LIKE '武汉%有限公司' AND e.status = 'ACTIVE' AND $CONDITION ORDER BY e.uscc"""
PENALTIES = """SELECT 1 FROM enterprises_record r
    WHERE r.enterprise_id = e.id AND r.kind = 'penalty' AND r.state = 'PUBLISHED' AND r.public_until > :today"""
# Enterprises whose penalties that are public all have their last public day today.
ENDS_TODAY = f"EXISTS ({PENALTIES}) AND NOT EXISTS ({PENALTIES} AND r.public_until > :tomorrow)"


@pytest.fixture
def page(browser: Browser, portal: Portal) -> Iterator[Page]:
    """Open a page of the demonstration."""
    with open_page(browser, portal.address, accept_downloads=True) as page:
        yield page


def enterprises(portal: Portal, condition: str) -> list[tuple[str, str]]:
    """Return code and name of enterprises in Wuhan that fit an SQL condition."""
    today = clock.today()
    days = {"today": today.isoformat(), "tomorrow": (today + timedelta(days=1)).isoformat()}
    used = {name: day for name, day in days.items() if f":{name}" in condition}
    return [(uscc, name) for uscc, name in portal.rows(ENTERPRISES.replace("$CONDITION", condition), **used)]


def search(page: Page, text: str) -> None:
    page.goto("/")
    page.get_by_role("search").get_by_role("textbox").or_(page.get_by_role("combobox")).first.fill(text)
    page.get_by_role("button", name="查询", exact=True).click()
    page.wait_for_url("**/search/?q=*")


def issue_report(page: Page) -> str:
    """Issue a report from an open file; return its number."""
    page.get_by_role("button", name="生成信用报告").click()
    page.wait_for_url("**/reports/*/")
    return page.url.rstrip("/").rpartition("/")[2]


def download(page: Page, label: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=label).click()
    return Path(download.value.path()).read_bytes()


def verify_file(page: Page, content: bytes) -> None:
    page.goto("/verify/")
    upload = FilePayload(name="report.pdf", mimeType="application/pdf", buffer=content)
    page.get_by_label("按文件验证").set_input_files(upload)
    page.get_by_role("button", name="验证文件").click()


def verify_number(page: Page, number: str) -> None:
    page.goto("/verify/")
    page.get_by_label("按编号验证").fill(number)
    page.get_by_role("button", name="验证编号").click()


def text_of_pdf(content: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


class TestThePublic:
    def test_finds_an_enterprise_by_place_and_part_of_its_brand(self, page: Page, portal: Portal) -> None:
        for uscc, name in enterprises(portal, "length(e.name) > 11")[:3]:
            brand = parse_name(name).brand
            search(page, f"武汉{brand[:2]}")
            expect(page.get_by_role("main").get_by_role("link", name=name, exact=True)).to_be_visible()
            expect(page.get_by_role("main")).to_contain_text(uscc)

    def test_finds_an_enterprise_by_initials_and_by_code(self, page: Page, portal: Portal) -> None:
        uscc, name = enterprises(portal, "1")[0]
        search(page, initials(syllables(name)))
        expect(page.get_by_role("main").get_by_role("link", name=name, exact=True)).to_be_visible()
        search(page, uscc.lower())
        page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(f"**/enterprises/{uscc}/")
        expect(page.get_by_role("heading", level=1)).to_have_text(name)

    def test_takes_a_report_and_anybody_can_verify_it(self, page: Page, portal: Portal) -> None:
        uscc, name = enterprises(portal, f"EXISTS ({PENALTIES})")[0]
        page.goto(f"/enterprises/{uscc}/")
        number = issue_report(page)
        assert re.fullmatch(r"\d{14}[0-9A-Z]{8}", number)
        pdf = download(page, "下载 PDF 报告")
        text = text_of_pdf(pdf)
        assert number in text
        assert name in text
        verify_number(page, number)
        expect(page.get_by_role("status")).to_contain_text("本站出具过这份文件")
        expect(page.get_by_role("main")).to_contain_text(name)
        verify_file(page, pdf)
        expect(page.get_by_role("status")).to_contain_text("真实：这是本站出具的原件")
        verify_file(page, pdf + b"\n% one line more\n")
        expect(page.get_by_role("status")).to_contain_text("不是原件：内容被改动过")

    def test_opens_the_black_list_and_its_files(self, page: Page) -> None:
        page.goto("/")
        page.get_by_role("navigation").get_by_role("link", name="红黑名单").first.click()
        page.get_by_role("main").get_by_role("link", name="市场监督管理严重违法失信名单（黑名单）").click()
        page.get_by_role("main").get_by_role("link", name=re.compile("第 3 期")).first.click()
        page.wait_for_url("**/lists/market-regulation/3/")
        listed = page.locator("a[href^='/enterprises/']").first.inner_text()
        page.get_by_text("核验与校验值").click()
        printed = page.get_by_role("row").filter(has=page.get_by_role("link", name="PDF")).inner_text()
        answer = page.request.get("/lists/market-regulation/3.pdf")
        assert answer.headers["content-type"] == "application/pdf"
        assert hashlib.sha256(answer.body()).hexdigest() in printed.replace("\n", "")
        assert listed in text_of_pdf(answer.body())
        for suffix in ("csv", "json", "parquet", "xlsx"):
            assert page.request.get(f"/lists/market-regulation/3.{suffix}").ok

    def test_needs_no_script(self, browser: Browser, portal: Portal) -> None:
        uscc, name = enterprises(portal, "1")[1]
        with open_page(browser, portal.address, java_script_enabled=False) as page:
            search(page, name)
            page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
            page.wait_for_url(f"**/enterprises/{uscc}/")
            number = issue_report(page)
            assert page.request.get(f"/reports/{number}.pdf").body().startswith(b"%PDF-")
            verify_number(page, number)
            expect(page.get_by_role("status")).to_contain_text("本站出具过这份文件")


class TestTheKeyboard:
    def test_suggestions_open_a_file_and_issue_a_report(self, page: Page, portal: Portal) -> None:
        uscc, name = enterprises(portal, "1")[2]
        page.goto("/")
        box = page.get_by_role("combobox")
        expect(box).to_be_focused()
        page.keyboard.type(initials(syllables(name)))
        expect(page.get_by_role("option").filter(has_text=uscc)).to_be_visible()
        chosen = page.get_by_role("option", selected=True)
        page.keyboard.press("ArrowDown")
        while uscc not in chosen.inner_text():
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        tab_to(page, page.get_by_role("button", name="生成信用报告"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/reports/*/")

    def test_the_skip_link_and_the_forms(self, page: Page) -> None:
        page.goto("/verify/")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_attribute("href", "#main")
        page.keyboard.press("Enter")
        tab_to(page, page.get_by_label("按编号验证"))
        page.keyboard.type("20260101000000AAAAAAAA")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("未知")
        page.goto("/desk/login/")
        expect(page.get_by_label("用户名")).to_be_focused()
        page.keyboard.type("gsj-luru")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("工作台")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{MOST_TABS} tabs do not reach {target}")


def log_in(page: Page, name: str) -> None:
    page.goto("/desk/login/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/desk/")


def record_penalty(page: Page, uscc: str, *, name: str, number: str) -> str:
    """Record a penalty and submit it; return the address of the record."""
    page.goto("/desk/")
    page.get_by_role("link", name="录入新记录").click()
    page.get_by_label("记录类别").select_option(label="行政处罚")
    page.get_by_label("企业", exact=True).fill(name)
    page.get_by_role("button", name="查找").click()
    page.get_by_role("main").locator(f"a[href$='/penalty/{uscc}/']").click()
    day = (clock.today() - timedelta(days=3)).isoformat()
    for label, value in {
        "行政处罚决定书文号": number,
        "违法行为类型": "虚假宣传",
        "违法事实": "当事人发布的广告与实际情况不符。",
        "处罚依据": "《中华人民共和国反不正当竞争法》第二十条",
        "处罚内容": "罚款人民币200000元",
        "罚款金额": "20",
        "处罚决定日期": day,
        "处罚有效期": "2099-12-31",
    }.items():
        page.get_by_role("textbox", name=re.compile(rf"^{label}($|[(\s必])")).first.fill(value)
    page.get_by_label("罚款", exact=True).check()
    page.get_by_label("处罚程序").select_option(label="普通程序")
    page.get_by_role("button", name="保存并提交审核").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("行政处罚")
    expect(page.get_by_role("main")).to_contain_text("待审核")
    return page.url


def test_a_penalty_is_found_seconds_after_a_second_officer_published_it(
    browser: Browser, page: Page, portal: Portal
) -> None:
    uscc, name = enterprises(portal, f"NOT EXISTS ({PENALTIES})")[-1]
    number = "武工商罚字〔2026〕旅程01号"
    log_in(page, "gsj-luru")
    address = record_penalty(page, uscc, name=name, number=number)
    expect(page.get_by_role("button", name="审核通过并公示")).to_have_count(0)
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("link", name="录入新记录")).to_have_count(0)
    log_in(page, "gsj-shenhe")
    page.goto(address)
    expect(page.get_by_role("main")).to_contain_text("公示至")
    page.get_by_role("button", name="审核通过并公示").click()
    expect(page.get_by_role("main")).to_contain_text("已公示")
    with open_page(browser, portal.address) as public:
        public.goto("/")
        public.wait_for_function(
            "async query => (await (await fetch(query)).json()).count === 1",
            arg=f"/api/v1/search/?q={uscc}&has_penalty=true",
            timeout=FOUND_WITHIN_MS,
            polling=200,
        )
        search(public, name)
        card = public.get_by_role("listitem").filter(has=public.get_by_role("link", name=name, exact=True))
        expect(card).to_contain_text(PENALISED)
        public.goto(f"/enterprises/{uscc}/")
        expect(public.get_by_role("main")).to_contain_text(number)


class TestTheDayAfter:
    """Today is the last public day of an enterprise's penalties; tomorrow comes without a worker."""

    def test_nothing_shows_what_showed_the_day_before(
        self, browser: Browser, page: Page, portal: Portal, tmp_path: Path
    ) -> None:
        uscc, name = enterprises(portal, ENDS_TODAY)[0]
        number, pdf = self.take_report(page, uscc)
        assert self.penalties_of(page, uscc) > 0
        assert self.counts(page, uscc) == (1, 0)
        with (
            running_web_later(portal, tmp_path / "later", days=1) as tomorrow,
            open_page(browser, tomorrow.address) as later,
        ):
            assert self.penalties_of(later, uscc) == 0
            assert self.counts(later, uscc) == (0, 1)
            search(later, uscc)
            expect(later.get_by_role("main")).to_contain_text(name)
            expect(later.get_by_role("main")).not_to_contain_text(PENALISED)
            self.check_report(later, number, pdf, name=name)

    def take_report(self, page: Page, uscc: str) -> tuple[str, bytes]:
        search(page, uscc)
        expect(page.get_by_role("main")).to_contain_text(PENALISED)
        page.goto(f"/enterprises/{uscc}/")
        number = issue_report(page)
        return number, download(page, "下载 PDF 报告")

    def penalties_of(self, page: Page, uscc: str) -> int:
        """Count the penalties of a file, the same on the page and in the API."""
        page.goto(f"/enterprises/{uscc}/")
        shown = page.get_by_role("main").get_by_text("行政处罚决定书文号", exact=True).count()
        chapters = page.request.get(f"/api/v1/enterprises/{uscc}/").json()["chapters"]
        told = [row for chapter in chapters for row in chapter["rows"] if row["kind"] == "penalty"]
        assert len(told) == shown
        return shown

    def counts(self, page: Page, uscc: str) -> tuple[int, int]:
        """Return how many enterprises the code finds with the filter for penalties, and with its opposite."""
        found = (
            page.request.get(f"/api/v1/search/?q={uscc}&has_penalty={value}").json() for value in ("true", "false")
        )
        return next(found)["count"], next(found)["count"]

    def check_report(self, page: Page, number: str, pdf: bytes, *, name: str) -> None:
        for path in (f"/reports/{number}/", f"/reports/{number}.pdf", f"/reports/{number}.json"):
            answer = page.request.get(path)
            assert answer.status == 410, path
            assert name not in answer.text()
        verify_number(page, number)
        expect(page.get_by_role("status")).to_contain_text("已停止公示")
        expect(page.get_by_role("main")).not_to_contain_text(name)
        verify_file(page, pdf)
        expect(page.get_by_role("status")).to_contain_text("已停止公示")
        expect(page.get_by_role("main")).not_to_contain_text(name)
