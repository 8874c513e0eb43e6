"""Rows, editions and files of external lists, made up for tests."""

from datetime import date, timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from enterprises.logins.models import SecondPersonCode
from enterprises.logins.second_person import issue_code
from enterprises.register.models import Enterprise
from enterprises.shared import clock
from lists.external.columns import ExternalRow
from lists.external.importing import Origin, file_number, take_over
from lists.external.models import ExternalListing
from tests.lists.make import TODAY, noon, office, the_list

DEBTORS, TAX = "dishonest-debtors", "tax-violations"
CONFIRM = SecondPersonCode.Purpose.CONFIRM_EXTERNAL
FIRST, SECOND = date(2026, 11, 1), date(2026, 11, 10)
DAY = timedelta(days=1)
ODD = "91350203M0001FUE2P"  # has the form of a code, and fails its check
RESIDENT = "11010519491231002X"  # the example of GB 11643
CODES = "身份证号/社会信用代码/组织机构代码/工商注册号"
WORDS = ["--source", "省高院", "--edition", "第1期", "--as-of", "2026-11-01", "--by", "office"]
HEADER = f"当事人姓名/单位名称,{CODES},列入黑名单事由,案号,执行法院,列入名单时间,有效期至"


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
