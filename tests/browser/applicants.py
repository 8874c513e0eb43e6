"""Applicants in a browser, and the day on which they apply."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from tests.cases.forms import CODE

# The number of a case on a receipt.
NUMBER = re.compile(r"[A-Z]{2}-\d{4}-\d{6}")


class Days:
    """The day on which the portal thinks itself."""

    def __init__(self, day: date) -> None:
        self.day = day


def apply(page: Page, button: str) -> tuple[str, str]:
    """Fill in who applies, send the form, and return number and code of the receipt."""
    page.get_by_label("姓名").fill("王小明")
    page.get_by_label("电话").fill("13800000000")
    page.get_by_role("button", name=button).click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("已收到您的申请")
    number, code = NUMBER.search(main.inner_text()), CODE.search(main.inner_text())
    assert number is not None
    assert code is not None
    return number.group(), code.group()
