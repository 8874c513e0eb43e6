"""The second net at the desk: named with the field, asked for, and written down."""

from pathlib import Path

from django.test import Client

from enterprises.records.models import ImportBatch, Record
from enterprises.records.services.personal_data import CONFIRMATION, CONFIRMED
from enterprises.register.models import Enterprise
from tests import make
from tests.desk.pages import SUBMIT, content, hand_over, new_address, page_of, take
from tests.importing.make import AGENCY_CODE, AGENCY_NAME, penalty
from tests.importing.make import new_enterprise as enterprise_of_sheet
from tests.importing.make import office as office_of_sheet
from tests.make import Office
from tests.support.clients import client_of

SUSPICIOUS = "批号15400001234"
BOX = 'name="personal_data_confirmed"'


def test_the_form_keeps_the_draft_and_names_the_field(recorder: Client, enterprise: Enterprise, office: Office) -> None:
    sent = content(CF_SY=SUSPICIOUS) | SUBMIT
    page = recorder.post(new_address(enterprise), sent, follow=True).content.decode()
    assert "草稿已保存，没有提交" in page
    assert "违法事实" in page
    assert BOX in page
    assert Record.objects.get().state == "DRAFT"


def test_the_recorder_confirms_and_submits(recorder: Client, enterprise: Enterprise, office: Office) -> None:
    record = make.draft(office, enterprise=enterprise, CF_SY=SUSPICIOUS)
    answer = take(recorder, record, "submit")
    assert answer.status_code == 422
    assert BOX in answer.content.decode()
    assert take(recorder, record, "submit", personal_data_confirmed="on").status_code == 302
    record.refresh_from_db()
    assert record.state == "SUBMITTED"
    assert "确认不含个人信息" in page_of(recorder, record)


def test_the_reviewer_sees_it_before_publication_and_confirms(
    reviewer: Client, enterprise: Enterprise, office: Office
) -> None:
    record = make.submitted(office, enterprise=enterprise, CF_SY=SUSPICIOUS)
    page = page_of(reviewer, record)
    assert "像手机号码" in page
    assert CONFIRMATION in page
    assert take(reviewer, record, "publish").status_code == 422
    assert take(reviewer, record, "publish", personal_data_confirmed="on").status_code == 302
    record.refresh_from_db()
    assert record.state == "PUBLISHED"


def test_nothing_is_asked_of_an_ordinary_record(
    recorder: Client, reviewer: Client, enterprise: Enterprise, office: Office
) -> None:
    assert BOX not in page_of(recorder, make.draft(office, enterprise=enterprise, CF_WSH="甲〔2026〕1号"))
    assert BOX not in page_of(reviewer, make.submitted(office, enterprise=enterprise, CF_WSH="甲〔2026〕2号"))


def test_a_sheet_names_row_and_column_when_checked_and_when_imported(tmp_path: Path) -> None:
    enterprise_of_sheet()
    client = client_of(office_of_sheet(code=AGENCY_CODE, name=AGENCY_NAME).recorder)
    for do in ("check", "import"):
        page = hand_over(client, tmp_path, [penalty(1), penalty(2, CF_SY=SUSPICIOUS)], do).content.decode()
        assert "第3行：像是个人信息" in page
        assert "违法事实" in page
        assert "15400001234" not in page.split("第3行：像是个人信息")[1].split("</li>")[0]


def test_the_batch_lists_them_with_a_box_each(tmp_path: Path) -> None:
    enterprise_of_sheet()
    people = office_of_sheet(code=AGENCY_CODE, name=AGENCY_NAME)
    hand_over(client_of(people.recorder), tmp_path, [penalty(1), penalty(2, CF_SY=SUSPICIOUS)], "import")
    batch, reviewer = ImportBatch.objects.get(), client_of(people.reviewer)
    address = f"/desk/batches/{batch.pk}/"
    assert reviewer.get(address).content.decode().count(BOX) == 1
    page = reviewer.post(f"{address}publish/", follow=True).content.decode()
    assert "已公示 1 条，1 条没有公示" in page
    assert "像手机号码" in page
    [left] = Record.objects.filter(state="SUBMITTED")
    reviewer.post(f"{address}publish/", {"personal_data_confirmed": [str(left.pk), "x"]})
    left.refresh_from_db()
    assert left.state == "PUBLISHED"
    assert left.events.filter(verb=CONFIRMED, actor=people.reviewer).exists()
