"""Rows of the database that documents are about."""

from datetime import date

from django.contrib.auth.models import User

from enterprises.agencies.models import Agency
from enterprises.catalogue.types import Chapter
from enterprises.creditfile.report.services import issue_report_on
from enterprises.creditfile.types import CreditFile
from enterprises.documents.models import IssuedDocument
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.register.models import Enterprise
from tests.documents.files import INSTANT, USCC, credit_file, credit_row

PUBLIC_FROM = date(2026, 4, 2)
PUBLIC_UNTIL = date(2027, 4, 2)


def enterprise(*, uscc: str = USCC, name: str = "武汉江城示例科技有限公司") -> Enterprise:
    """Store a public enterprise."""
    return Enterprise.objects.create(uscc=uscc, name=name, folded_name=name, public_from=date(2020, 1, 1))


def published_record(subject: Enterprise, *, key: str = "key-1") -> Record:
    """Store a record that is public from 2026-04-02 to 2027-04-01."""
    agency, _ = Agency.objects.get_or_create(code="11420100568372889N", defaults={"name": "武汉市市场监督管理局"})
    recorder, _ = User.objects.get_or_create(username="recorder")
    reviewer, _ = User.objects.get_or_create(username="reviewer")
    return Record.objects.create(
        kind="penalty",
        enterprise=subject,
        agency=agency,
        natural_key=key,
        state=State.PUBLISHED,
        public_from=PUBLIC_FROM,
        public_until=PUBLIC_UNTIL,
        period_rule="R",
        recorded_by=recorder,
        reviewed_by=reviewer,
        created_at=INSTANT,
        published_at=INSTANT,
    )


def withdraw(record: Record) -> None:
    """Take a record off."""
    Record.objects.filter(pk=record.pk).update(
        state=State.WITHDRAWN, withdrawn_at=INSTANT, withdrawn_reason=WithdrawalReason.REPAIRED
    )


def file_with(record: Record) -> CreditFile:
    """Make the credit file that shows one record."""
    return credit_file(rows={Chapter.ADMINISTRATION: (credit_row(record_id=record.pk),)})


def report_with(record: Record) -> IssuedDocument:
    """Issue the report that shows one record."""
    return issue_report_on(file_with(record), enterprise=record.enterprise, at=INSTANT)


def bytes_of(document: IssuedDocument, *, format: str = "pdf") -> bytes:  # noqa: A002
    """Return what was stored of a document."""
    return bytes(document.files.get(format=format).content)
