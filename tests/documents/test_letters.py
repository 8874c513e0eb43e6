"""Letters: numbers, content, print, verification, withdrawal, service."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import Http404
from django.test import Client

from enterprises.agencies.permissions import NotPermitted
from enterprises.documents.letters.access import letters_about
from enterprises.documents.letters.answers import letter_answer
from enterprises.documents.letters.kinds import KINDS, LetterCode, Series
from enterprises.documents.letters.models import Letter, LetterHead, LetterService
from enterprises.documents.letters.services import (
    LetterIncomplete,
    LetterNotInForce,
    ServiceInvalid,
    issue_letter,
    record_service,
    withdraw_letter,
)
from enterprises.documents.refs import Ref
from enterprises.documents.snapshot import canonical
from enterprises.documents.verification import Verdict, verify_number
from enterprises.register.models import Enterprise
from tests import make
from tests.documents import rows
from tests.documents.letters import ABOUT, AT, BLANK, content, letter, print_nothing

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture(autouse=True)
def no_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    print_nothing(monkeypatch)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan"
    path.write_bytes(BLANK)
    return path


# Numbers


def test_numbers_count_by_series_agency_and_year(office: make.Office) -> None:
    other = make.office(2, name="武汉市应急管理局", domain="WORK_SAFETY")
    LetterHead.objects.create(agency=office.agency, prefix="汉市监", title="武汉市市场监督管理局信用监管处")
    new_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # the first instant of 2027 in Shanghai
    references = [
        letter(office, code, at=at).reference
        for code, at in (
            (LetterCode.ACCEPTANCE, AT),
            (LetterCode.EXTENDED_TIME, AT),
            (LetterCode.REPAIR_DECISION, AT),
            (LetterCode.REPAIR_NOTICE, AT),
            (LetterCode.ACCEPTANCE, new_year - timedelta(seconds=1)),
            (LetterCode.ACCEPTANCE, new_year),
        )
    ]
    assert references == [
        "汉市监信函〔2026〕1号",
        "汉市监信函〔2026〕2号",
        "汉市监信决〔2026〕1号",
        "汉市监信告〔2026〕1号",
        "汉市监信函〔2026〕3号",
        "汉市监信函〔2027〕1号",
    ]
    assert letter(other).reference == "武汉市应急管理局信函〔2026〕1号"


def test_a_letter_that_is_not_stored_leaves_no_gap(office: make.Office) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        letter(office)
        raise ZeroDivisionError
    assert letter(office).ordinal == 1


def test_a_number_of_verification_cannot_be_guessed_from_the_reference(office: make.Office) -> None:
    first, second = letter(office), letter(office)
    assert first.document.number != second.document.number
    assert len(first.document.number) == 22
    assert verify_number(first.reference, on=date(2026, 11, 22)).verdict is Verdict.UNKNOWN


# Content


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_each_need_of_each_kind_is_insisted_on(kind: Any, office: make.Office) -> None:
    empty: dict[str, Any] = {"received_on": None, "remedies": None, "matter": ""}
    for name in kind.needs:
        lacking = content(kind.code, **{name: empty.get(name, ())})
        with pytest.raises(LetterIncomplete) as refusal:
            issue_letter(kind=kind.code, content=lacking, agency=office.agency, about=ABOUT, actor=None, at=AT)
        assert kind.title in refusal.value.sentence
    assert not Letter.objects.exists()


@pytest.mark.parametrize("name", ["reasons", "remedies"])
def test_a_refusal_names_reasons_and_remedies(name: str, office: make.Office) -> None:
    refused = content(LetterCode.REPAIR_DECISION, is_refusal=True, **{name: None if name == "remedies" else ()})
    with pytest.raises(LetterIncomplete):
        issue_letter(
            kind=LetterCode.REPAIR_DECISION, content=refused, agency=office.agency, about=ABOUT, actor=None, at=AT
        )


def test_every_kind_prints_all_that_it_needs() -> None:
    for kind in KINDS.values():
        printed = {name for name, _ in kind.sections}
        for name in kind.needs:
            assert name in printed or "{" + name + "}" in kind.opening, (kind.code, name)
        assert kind.series in Series
    assert len({kind.title for kind in KINDS.values()}) == len(KINDS) == len(LetterCode)


def test_numbers_of_persons_are_masked(office: make.Office) -> None:
    typed = content(LetterCode.ACCEPTANCE, papers=("法定代表人身份证11010519491231002X复印件",))
    made = issue_letter(kind=LetterCode.ACCEPTANCE, content=typed, agency=office.agency, about=ABOUT, actor=None, at=AT)
    frozen = canonical(made.document.snapshot).decode()
    assert "11010519491231002X" not in frozen
    assert typed.addressee.uscc in frozen
    assert typed.about.number in frozen


def test_only_the_agency_and_the_credit_office_write(office: make.Office) -> None:
    other = make.office(2, name="武汉市应急管理局", domain="WORK_SAFETY")
    for user, may in ((other.reviewer, False), (make.officer("xyb", credit_office=True), True), (None, True)):
        if may:
            assert notice(office, actor=user).issued_by == user
        else:
            with pytest.raises(NotPermitted):
                notice(office, actor=user)


def notice(office: make.Office, *, actor: User | None) -> Letter:
    return issue_letter(
        kind=LetterCode.LISTING_NOTICE,
        content=content(LetterCode.LISTING_NOTICE),
        agency=office.agency,
        about=ABOUT,
        actor=actor,
        at=AT,
    )


def test_a_row_finds_its_letters(office: make.Office) -> None:
    made = [letter(office), letter(office, LetterCode.EXTENDED_TIME)]
    assert list(letters_about(ABOUT)) == made
    assert made[0].about == ABOUT
    assert not letters_about(Ref(kind=ABOUT.kind, id=8)).exists()


# Verification


def test_verification_names_kind_number_day_agency_and_enterprise(office: make.Office, client: Client) -> None:
    rows.enterprise()
    made = letter(office, LetterCode.REPAIR_DECISION)
    page = client.get(f"/verify/{made.document.number}/").content.decode()
    for expected in (
        "信用修复决定书",
        made.reference,
        "2026-11-22",
        office.agency.name,
        "武汉江城示例科技有限公司",
        "有效",
    ):
        assert expected in page
    for hidden in ("缴清罚款", "luru", "shenhe", "2026-0031"):
        assert hidden not in page
    answer = client.get(f"/api/v1/verify/{made.document.number}/").json()
    assert answer["verdict"] == "genuine"
    assert answer["kind"] == "LETTER"
    assert answer["name"] == "武汉江城示例科技有限公司"
    assert answer["letter"] == {
        "reference": made.reference,
        "title": "信用修复决定书",
        "title_en": "Decision on credit repair",
        "agency": office.agency.name,
        "issued_on": "2026-11-22",
        "status": "IN_FORCE",
        "replaced_by": "",
        "withdrawn_on": None,
    }


def test_an_enterprise_that_is_not_public_is_not_named(office: make.Office, client: Client) -> None:
    rows.enterprise()
    made = letter(office)
    Enterprise.objects.update(public_from=None)
    page = client.get(f"/verify/{made.document.number}/").content.decode()
    assert "verdict--genuine" in page
    assert "江城示例" not in page
    assert client.get(f"/api/v1/verify/{made.document.number}/").json()["name"] is None


def test_a_number_opens_no_file(office: make.Office, client: Client) -> None:
    number = letter(office).document.number
    for path in (f"/reports/{number}/", f"/reports/{number}.pdf", f"/reports/{number}.json"):
        assert client.get(path).status_code == 404


def test_a_replaced_letter_names_the_one_in_its_place(office: make.Office, client: Client) -> None:
    rows.enterprise()
    first = letter(office)
    second = letter(office, replaces=first)
    assert second.document.snapshot["replaces"] == first.reference
    page = client.get(f"/verify/{first.document.number}/").content.decode()
    assert f"已被替代（替代文书：{second.reference}）" in page
    assert "内容目前有效" not in page
    assert "verdict--withdrawn" in page
    answer = client.get(f"/api/v1/verify/{first.document.number}/").json()["letter"]
    assert (answer["status"], answer["replaced_by"]) == ("REPLACED", second.reference)
    with pytest.raises(LetterNotInForce):
        letter(office, replaces=first)


def test_a_withdrawn_letter_says_so_by_number_and_by_file(office: make.Office, client: Client) -> None:
    rows.enterprise()
    made = letter(office)
    withdraw_letter(letter=made, reason="适用法律错误", by=office.reviewer, at=AT + timedelta(hours=1))
    upload = SimpleUploadedFile("x.pdf", rows.bytes_of(made.document))
    for answer in (client.get(f"/verify/{made.document.number}/"), client.post("/verify/", {"file": upload})):
        page = answer.content.decode()
        assert "这份文书已撤回" in page
        assert "适用法律错误" not in page
    assert client.get(f"/api/v1/verify/{made.document.number}/").json()["letter"]["status"] == "WITHDRAWN"
    with pytest.raises(LetterNotInForce):
        withdraw_letter(letter=made, reason="再次", by=office.reviewer, at=AT)
    assert letter(office).ordinal == 2


# Service


def test_services_are_added_and_never_changed(office: make.Office, scan: Path) -> None:
    made = letter(office)
    first = record_service(
        letter=made,
        method="POST",
        served_on=date(2026, 11, 22),
        by=office.recorder,
        at=AT,
        note="签收人电话13812345678",
        proof=scan,
    )
    assert first.proof is not None
    assert "13812345678" not in first.note
    record_service(letter=made, method="DIRECT", served_on=date(2026, 11, 22), by=office.reviewer, at=AT)
    assert [one.method for one in made.services.all()] == ["POST", "DIRECT"]
    with pytest.raises(TypeError):
        first.save()


@pytest.mark.parametrize(
    ("method", "served_on"),
    [("POST", date(2026, 11, 21)), ("POST", date(2026, 11, 23)), ("PIGEON", date(2026, 11, 22))],
)
def test_impossible_services_are_refused(method: str, served_on: date, office: make.Office) -> None:
    with pytest.raises(ServiceInvalid):
        record_service(letter=letter(office), method=method, served_on=served_on, by=office.reviewer, at=AT)
    assert not LetterService.objects.exists()


def test_another_agency_neither_serves_nor_withdraws(office: make.Office) -> None:
    other, made = make.office(2, name="武汉市应急管理局", domain="WORK_SAFETY"), letter(office)
    with pytest.raises(NotPermitted):
        record_service(letter=made, method="POST", served_on=date(2026, 11, 22), by=other.reviewer, at=AT)
    with pytest.raises(NotPermitted):
        withdraw_letter(letter=made, reason="无权", by=other.reviewer, at=AT)


def test_the_key_of_the_room_above_opens_the_file(office: make.Office) -> None:
    made = letter(office)
    answer = letter_answer(made, may_read=lambda one: one.about == ABOUT)
    assert answer.content == rows.bytes_of(made.document)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    with pytest.raises(Http404):
        letter_answer(made, may_read=lambda _: False)


# Desk


@pytest.fixture
def officer(office: make.Office, client: Client) -> Client:
    client.force_login(office.reviewer)
    return client


def test_from_the_list_to_service_and_withdrawal(officer: Client, office: make.Office) -> None:
    made = letter(office)
    address = f"/desk/letters/{made.pk}/"
    assert address in officer.get("/desk/letters/").content.decode()
    assert officer.get(f"{address}letter.pdf").content == rows.bytes_of(made.document)
    proof = SimpleUploadedFile("回执.pdf", BLANK)
    given = {"method": "DIRECT", "served_on": "2026-11-22", "note": "", "proof": proof}
    assert officer.post(f"{address}service/", given).status_code == 302
    served = made.services.get()
    assert served.proof is not None
    assert officer.get(f"{address}service/{served.pk}/proof/")["Content-Type"] == "application/pdf"
    assert "直接送达" in officer.get("/desk/letters/").content.decode()
    assert officer.post(f"{address}withdraw/", {"reason": ""}).status_code == 422
    assert officer.post(f"{address}withdraw/", {"reason": "适用法律错误"}).status_code == 302
    page = officer.get(address).content.decode()
    assert "已撤回" in page
    assert "适用法律错误" in page
    assert "登记送达" not in page
    late = officer.post(f"{address}service/", {"method": "DIRECT", "served_on": "2026-11-22"})
    assert late.status_code == 422
    assert "已经撤回" in late.content.decode()


def test_the_credit_office_reads_letters_about_lists_alone(office: make.Office, client: Client) -> None:
    of_lists, of_records = letter(office, LetterCode.LISTING_NOTICE), letter(office)
    client.force_login(make.officer("xyb", credit_office=True))
    assert client.get(f"/desk/letters/{of_lists.pk}/").status_code == 200
    assert client.get(f"/desk/letters/{of_records.pk}/").status_code == 404
    assert client.get(f"/desk/letters/{of_records.pk}/letter.pdf").status_code == 404
