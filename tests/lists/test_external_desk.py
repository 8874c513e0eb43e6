"""A file of an external list is handed in at the desk and confirmed by another person (docs/rules/lists.md)."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lists.desk import external_editions
from lists.external.models import ExternalEdition, ExternalListing, ExternalProposal
from tests.lists import external
from tests.lists.make import TODAY, decider, new_enterprise, office
from tests.support.clients import client_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
PAGE = "/desk/lists/tax-violations/external/"
HEADER = "统一社会信用代码,单位名称,文书号,列入日期"


def text_of(*rows: str) -> bytes:
    return "\n".join((HEADER, *rows)).encode("utf-8-sig")


def send(content: bytes, *, client: Client | None = None, **given: Any) -> Any:
    file = SimpleUploadedFile("名单.csv", content)
    typed = {"file": file, "source": "税务局", "label": "2026年第11期", "as_of": TODAY.isoformat(), **given}
    return (client or client_of(office())).post(PAGE, typed)


def page_of(user: User) -> str:
    return str(client_of(user).get(PAGE).content.decode())


def step(name: str, *, by: User, against: str | None = None) -> str:
    """Take the step as the page offers it, or with another edition; give the page that follows."""
    client, proposal = client_of(by), ExternalProposal.objects.get()
    if against is None:
        found = re.search(r'name="against" value="(\d*)"', page_of(by))
        against = found[1] if found else ""
    answer = client.post(f"{PAGE}{proposal.pk}/{name}/", {"against": against}, follow=True)
    return str(answer.content.decode())


def taken(content: bytes, **given: Any) -> None:
    assert send(content, **given).status_code == 302
    assert "已转载" in step("confirm", by=decider())


def test_a_file_waits_and_the_list_does_not_change() -> None:
    assert send(text_of(f"{new_enterprise().uscc},甲公司,1号,2026-01-05")).status_code == 302
    for user in (office(), decider()):
        page = page_of(user)
        assert "新列入（1）" in page
        assert "甲公司" in page
    assert "核对无误，转载" not in page_of(office())
    assert not ExternalEdition.objects.exists()
    assert "外部名单待我确认" in (home := client_of(decider()).get("/desk/lists/").content.decode())
    assert "2026年第11期" in home
    assert "2026年第11期" not in client_of(office()).get("/desk/lists/").content.decode()
    assert "2026年第11期" in client_of(office()).get("/desk/lists/external-code/").content.decode()


def test_two_people_take_an_edition_over_and_the_next_one_is_a_difference() -> None:
    one, other = new_enterprise(), new_enterprise()
    taken(text_of(f"{one.uscc},甲公司,1号,2026-01-05", f"{other.uscc},乙公司,2号,2026-02-05"))
    assert [row.enterprise for row in ExternalListing.objects.order_by("pk")] == [one, other]
    third = new_enterprise()
    second = text_of(f"{other.uscc},乙公司,2号,2026-02-06", f"{third.uscc},丙公司,3号,2026-03-05")
    send(second, label="2026年第12期")
    page = page_of(decider())
    for words in ("新列入（1）", "移出（1）", "变更（1）", "列入日期 2026-02-05 改为 2026-02-06", "2026年第11期，截至"):
        assert words in page
    step("confirm", by=decider())
    edition = ExternalEdition.objects.latest("pk")
    assert (edition.imported_by, edition.confirmed_by, edition.label) == (office(), decider(), "2026年第12期")
    assert [row.enterprise for row in ExternalListing.objects.current().order_by("pk")] == [third, other]
    assert not ExternalProposal.objects.exists()


def test_all_changes_can_be_read_as_csv() -> None:
    assert client_of(office()).get(f"{PAGE}changes.csv").status_code == 404
    rows = [f"{new_enterprise().uscc},公司{place},{place}号,2026-01-05" for place in range(external_editions.SHOWN + 1)]
    send(text_of(*rows))
    assert "只列出前 50 条" in page_of(decider())
    lines = client_of(decider()).get(f"{PAGE}changes.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == len(rows) + 1
    assert all(line.startswith("新列入,") for line in lines[1:])


def test_who_handed_it_in_does_not_confirm() -> None:
    send(text_of(f"{new_enterprise().uscc},甲公司,1号,2026-01-05"))
    assert "外部名单须由另一人确认" in step("confirm", by=office())
    assert not ExternalEdition.objects.exists()
    assert ExternalProposal.objects.exists()


def test_a_refusal_is_in_the_language_of_who_reads_it() -> None:
    client = client_of(office())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = send(text_of(f"{new_enterprise().uscc},甲公司,1号,2026-01-05"), client=client, as_of="2099-01-01")
    assert "The as-of day 2099-01-01 is later than today." in words_of(answer)


@pytest.mark.parametrize("against", ["1", "x", "-1", "９", "9" * 30])
def test_only_what_was_read_is_confirmed(against: str) -> None:
    send(text_of(f"{new_enterprise().uscc},甲公司,1号,2026-01-05"))
    assert "现行一期有变动" in step("confirm", by=decider(), against=against)
    assert not ExternalEdition.objects.exists()


def test_an_edition_that_came_meanwhile_is_read_first() -> None:
    one = new_enterprise()
    send(text_of(f"{one.uscc},甲公司,1号,2026-01-05"))
    external.taken_over(external.row_of(one), slug=external.TAX, as_of=TODAY)
    assert "现行一期有变动" in step("confirm", by=decider(), against="")
    assert "已转载" in step("confirm", by=decider())


@pytest.mark.parametrize("user", [office, decider])
def test_what_waits_is_taken_back_or_not_used(user: Any) -> None:
    content = text_of(f"{new_enterprise().uscc},甲公司,1号,2026-01-05")
    send(content)
    assert "已有一期待确认" in send(content).content.decode()
    assert "已撤回" in step("drop", by=user())
    assert not ExternalEdition.objects.exists()
    assert send(content).status_code == 302


def test_a_step_on_what_is_gone_is_no_page() -> None:
    assert client_of(office()).post(f"{PAGE}1/confirm/").status_code == 404
    send(text_of(f"{new_enterprise().uscc},甲公司,1号,2026-01-05"))
    pk = ExternalProposal.objects.get().pk
    assert client_of(decider()).post(f"{PAGE}{pk}/other/").status_code == 404
    assert client_of(decider()).post(f"/desk/lists/dishonest-debtors/external/{pk}/confirm/").status_code == 404


def test_every_bad_row_is_named_by_row_and_field() -> None:
    code = new_enterprise().uscc
    rows = [
        "1234,甲公司,1号,2026-01-05",
        f"{code},,2号,2026-01-05",
        f"{code},丙公司,3号,2026-02-30",
        "1234,,4号,2026-02-30",
    ]
    answer = send(text_of(*rows))
    assert answer.status_code == 422
    page = answer.content.decode()
    for words in ("有误的行（4）", "第2行 统一社会信用代码", "第3行 单位名称：不能为空", "第4行 列入日期"):
        assert words in page
    last = page.partition("第5行")[2].partition("</li>")[0]
    assert [field in last for field in ("统一社会信用代码：", "单位名称：", "列入日期：")] == [True] * 3
    assert "丙公司" not in page
    assert not ExternalProposal.objects.exists()


def test_the_same_file_again_is_no_edition() -> None:
    content = text_of(f"{new_enterprise().uscc},甲公司,1号,2026-01-05")
    taken(content)
    assert "无需转载" in send(content).content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"as_of": "2099-01-01"}, "晚于今天"),
        ({"as_of": "2026-02-30"}, "日期"),
        ({"as_of": "2020-01-01"}, "不能转载更早的"),
        ({"label": " "}, "必填"),
        ({"source": "长" * 201}, "200"),
    ],
)
def test_a_wrong_origin_is_refused(given: dict[str, Any], sentence: str) -> None:
    one = new_enterprise()
    taken(text_of(f"{one.uscc},甲公司,1号,2020-01-05"), as_of="2026-01-02")
    answer = send(text_of(f"{one.uscc},甲公司,1号,2019-01-06"), **given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ExternalProposal.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"%PDF-1.7", "甲,乙\n1,2".encode()])
def test_what_is_no_file_of_a_list_is_refused(content: bytes) -> None:
    answer = send(content)
    assert answer.status_code == 422
    assert not ExternalProposal.objects.exists()


def test_an_empty_list_is_named_before_it_is_confirmed() -> None:
    taken(text_of(f"{new_enterprise().uscc},甲公司,1号,2026-01-05"))
    send(text_of(), label="2026年第12期")
    assert "名单上不再有任何主体" in page_of(decider())
    step("confirm", by=decider())
    assert not ExternalListing.objects.current().exists()


def test_a_file_too_long_for_the_desk_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(external_editions, "MOST_ROWS", 1)
    answer = send(text_of(*(f"{new_enterprise().uscc},公司,{place}号,2026-01-05" for place in range(2))))
    assert "import_external_list" in answer.content.decode()
    assert not ExternalProposal.objects.exists()


def test_warnings_and_persons_are_shown_to_both() -> None:
    header = f"{HEADER},电话"
    rows = [f"{new_enterprise().uscc},甲公司,1号,2026-01-05,1", f"{external.RESIDENT},某人,2号,2026-01-05,2"]
    send("\n".join((header, *rows)).encode("utf-8-sig"))
    for user in (office(), decider()):
        page = page_of(user)
        assert "1 行，没有读取" in page
        assert "电话" in page
        assert external.RESIDENT not in page
