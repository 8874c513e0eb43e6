"""Officers who log in and out in a browser."""

from playwright.sync_api import Page

from tests.lists.make import office
from tests.make import PASSWORD


def log_in(page: Page, name: str, *, leads_to: str = "/desk/") -> None:
    """Log an officer in, whose first page is at `leads_to`."""
    page.goto("/desk/login/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{leads_to}")


def log_out(page: Page) -> None:
    """Log out."""
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/")


def log_in_at_the_office(page: Page, name: str) -> None:
    """Log an officer of the credit office in, made if there is none of that name."""
    user = office(name)
    user.set_password(PASSWORD)
    user.save()
    log_in(page, name, leads_to="/desk/lists/")
