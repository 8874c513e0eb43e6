"""Lists of other authorities: files taken over, the days of their rows, and where they are shown."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import Workbook

from enterprises.agencies.permissions import NotPermitted
from enterprises.catalogue.types import Chapter
from enterprises.creditfile.assemble import assemble
from enterprises.creditfile.report.content import TEMPLATE_VERSION, report_html, report_snapshot
from enterprises.creditfile.sections import sections
from enterprises.documents.models import IssuedDocument
from enterprises.documents.refs import RefKind
from enterprises.documents.services import is_withdrawn, refs_by_kind, store_document
from enterprises.logins.models import SecondPersonCode
from enterprises.logins.second_person import issue_code
from enterprises.register.models import Enterprise
from enterprises.register.services.registration import RegisterRow, register_enterprises
from enterprises.shared import clock
from enterprises.shared.workflow.refusals import FourEyes
from lists.criteria.definitions import EXTERNAL_LISTS
from lists.external.columns import ExternalRow
from lists.external.importing import EditionRefused, Origin, file_number, take_over
from lists.external.models import ExternalEdition, ExternalListing
from lists.external.rules import is_public_row, own_end
from lists.external_section import section
from lists.listings.models import Listing
from lists.listings.services.decisions import OnBlackList, decide_listing
from lists.listings.services.proposals import propose_listings
from lists.scanning import list_findings
from tests.lists.make import BLACK, RED, TODAY, decided, decision, firm, noon, notified, office, the_list
from tests.lists.test_proposals import honoured

pytestmark = pytest.mark.django_db

DEBTORS, TAX = "dishonest-debtors", "tax-violations"
CONFIRM = SecondPersonCode.Purpose.CONFIRM_EXTERNAL
FIRST, SECOND = date(2026, 11, 1), date(2026, 11, 10)
DAY = timedelta(days=1)
ODD = "91350203M0001FUE2P"  # has the form of a code, and fails its check
RESIDENT = "11010519491231002X"  # the example of GB 11643
CODES = "身份证号/社会信用代码/组织机构代码/工商注册号"
WORDS = ["--source", "省高院", "--edition", "第1期", "--as-of", "2026-11-01", "--by", "office"]
HEADER = f"当事人姓名/单位名称,{CODES},列入黑名单事由,案号,执行法院,列入名单时间,有效期至"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: noon(TODAY))


def row_of(enterprise: Enterprise, **changes: Any) -> ExternalRow:
    stated = {
        "uscc": enterprise.uscc,
        "name": enterprise.name,
        "document_number": "（2026）鄂0102执7号",
        "decided_on": None,
        "authority": "武汉市江岸区人民法院",
        "reason": "有履行能力而拒不履行",
        "listed_on": date(2026, 10, 15),
        "ends_on": None,
    }
    return ExternalRow(**{**stated, **changes})


def taken_over(*rows: ExternalRow, slug: str = DEBTORS, as_of: date = FIRST, label: str = "") -> None:
    origin = Origin(source="湖北省高级人民法院", label=label or f"截至{as_of}", as_of=as_of, sha256="0" * 64)
    take_over(the_list(slug), rows=rows, origin=origin, by=office(), confirmed_by=second(), at=noon(TODAY))


def second() -> User:
    return office("second")


def public_days(row: ExternalListing, days: list[date]) -> list[date]:
    return [day for day in days if ExternalListing.objects.public(on=day).filter(pk=row.pk).exists()]


def line_of(enterprise: Enterprise, *, listed: str = "2026-10-15", ends: str = "", number: str = "执7号") -> str:
    return f"{enterprise.name},{enterprise.uscc},拒不履行,{number},江岸区人民法院,{listed},{ends}"


def file_of(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "名单.csv"
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return path


def run(path: Path, *more: str, slug: str = DEBTORS, as_of: date = FIRST, edition: str = "第1期") -> tuple[str, str]:
    """Run the command; give what it prints, and on standard error the refusals and the error that ends it."""
    office()
    if "--confirm" in more:
        number = file_number(sha256(path.read_bytes()).hexdigest())
        code = issue_code(user=second(), purpose=CONFIRM, object_id=number, at=clock.now())
        more = (*more, "second", "--code", code)
    out, err = StringIO(), StringIO()
    words = ["--source", "省高院", "--edition", edition, "--as-of", as_of.isoformat(), "--by", "office", *more]
    try:
        call_command("import_external_list", slug, str(path), *words, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}"
    return out.getvalue(), err.getvalue()


class TestFiles:
    """What the command reads, refuses, prints and writes."""

    def test_a_code_that_fails_its_check_is_taken_if_the_register_bears_it(self, tmp_path: Path) -> None:
        one = firm()
        Enterprise.objects.filter(pk=one.pk).update(uscc=ODD)
        one.uscc = ODD
        said, warned = run(file_of(tmp_path, line_of(one)))
        assert "新列入1条" in said
        assert "第2行 提示：统一社会信用代码：统一社会信用代码与登记一致，但校验位不符合国家标准" in warned

    def test_a_code_that_fails_its_check_and_is_in_no_register_refuses_the_file(self, tmp_path: Path) -> None:
        one = firm()
        one.uscc = ODD
        _, refused = run(file_of(tmp_path, line_of(one)))
        assert "第2行 统一社会信用代码：统一社会信用代码校验位不正确" in refused
        assert "请先由登记信息导入或在工作台“企业代码”确认" in refused
        assert "有1行有误，没有写入任何内容" in refused

    def test_nothing_is_written_without_confirmation(self, tmp_path: Path) -> None:
        one = firm()
        said, refused = run(file_of(tmp_path, line_of(one)))
        assert "新列入1条，移出0条，变更0条，不变0条" in said
        assert f"列入 {one.name}（{one.uscc}）" in said
        assert "没有写入任何内容" in said
        assert (refused, ExternalEdition.objects.count(), ExternalListing.objects.count()) == ("", 0, 0)

    def test_a_confirmed_file_becomes_an_edition(self, tmp_path: Path) -> None:
        one = firm()
        run(file_of(tmp_path, line_of(one, ends="2027-10-14")), "--confirm")
        edition, row = ExternalEdition.objects.get(), ExternalListing.objects.get()
        assert (edition.source, edition.label, edition.as_of) == ("省高院", "第1期", FIRST)
        assert (edition.imported_by, edition.confirmed_by, len(edition.sha256)) == (office(), second(), 64)
        assert (row.enterprise, row.authority, row.reason) == (one, "江岸区人民法院", "拒不履行")
        assert (row.listed_on, row.ends_on) == (date(2026, 10, 15), date(2027, 10, 14))
        assert (row.public_from, row.public_until) == (FIRST, date(2027, 10, 15))

    def test_a_workbook_with_the_columns_of_a_portal(self, tmp_path: Path) -> None:
        one, book = firm(), Workbook()
        assert book.active is not None
        book.active.append(["对象名称", "统一社会信用代码", "列入时间", "预计退出日期", "法定代表人"])
        book.active.append([one.name, one.uscc, date(2026, 1, 5), date(2027, 1, 5), "张某某"])
        book.save(tmp_path / "名单.xlsx")
        run(tmp_path / "名单.xlsx", "--confirm", slug=TAX)
        row = ExternalListing.objects.get()
        assert (row.ends_on, row.public_until) == (date(2027, 1, 4), date(2027, 1, 5))

    def test_the_difference_names_who_entered_left_and_changed(self, tmp_path: Path) -> None:
        stays, leaves, changes, enters = firm(), firm(), firm(), firm()
        run(file_of(tmp_path, *map(line_of, (stays, leaves, changes))), "--confirm")
        lines = [line_of(stays), line_of(changes, ends="2027-01-01"), line_of(enters)]
        said, _ = run(file_of(tmp_path, *lines), "--confirm", as_of=SECOND, edition="第2期")
        assert "新列入1条，移出1条，变更1条，不变1条" in said
        assert f"列入 {enters.name}" in said
        assert f"移出 {leaves.name}" in said
        assert f"变更 {changes.name}（{changes.uscc}）有效期至" in said
        on_it = ExternalListing.objects.public(on=SECOND).values_list("uscc", flat=True)
        assert sorted(on_it) == sorted(one.uscc for one in (stays, changes, enters))

    def test_the_same_file_twice_changes_nothing(self, tmp_path: Path) -> None:
        path = file_of(tmp_path, line_of(firm()))
        run(path, "--confirm")
        said, _ = run(path, "--confirm")
        assert "没有变化，共1条" in said
        assert (ExternalEdition.objects.count(), ExternalListing.objects.count()) == (1, 1)

    def test_the_same_rows_of_a_later_day_are_a_new_edition(self, tmp_path: Path) -> None:
        path = file_of(tmp_path, line_of(firm()))
        run(path, "--confirm")
        said, _ = run(path, "--confirm", as_of=SECOND, edition="第2期")
        assert "没有变化，共1条" in said
        assert (ExternalEdition.objects.count(), ExternalListing.objects.count()) == (2, 1)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda line, code: line.replace(code, code[:-1]), "统一社会信用代码：统一社会信用代码应为18位，现为17位"),
            (lambda line, code: line.replace(code, ""), "统一社会信用代码：不能为空"),
            (lambda line, code: line.partition(",")[2].join((",", "")), "单位名称：不能为空"),
            (lambda line, code: line.replace("2026-10-15", "2026-13-15"), "列入日期：没有这一天"),
            (lambda line, code: line.replace("2026-10-15", ""), "列入日期：不能为空"),
            (lambda line, code: line.replace("2026-10-15", "2026-11-02"), "列入日期：晚于本期截至日期2026-11-01"),
            (lambda line, code: line + "2026-10-14", "有效期至：早于列入日期"),
            (lambda line, code: line.replace("拒不履行", "履" * 1001), "列入事由：最多1000个字，现有1001个"),
            (lambda line, code: line.replace("拒不履行", "#N/A"), "列入事由：单元格是错误值"),
            (lambda line, code: f"{line},多", "比表头多出1格内容"),
        ],
    )
    def test_a_bad_row_is_named_and_nothing_is_written(
        self, tmp_path: Path, change: Callable[[str, str], str], words: str
    ) -> None:
        good, bad = firm(), firm()
        path = file_of(tmp_path, line_of(good), change(line_of(bad), bad.uscc))
        _, refused = run(path, "--confirm")
        assert refused.startswith("第3行 ")
        assert words in refused
        assert "有1行有误，没有写入任何内容" in refused
        assert (ExternalEdition.objects.count(), ExternalListing.objects.count()) == (0, 0)

    def test_a_row_twice_counts_once_and_two_stories_of_one_document_are_refused(self, tmp_path: Path) -> None:
        one = firm()
        said, refused = run(file_of(tmp_path, line_of(one), line_of(one)))
        assert ("新列入1条" in said, refused) == (True, "")
        _, refused = run(file_of(tmp_path, line_of(one), line_of(one, ends="2027-01-01")))
        assert "第3行 与第2行是同一主体、同一文书号，内容却不同" in refused
        said, _ = run(file_of(tmp_path, line_of(one), line_of(one, number="执8号")))
        assert "新列入2条" in said

    @pytest.mark.parametrize(
        "person",
        [f"王某某,{RESIDENT}", "王某某,1101051949****002X", "王某某,110105491231002", f"王某某{RESIDENT},"],
    )
    def test_natural_persons_are_neither_stored_nor_named(self, tmp_path: Path, person: str) -> None:
        one = firm()
        path = file_of(tmp_path, f"{person},拒不履行,执9号,法院,2026-99-99,", line_of(one))
        said, refused = run(path, "--confirm")
        assert "自然人1行，没有读取" in said
        assert not any(part in said + refused for part in ("王某某", RESIDENT, "002X", "1231002"))
        assert list(ExternalListing.objects.values_list("uscc", flat=True)) == [one.uscc]

    def test_a_column_says_who_is_a_natural_person(self, tmp_path: Path) -> None:
        header = "名称,统一社会信用代码,列入日期,主体类别"
        one = firm()
        path = file_of(
            tmp_path, "王某某,护照E1,2026-10-01,自然人", f"{one.name},{one.uscc},2026-10-01,法人", header=header
        )
        said, _ = run(path, "--confirm")
        assert "自然人1行" in said
        assert ExternalListing.objects.get().enterprise == one

    def test_no_refusal_repeats_a_cell(self, tmp_path: Path) -> None:
        _, refused = run(file_of(tmp_path, "李四,护照E12345678,欠款,执9号,法院,昨天,"), "--confirm")
        assert "第2行" in refused
        assert not any(part in refused for part in ("李四", "E1234", "昨天"))

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            ({"slug": BLACK}, "不是外部名单"),
            ({"as_of": TODAY + DAY}, "晚于今天"),
            ({"as_of": FIRST - DAY}, "不能转载更早"),
            ({"edition": "长" * 61}, "期次应有1至60个字"),
            ({"edition": " "}, "期次应有1至60个字"),
        ],
    )
    def test_what_cannot_be_an_edition(self, tmp_path: Path, words: dict[str, Any], sentence: str) -> None:
        path = file_of(tmp_path, line_of(firm(), listed="2026-01-15"))
        run(path, "--confirm")
        _, refused = run(path, "--confirm", **words)
        assert sentence in refused
        assert ExternalEdition.objects.count() == 1

    def test_a_file_without_a_required_column(self, tmp_path: Path) -> None:
        _, refused = run(file_of(tmp_path, "甲,乙", header="名称,统一社会信用代码"))
        assert "缺少必需的列：列入日期" in refused

    def test_the_credit_office_alone_takes_over(self) -> None:
        origin = Origin(source="法院", label="1", as_of=FIRST, sha256="0" * 64)
        stranger, at = User.objects.create(username="x"), noon(TODAY)
        for by, other in ((stranger, second()), (office(), stranger)):
            with pytest.raises(NotPermitted):
                take_over(the_list(DEBTORS), rows=(), origin=origin, by=by, confirmed_by=other, at=at)
        with pytest.raises(EditionRefused):
            take_over(the_list(BLACK), rows=(), origin=origin, by=office(), confirmed_by=second(), at=at)

    def test_one_person_does_not_take_over_alone(self, tmp_path: Path) -> None:
        path = file_of(tmp_path, line_of(firm()))
        origin = Origin(source="法院", label="1", as_of=FIRST, sha256="0" * 64)
        with pytest.raises(FourEyes):
            take_over(the_list(DEBTORS), rows=(), origin=origin, by=office(), confirmed_by=office(), at=noon(TODAY))
        with pytest.raises(CommandError, match="另一人确认"):
            call_command("import_external_list", DEBTORS, str(path), *WORDS, "--confirm", "office")
        with pytest.raises(CommandError, match="一次性验证码"):
            call_command("import_external_list", DEBTORS, str(path), *WORDS, "--confirm", second().username)
        taken_over(row_of(firm()))
        with pytest.raises(IntegrityError), transaction.atomic():
            ExternalEdition.objects.update(confirmed_by=office())

    def test_a_code_confirms_one_file_once(self, tmp_path: Path, client: Client) -> None:
        path = file_of(tmp_path, line_of(firm()))
        said, _ = run(path)
        (mark,) = re.findall("前12位 ([0-9a-f]{12})", said)
        client.force_login(second())
        assert client.post("/desk/lists/external-code/", {"mark": "名单"}).status_code == 422
        page = client.post("/desk/lists/external-code/", {"mark": mark.upper()}, follow=True).content.decode()
        (code,) = re.findall("一次性验证码 ([A-Z2-9]{10})", page)
        words = [*WORDS, "--confirm", "second", "--code", code]
        other = tmp_path / "别的.csv"
        other.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        with pytest.raises(CommandError, match="验证码不对"):
            call_command("import_external_list", DEBTORS, str(other), *words)
        assert not ExternalEdition.objects.exists()
        call_command("import_external_list", DEBTORS, str(path), *words, stdout=StringIO())
        assert ExternalEdition.objects.get().confirmed_by == second()
        with pytest.raises(CommandError, match="验证码不对"):
            call_command("import_external_list", DEBTORS, str(path), *words)


class TestDays:
    """From which day until which day a row is public."""

    @pytest.mark.parametrize("ends_on", [None, SECOND - DAY * 2, SECOND - DAY, SECOND, TODAY], ids=str)
    @pytest.mark.parametrize("slug", [DEBTORS, TAX])
    @pytest.mark.parametrize("leaves", [False, True])
    def test_sql_and_code_agree_on_every_day(self, slug: str, ends_on: date | None, leaves: bool) -> None:
        one = firm()
        listed_on = date(2023, 11, 5)  # by the rule of the tax list off it on 2026-11-05
        taken_over(row_of(one, listed_on=listed_on, ends_on=ends_on), slug=slug)
        taken_over(*(() if leaves else (row_of(one, listed_on=listed_on, ends_on=ends_on),)), slug=slug, as_of=SECOND)
        row = ExternalListing.objects.get()
        days = [FIRST + DAY * step for step in range(-3, 30)]
        expected = [
            day
            for day in days
            if day >= FIRST
            and (ends_on is None or day <= ends_on)
            and (slug == DEBTORS or day < date(2026, 11, 5))
            and not (leaves and day >= SECOND)
        ]
        assert public_days(row, days) == expected
        in_code = [
            day for day in days if is_public_row(public_from=row.public_from, public_until=row.public_until, on=day)
        ]
        assert in_code == expected

    def test_a_corrected_file_of_the_same_day_replaces_the_rows_from_that_day_on(self) -> None:
        wrong, right = firm(), firm()
        taken_over(row_of(wrong), label="初版")
        taken_over(row_of(right), label="更正版")
        rows = {row.enterprise_id: row for row in ExternalListing.objects.all()}
        days = [FIRST + DAY * step for step in range(-2, 5)]
        assert public_days(rows[wrong.pk], days) == []
        assert public_days(rows[right.pk], days) == days[2:]

    def test_who_comes_back_is_on_it_again(self) -> None:
        one = firm()
        taken_over(row_of(one))
        taken_over(as_of=SECOND)
        taken_over(row_of(one), as_of=SECOND + DAY * 3)
        days = [SECOND + DAY * step for step in range(-1, 4)]
        on_it = [day for day in days if ExternalListing.objects.public(on=day).filter(uscc=one.uscc).exists()]
        assert on_it == [SECOND - DAY, SECOND + DAY * 3]

    def test_the_earlier_end_counts(self) -> None:
        listed_on = date(2026, 1, 31)
        assert own_end(listed_on=listed_on, ends_on=None, removed_after_months=None) is None
        assert own_end(listed_on=listed_on, ends_on=None, removed_after_months=36) == date(2029, 1, 31)
        assert own_end(listed_on=listed_on, ends_on=FIRST, removed_after_months=36) == FIRST + DAY
        assert own_end(listed_on=listed_on, ends_on=date(2030, 1, 1), removed_after_months=1) == date(2026, 2, 28)

    def test_every_external_list_has_its_rule_within_its_term(self) -> None:
        assert {one.slug: one.removed_after_months for one in EXTERNAL_LISTS} == {DEBTORS: None, TAX: 36}


class TestShown:
    """Shown as another authority's: the pages of lists, the credit file, the scan."""

    def test_the_index_names_keeper_source_edition_and_day(self, client: Client) -> None:
        taken_over(row_of(firm()), label="2026年第11期")
        page = client.get("/lists/").content.decode()
        external = page[page.index('id="external"') : page.index('id="editions"')]
        for words in (
            "失信被执行人名单",
            "人民法院",
            "湖北省高级人民法院",
            "2026年第11期",
            "现有 1 条",
            "还没有转载过",
        ):
            assert words in external
        assert "失信被执行人名单" not in page[: page.index('id="external"')]

    def test_the_page_of_a_list_marks_its_rows(self, client: Client) -> None:
        known, unknown = firm(), Enterprise(uscc="91420102MA4L0000X0", name="武汉无档案有限公司")
        taken_over(row_of(known, reason="电话13912345678"), row_of(unknown))
        page = client.get(f"/lists/{DEBTORS}/").content.decode()
        assert page.count("外部名单，由武汉市江岸区人民法院认定") == 2
        assert "13912345678" not in page
        assert f"/enterprises/{known.uscc}/" in page
        assert unknown.name in page
        assert f"/enterprises/{unknown.uscc}/" not in page

    def test_the_page_has_pages_and_no_edition_of_ours(self, client: Client) -> None:
        taken_over(*(row_of(firm()) for _ in range(51)))
        assert client.get(f"/lists/{DEBTORS}/?page=2").content.decode().count("外部名单，由武汉市江岸区") == 1
        assert client.get(f"/lists/{DEBTORS}/1/").status_code == 404
        assert client.get(f"/api/v1/lists/{DEBTORS}/listings/").status_code == 404

    def test_an_empty_list_has_a_page(self, client: Client) -> None:
        assert "还没有转载过本名单" in client.get(f"/lists/{TAX}/").content.decode()

    def test_the_file_has_a_row_in_chapter_four(self, client: Client) -> None:
        one = firm()
        taken_over(row_of(one), label="第1期")
        taken_over(row_of(one), label="第2期", as_of=SECOND)
        [(chapter, row)] = section.rows(enterprise_id=one.pk, on=TODAY)
        cells = {cell.label: cell.value for cell in row.cells}
        assert (chapter, row.ref.kind) == (Chapter.SERIOUS_DISHONESTY, RefKind.EXTERNAL_LISTING)
        assert row.title == "失信被执行人名单（外部名单）"
        assert cells["名单性质"] == "外部名单，由武汉市江岸区人民法院认定，本平台转载"
        assert cells["来源和期次"] == "湖北省高级人民法院，第2期，截至2026-11-10"
        [(_, before)] = section.rows(enterprise_id=one.pk, on=SECOND - DAY)
        assert "第1期" in {cell.label: cell.value for cell in before.cells}["来源和期次"]
        assert section in sections()
        file = assemble(one, on=TODAY, at=noon(TODAY))
        assert row in file.chapters[Chapter.SERIOUS_DISHONESTY - 1].rows
        assert "外部严重失信名单" in [badge.label for badge in file.badges]
        for address in (f"/enterprises/{one.uscc}/", f"/api/v1/enterprises/{one.uscc}/"):
            assert "外部名单，由武汉市江岸区人民法院认定" in client.get(address).content.decode()

    def test_the_report_prints_it_and_is_withdrawn_when_the_row_leaves(self) -> None:
        one = firm()
        taken_over(row_of(one), label="第1期")
        file = assemble(one, on=TODAY, at=noon(TODAY))
        snapshot = report_snapshot(file, number="20261120090000CDEFGHJK", at=noon(TODAY))
        page = report_html(snapshot)
        assert "外部名单，由武汉市江岸区人民法院认定" in page
        assert "湖北省高级人民法院，第1期，截至2026-11-01" in page
        document = store_document(
            number="20261120090000CDEFGHJK",
            kind=IssuedDocument.Kind.REPORT,
            snapshot=snapshot,
            refs=refs_by_kind(file.refs()),
            files={"json": b"{}"},
            at=noon(TODAY),
            template_version=TEMPLATE_VERSION,
            enterprise=one,
        )
        assert not is_withdrawn(document, on=TODAY)
        taken_over(as_of=TODAY)
        assert is_withdrawn(document, on=TODAY)

    def test_the_section_knows_who_is_on_it_and_what_is_public(self) -> None:
        one = firm()
        taken_over(row_of(one, ends_on=SECOND))
        row = ExternalListing.objects.get()
        assert section.public_ids(ids=[row.pk, 0], on=SECOND) == {row.pk}
        assert section.public_ids(ids=[row.pk], on=SECOND + DAY) == set()
        assert list(section.listed(code=DEBTORS, on=SECOND)) == [one.pk]
        assert list(section.listed(code=TAX, on=SECOND)) == []
        assert DEBTORS in dict(section.lists())
        assert section.badges(enterprise_id=one.pk, on=SECOND + DAY) == []

    def test_a_firm_that_enters_the_register_later_is_linked(self) -> None:
        code = firm().uscc
        Enterprise.objects.filter(uscc=code).delete()
        taken_over(row_of(Enterprise(uscc=code, name="武汉后登记有限公司")))
        assert ExternalListing.objects.get().enterprise is None
        register_enterprises([RegisterRow(uscc=code, name="武汉后登记有限公司", columns={}, former_names=())], on=TODAY)
        assert ExternalListing.objects.get().enterprise == Enterprise.objects.get(uscc=code)

    def test_the_scan_for_personal_data_reads_the_texts(self) -> None:
        taken_over(row_of(firm(), reason="联系13912345678"), label="电话13912345678")
        found = {(one.place, one.field) for one in list_findings()}
        assert {("externallisting", "reason"), ("externaledition", "label")} <= found


