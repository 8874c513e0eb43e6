"""An edition of an external list is compared at the desk and taken over by two people (docs/rules/lists.md)."""

import hashlib
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from lists.external.models import ExternalEdition, ExternalListing
from tests.lists.make import TODAY, decider, firm, office
from tests.support.clients import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
PAGE = "/desk/lists/tax-violations/external/"
HEADER = "统一社会信用代码,单位名称,文书号,列入日期"


def text_of(*rows: str) -> bytes:
    return "\n".join((HEADER, *rows)).encode("utf-8-sig")


def send(content: bytes, *, by: User, **given: object) -> Any:
    file = SimpleUploadedFile("名单.csv", content)
    typed = {"file": file, "source": "税务局", "label": "2026年第11期", "as_of": TODAY.isoformat(), **given}
    return client_of(by).post(PAGE, typed)


def code_for(content: bytes, *, by: User) -> str:
    mark = hashlib.sha256(content).hexdigest()[:12]
    answer = client_of(by).post("/desk/lists/external-code/", {"mark": mark}, follow=True)
    return str(answer.content.decode().partition("一次性验证码 ")[2][:10])


def taken(content: bytes, **given: object) -> Any:
    code = code_for(content, by=decider())
    return send(content, by=office(), do="take", confirmed_by=decider().username, code=code, **given)


def test_a_file_is_compared_and_nothing_is_written() -> None:
    page = send(text_of(f"{firm().uscc},甲公司,1号,2026-01-05"), by=office()).content.decode()
    assert "新列入（1）" in page
    assert "甲公司" in page
    assert not ExternalEdition.objects.exists()


def test_two_people_take_an_edition_over_and_the_next_one_is_a_difference() -> None:
    one, other = firm(), firm()
    first = text_of(f"{one.uscc},甲公司,1号,2026-01-05")
    assert taken(first).status_code == 302
    assert ExternalListing.objects.get().enterprise == one
    second = text_of(f"{other.uscc},乙公司,2号,2026-02-05")
    page = send(second, by=office(), label="2026年第12期").content.decode()
    assert "新列入（1）" in page
    assert "移出（1）" in page
    assert taken(second, label="2026年第12期").status_code == 302
    edition = ExternalEdition.objects.latest("pk")
    assert (edition.imported_by, edition.confirmed_by, edition.label) == (office(), decider(), "2026年第12期")
    assert [row.enterprise for row in ExternalListing.objects.current()] == [other]


def test_a_code_for_another_file_confirms_nothing() -> None:
    code = code_for(text_of("另一份"), by=decider())
    content = text_of(f"{firm().uscc},甲公司,1号,2026-01-05")
    answer = send(content, by=office(), do="take", confirmed_by=decider().username, code=code)
    assert answer.status_code == 422
    assert "验证码不对" in answer.content.decode()
    assert not ExternalEdition.objects.exists()


@pytest.mark.parametrize("confirmed_by", ["", "office"])
def test_nobody_confirms_alone(confirmed_by: str) -> None:
    content = text_of(f"{firm().uscc},甲公司,1号,2026-01-05")
    code = code_for(content, by=office())
    answer = send(content, by=office(), do="take", confirmed_by=confirmed_by, code=code)
    assert answer.status_code == 422
    assert not ExternalEdition.objects.exists()


def test_bad_rows_are_named_and_nothing_is_taken() -> None:
    answer = taken(text_of("1234,甲公司,1号,2026-01-05"))
    assert answer.status_code == 422
    assert "第2行" in answer.content.decode()
    assert not ExternalEdition.objects.exists()
