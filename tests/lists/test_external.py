"""Lists of other authorities: what the command reads, refuses, prints and writes."""

import re
from collections.abc import Callable
from datetime import date
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
from enterprises.register.models import Enterprise
from enterprises.shared.workflow.refusals import FourEyes
from lists.external.importing import EditionRefused, Origin, take_over
from lists.external.models import ExternalEdition, ExternalListing
from tests.lists.external import (
    DAY,
    DEBTORS,
    FIRST,
    ODD,
    RESIDENT,
    SECOND,
    TAX,
    WORDS,
    file_of,
    line_of,
    row_of,
    run,
    second,
    taken_over,
)
from tests.lists.make import BLACK, TODAY, new_enterprise, noon, office, the_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "blank_print")]


class TestFiles:
    """What the command reads, refuses, prints and writes."""

    def test_a_code_that_fails_its_check_is_taken_if_the_register_bears_it(self, tmp_path: Path) -> None:
        one = new_enterprise()
        Enterprise.objects.filter(pk=one.pk).update(uscc=ODD)
        one.uscc = ODD
        said, warned = run(file_of(tmp_path, line_of(one)))
        assert "新列入1条" in said
        assert "第2行 提示：统一社会信用代码：统一社会信用代码与登记一致，但校验位不符合国家标准" in warned

    def test_a_code_that_fails_its_check_and_is_in_no_register_refuses_the_file(self, tmp_path: Path) -> None:
        one = new_enterprise()
        one.uscc = ODD
        _, refused = run(file_of(tmp_path, line_of(one)))
        assert "第2行 统一社会信用代码：统一社会信用代码校验位不正确" in refused
        assert "请先由登记信息导入或在工作台“企业代码”确认" in refused
        assert "有1行有误，没有写入任何内容" in refused

    def test_nothing_is_written_without_confirmation(self, tmp_path: Path) -> None:
        one = new_enterprise()
        said, refused = run(file_of(tmp_path, line_of(one)))
        assert "新列入1条，移出0条，变更0条，不变0条" in said
        assert f"列入 {one.name}（{one.uscc}）" in said
        assert "没有写入任何内容" in said
        assert (refused, ExternalEdition.objects.count(), ExternalListing.objects.count()) == ("", 0, 0)

    def test_a_confirmed_file_becomes_an_edition(self, tmp_path: Path) -> None:
        one = new_enterprise()
        run(file_of(tmp_path, line_of(one, ends="2027-10-14")), "--confirm")
        edition, row = ExternalEdition.objects.get(), ExternalListing.objects.get()
        assert (edition.source, edition.label, edition.as_of) == ("省高院", "第1期", FIRST)
        assert (edition.imported_by, edition.confirmed_by, len(edition.sha256)) == (office(), second(), 64)
        assert (row.enterprise, row.authority, row.reason) == (one, "江岸区人民法院", "拒不履行")
        assert (row.listed_on, row.ends_on) == (date(2026, 10, 15), date(2027, 10, 14))
        assert (row.public_from, row.public_until) == (FIRST, date(2027, 10, 15))

    def test_a_workbook_with_the_columns_of_a_portal(self, tmp_path: Path) -> None:
        one, book = new_enterprise(), Workbook()
        assert book.active is not None
        book.active.append(["对象名称", "统一社会信用代码", "列入时间", "预计退出日期", "法定代表人"])
        book.active.append([one.name, one.uscc, date(2026, 1, 5), date(2027, 1, 5), "张某某"])
        book.save(tmp_path / "名单.xlsx")
        run(tmp_path / "名单.xlsx", "--confirm", slug=TAX)
        row = ExternalListing.objects.get()
        assert (row.ends_on, row.public_until) == (date(2027, 1, 4), date(2027, 1, 5))

    def test_the_difference_names_who_entered_left_and_changed(self, tmp_path: Path) -> None:
        stays, leaves, changes, enters = new_enterprise(), new_enterprise(), new_enterprise(), new_enterprise()
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
        path = file_of(tmp_path, line_of(new_enterprise()))
        run(path, "--confirm")
        said, _ = run(path, "--confirm")
        assert "没有变化，共1条" in said
        assert (ExternalEdition.objects.count(), ExternalListing.objects.count()) == (1, 1)

    def test_the_same_rows_of_a_later_day_are_a_new_edition(self, tmp_path: Path) -> None:
        path = file_of(tmp_path, line_of(new_enterprise()))
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
        good, bad = new_enterprise(), new_enterprise()
        path = file_of(tmp_path, line_of(good), change(line_of(bad), bad.uscc))
        _, refused = run(path, "--confirm")
        assert refused.startswith("第3行 ")
        assert words in refused
        assert "有1行有误，没有写入任何内容" in refused
        assert (ExternalEdition.objects.count(), ExternalListing.objects.count()) == (0, 0)

    def test_a_row_twice_counts_once_and_two_stories_of_one_document_are_refused(self, tmp_path: Path) -> None:
        one = new_enterprise()
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
        one = new_enterprise()
        path = file_of(tmp_path, f"{person},拒不履行,执9号,法院,2026-99-99,", line_of(one))
        said, refused = run(path, "--confirm")
        assert "自然人1行，没有读取" in said
        assert not any(part in said + refused for part in ("王某某", RESIDENT, "002X", "1231002"))
        assert list(ExternalListing.objects.values_list("uscc", flat=True)) == [one.uscc]

    def test_a_column_says_who_is_a_natural_person(self, tmp_path: Path) -> None:
        header = "名称,统一社会信用代码,列入日期,主体类别"
        one = new_enterprise()
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
        path = file_of(tmp_path, line_of(new_enterprise(), listed="2026-01-15"))
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
        path = file_of(tmp_path, line_of(new_enterprise()))
        origin = Origin(source="法院", label="1", as_of=FIRST, sha256="0" * 64)
        with pytest.raises(FourEyes):
            take_over(the_list(DEBTORS), rows=(), origin=origin, by=office(), confirmed_by=office(), at=noon(TODAY))
        with pytest.raises(CommandError, match="另一人确认"):
            call_command("import_external_list", DEBTORS, str(path), *WORDS, "--confirm", "office")
        with pytest.raises(CommandError, match="一次性验证码"):
            call_command("import_external_list", DEBTORS, str(path), *WORDS, "--confirm", second().username)
        taken_over(row_of(new_enterprise()))
        with pytest.raises(IntegrityError), transaction.atomic():
            ExternalEdition.objects.update(confirmed_by=office())

    def test_a_code_confirms_one_file_once(self, tmp_path: Path, client: Client) -> None:
        path = file_of(tmp_path, line_of(new_enterprise()))
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