class TestRedList:
    """Who is on an external black list is on no red list."""

    def test_every_change_of_a_row_raises_the_revision_of_the_file(self) -> None:
        one, other = firm(), firm()
        revisions = []
        for rows, as_of in (((row_of(one),), FIRST), ((row_of(one),), SECOND), ((), SECOND + DAY)):
            taken_over(*rows, as_of=as_of)
            revisions.append(Enterprise.objects.get(pk=one.pk).revision)
        assert revisions == [2, 2, 3]
        assert Enterprise.objects.get(pk=other.pk).revision == 1

    def test_a_red_listing_is_hidden_while_the_row_lasts(self) -> None:
        red = decided(slug=RED)
        taken_over(row_of(red.enterprise, ends_on=SECOND))
        days = [FIRST - DAY, FIRST, SECOND, SECOND + DAY]
        assert [Listing.objects.public(on=day).filter(pk=red.pk).exists() for day in days] == [True, False, False, True]

    def test_nobody_is_decided_onto_a_red_list(self) -> None:
        red = notified(slug=RED)
        taken_over(row_of(red.enterprise))
        with pytest.raises(OnBlackList):
            decide_listing(listing=red, **decision(RED, decided_on=TODAY, at=noon(TODAY)))

    def test_nobody_is_proposed_for_one(self) -> None:
        free, held = firm(), firm()
        for one in (free, held):
            honoured(one)
        taken_over(row_of(held))
        proposed = propose_listings(credit_list=the_list(RED), on=TODAY, by=office(), at=noon(TODAY))
        assert [listing.enterprise for listing in proposed] == [free]
