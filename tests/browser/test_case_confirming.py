"""The second person of a repair in a real browser: what he reads, and what the applicant reads after."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from enterprises.cases.models import Case
from enterprises.cases.services.bans import ask_undo_repair
from enterprises.records.models import Record
from enterprises.shared import clock
from enterprises.shared.attachments import store
from enterprises.shared.attachments.store import CheckedPaper
from enterprises.shared.attachments.types import PDF
from tests import make
from tests.attachments.papers import pdf
from tests.browser.officers import log_in, log_out
from tests.browser.screens import DESK, PHONE, fits
from tests.cases import make as cases
from tests.cases.make import noon
from tests.make import Office

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"]),
]


@pytest.fixture
def office() -> Office:
    return make.office(7, name="武汉市生态环境局", domain="ENVIRONMENT")


@pytest.fixture
def day(office: Office, monkeypatch: pytest.MonkeyPatch) -> date:
    """Stand on the first day on which a published penalty can be repaired."""
    record = make.published(
        office, enterprise=make.new_enterprise(1), CF_CFLB="吊销许可证件", CF_NR_FK="", CF_NR_ZKDX="排污许可证 第1号"
    )
    assert record.repairable_from is not None
    moment = noon(record.repairable_from)
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(store, "checked", lambda path: CheckedPaper(media_type=PDF, content=path.read_bytes()))
    return record.repairable_from


def test_the_second_person_reads_what_he_confirms_and_the_applicant_what_became_of_it(
    browser_page: Page, office: Office, day: date, size: ViewportSize, tmp_path: Path
) -> None:
    page, main = browser_page, browser_page.get_by_role("main")
    page.set_viewport_size(size)
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(pdf())
    receipt = cases.repair(cases.ref(Record.objects.get()), on=day, paper=paper)
    case = cases.decided(receipt.cases[0], office, outcome="GRANTED", on=day, reason="义务已经履行")
    log_in(page, office.recorder.username)
    expect(main).to_contain_text("待我办理的申请（1）")
    page.goto(f"/desk/cases/{case.number}/")
    expect(main).to_contain_text("准予信用修复（待另一人确认）")
    expect(main).to_contain_text("义务已经履行")
    fits(page, size)
    shown = page.request.get(str(page.get_by_role("link", name="预览信用修复决定书").get_attribute("href")))
    assert shown.body().startswith(b"%PDF-")
    page.get_by_role("button", name="复核确认").click()
    expect(main).to_contain_text("复核确认")
    until = day + timedelta(days=400)
    case = Case.objects.get(pk=case.pk)
    ask_undo_repair(case=case, reason="缴款凭证系伪造", banned_until=until, by=office.reviewer, at=clock.now())
    page.goto("/desk/cases/?due=waiting")
    expect(main).to_contain_text("确认撤销")
    page.get_by_role("link", name=case.number).click()
    expect(main).to_contain_text(f"{until}之前不受理")
    fits(page, size)
    page.get_by_role("button", name="确认撤销信用修复").click()
    expect(main).to_contain_text("已撤销信用修复")
    log_out(page)
    page.goto(f"/cases/{case.number}/#{receipt.code}")
    page.get_by_role("button", name="查看").click()
    expect(main).to_contain_text("缴款凭证系伪造")
    expect(main).to_contain_text(f"{until} 起")
    fits(page, size)
