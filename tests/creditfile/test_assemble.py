"""What a credit file shows, to whom, and until when."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises.catalogue.cells import Audience
from enterprises.catalogue.registry import KINDS
from enterprises.catalogue.types import Chapter
from enterprises.creditfile.assemble import assemble
from enterprises.creditfile.types import CreditFile, FileRow
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.records.services.corrections import mark_disputed, withdraw_record
from enterprises.register.models import Enterprise, FormerName
from tests.creditfile.make import AT, published
from tests.importing.make import new_enterprise, office

pytestmark = pytest.mark.django_db

ON = date(2026, 5, 4)


def file_of(enterprise: Enterprise, *, on: date = ON, audience: Audience = Audience.PUBLIC) -> CreditFile:
    fresh = Enterprise.objects.select_related("region", "industry", "parent").get(pk=enterprise.pk)
    return assemble(fresh, on=on, at=AT, audience=audience)


def rows_of(file: CreditFile, chapter: Chapter) -> tuple[FileRow, ...]:
    return next(view.rows for view in file.chapters if view.chapter is chapter)


def test_the_ten_chapters_stand_in_the_order_of_the_standard() -> None:
    file = file_of(new_enterprise())
    assert [view.chapter for view in file.chapters] == list(Chapter)
    assert [view.numeral for view in file.chapters] == list("一二三四五六七八九十")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_published_record_of_each_kind_stands_in_its_chapter(kind: str) -> None:
    enterprise, at_office = new_enterprise(), office()
    record = published(kind, enterprise, at_office)
    file = file_of(enterprise)
    [row] = rows_of(file, KINDS[kind].chapter)
    assert (row.ref.id, row.kind, row.source, row.public_from) == (record.pk, kind, at_office.agency.name, ON)
    assert row.legal_basis
    counted = {counter.chapter: counter.count for counter in file.counters}
    assert counted == {chapter: int(chapter is KINDS[kind].chapter) for chapter in Chapter if 2 <= chapter <= 9}


def test_a_record_is_gone_on_the_first_day_after_its_period() -> None:
    enterprise = new_enterprise()
    record = published("penalty", enterprise, office())
    assert record.public_until is not None
    [row] = rows_of(file_of(enterprise, on=record.public_until - timedelta(days=1)), Chapter.ADMINISTRATION)
    assert row.last_public_on == record.public_until - timedelta(days=1)
    assert rows_of(file_of(enterprise, on=record.public_until), Chapter.ADMINISTRATION) == ()


def test_a_withdrawn_record_is_gone_at_once() -> None:
    enterprise, at_office = new_enterprise(), office()
    record = published("penalty", enterprise, at_office)
    withdraw_record(record=record, reason=WithdrawalReason.ANNULLED, note="复议撤销", by=at_office.reviewer, at=AT)
    assert rows_of(file_of(enterprise), Chapter.ADMINISTRATION) == ()


def test_a_disputed_record_stays_and_says_so() -> None:
    enterprise, at_office = new_enterprise(), office()
    record = published("penalty", enterprise, at_office)
    mark_disputed(record=record, reason="当事人提出异议", by=at_office.reviewer, at=AT)
    [row] = rows_of(file_of(enterprise), Chapter.ADMINISTRATION)
    assert row.disputed


def test_what_is_not_public_is_in_no_cell_for_the_public() -> None:
    enterprise = new_enterprise()
    record = published(
        "penalty", enterprise, office(), CF_SY="身份证420106199001011231的张某,电话13812345678", BZ="内部备注"
    )
    Record.objects.filter(pk=record.pk).update(details={**record.details, "CF_FR_ZJHM": "420106199001011231"})
    for audience in Audience:
        [row] = rows_of(file_of(enterprise, audience=audience), Chapter.ADMINISTRATION)
        text = " ".join(cell.value for cell in row.cells)
        assert "420106199001011231" not in text
        assert "13812345678" not in text
        assert ("内部备注" in text) is (audience is Audience.GOVERNMENT)


def test_the_subject_is_named_in_a_row_only_where_it_was_typed_otherwise() -> None:
    enterprise = new_enterprise(name="武汉乙商贸有限公司")
    record = published("penalty", enterprise, office())
    [row] = rows_of(file_of(enterprise), Chapter.ADMINISTRATION)
    assert not {"CF_XDR_MC", "CF_XDR_SHXYM", "CF_FRDB"} & {cell.code for cell in row.cells}
    Record.objects.filter(pk=record.pk).update(subject_name="武汉甲商贸有限公司")
    [row] = rows_of(file_of(enterprise), Chapter.ADMINISTRATION)
    assert ("CF_XDR_MC", "武汉甲商贸有限公司") in {(cell.code, cell.value) for cell in row.cells}


def test_a_branch_names_its_head_office_only_if_that_is_public() -> None:
    head = new_enterprise(1)
    branch = new_enterprise(2, name="武汉甲商贸有限公司江岸分公司", parent=head)
    parent = file_of(branch).subject.parent
    assert parent is not None and parent.uscc == head.uscc
    assert [each.uscc for each in file_of(head).subject.branches] == [branch.uscc]
    Enterprise.objects.filter(pk=head.pk).update(public_from=None)
    assert file_of(branch).subject.parent is None


def test_a_file_costs_the_same_queries_however_much_it_holds() -> None:
    enterprise, at_office = new_enterprise(), office()
    FormerName.objects.create(enterprise=enterprise, name="旧名", folded_name="旧名")
    published("licence", enterprise, at_office)
    published("penalty", enterprise, at_office)
    with CaptureQueriesContext(connection) as few:
        file_of(enterprise)
    for number in range(4):
        published("penalty", enterprise, at_office, CF_WSH=f"武市监罚〔2026〕{number}号")
    with CaptureQueriesContext(connection) as many:
        file_of(enterprise)
    assert len(many) == len(few) <= 11
