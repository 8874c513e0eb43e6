"""scan_personal_data names where numbers lie, and --reissue takes them out of what is served."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import time_machine
import xlsxwriter
from django.core.management import CommandError, call_command
from django.test import Client

from creditportal.scanning import file_findings
from enterprises.agencies.models import Agency
from enterprises.cases.models import CaseParty
from enterprises.cases.services.intake import Applicant
from enterprises.catalogue.personal_data import _suspicions
from enterprises.creditfile.report.reissue import reissue_report
from enterprises.creditfile.report.services import issue_report
from enterprises.documents.models import DocumentEvent, IssuedDocument
from enterprises.documents.recalls import RecallRefused
from enterprises.documents.verification import Verdict, verify_file, verify_number
from enterprises.register.models import Enterprise
from enterprises.scanning import database_findings
from enterprises.shared import clock
from enterprises.shared.rules.masking import free_text
from enterprises.shared.workflow.refusals import FourEyes
from lists.editions.models import Edition
from lists.editions.services.recalls import reissue_edition
from search.engines import index
from search.indexing.documents import document_of
from search.indexing.entries import entries_of
from tests import make
from tests.cases import make as cases
from tests.lists import make as lists_make
from tests.personal.texts import texts_of
from tests.personal.world import NUMBER, World, planted_world
from tests.search.make import forget_index

pytestmark = pytest.mark.django_db
LATER = make.AT.replace(hour=5)


@pytest.fixture
def leaked(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Make report, edition and index document while nothing was masked yet."""
    with time_machine.travel(make.AT, tick=False) as clock:
        with monkeypatch.context() as unmasked:
            unmasked.setattr(free_text, "_GROUPS", ())
            world = planted_world()
            issue_report(enterprise=world.enterprise, at=make.AT)
            document = document_of(world.enterprise.pk)
            assert document is not None
            index().replace([document])
            index().entries.replace(entries_of([world.enterprise.pk]))
            index().refresh()
            index().entries.refresh()
        _suspicions.cache_clear()
        clock.move_to(LATER)
        yield world
    forget_index()


def scan(*arguments: str) -> tuple[int, list[dict[str, object]]]:
    """Run the command; return its status and what it printed."""
    out = StringIO()
    try:
        call_command("scan_personal_data", "--json", *arguments, stdout=out, stderr=StringIO())
    except CommandError as error:
        return error.returncode, _rows(out)
    return 0, _rows(out)


def _rows(out: StringIO) -> list[dict[str, object]]:
    assert NUMBER not in out.getvalue()
    return [json.loads(line) for line in out.getvalue().splitlines() if line.startswith("{")]


def test_every_place_is_named_and_no_number(leaked: World) -> None:
    status, rows = scan()
    assert status == 1
    public = {row["place"] for row in rows if row["is_public"]}
    assert public == {"document", "document file", "index", "index entry"}
    found_by = {row["id"] for row in rows if row["place"] == "index entry"}
    assert found_by == {str(record.pk) for record in leaked.records.values()}
    inner = {row["place"] for row in rows if not row["is_public"]}
    assert {"record", "enterprise", "formername", "agency", "listing", "entry"} <= inner
    report = IssuedDocument.objects.get(kind="REPORT")
    assert any(row["id"] == report.number and str(row["field"]).startswith("file.chapters") for row in rows)


def test_a_clean_portal_ends_with_zero(db: None) -> None:
    with time_machine.travel(make.AT, tick=False):
        enterprise = make.new_enterprise()
        make.published(make.office(), enterprise=enterprise)
        issue_report(enterprise=enterprise, at=make.AT)
        assert scan() == (0, [])


@pytest.mark.usefixtures("present")
def test_reissued_nothing_public_is_left(leaked: World, client: Client, tmp_path: Path) -> None:
    old = IssuedDocument.objects.get(kind="REPORT")
    old_pdf = bytes(old.files.get(format="pdf").content)
    edition_pdf = bytes(leaked.edition.document.files.get(format="pdf").content)  # type: ignore[union-attr]
    by, second, before = lists_make.office("first"), lists_make.office("second"), leaked.enterprise.revision
    status, _ = scan("--reissue", "--by", by.username, "--second", second.username, "--reason", "含个人信息")
    assert status == 0
    fresh = IssuedDocument.objects.get(corrects=old)
    for text in texts_of(fresh):
        assert NUMBER not in text
    for address in (f"/reports/{old.number}/", f"/reports/{old.number}.pdf", f"/reports/{old.number}.json"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert NUMBER not in answer.content.decode()
    assert fresh.number in client.get(f"/reports/{old.number}/").content.decode()
    assert verify_number(old.number, on=make.ON).verdict is Verdict.WITHDRAWN
    for number, content in enumerate((old_pdf, edition_pdf)):
        copy = tmp_path / f"{number}.pdf"
        copy.write_bytes(content)
        assert verify_file(copy, at=LATER).verdict is Verdict.WITHDRAWN
    served = client.get(f"/lists/{leaked.listing.credit_list.slug}/{leaked.edition.number}.csv").content.decode()
    assert NUMBER not in served
    assert fresh.number in client.get(f"/verify/{old.number}/").content.decode()
    assert bytes(old.files.get(format="pdf").content) == old_pdf  # kept, never served
    events = DocumentEvent.objects.filter(verb="recall").order_by("document__kind")
    assert [(each.document.kind, each.actor, each.second, each.reason) for each in events] == [
        ("EDITION", by, second, "含个人信息"),
        ("REPORT", by, None, "含个人信息"),
    ]
    leaked.enterprise.refresh_from_db()
    held = document_of(leaked.enterprise.pk)
    assert held is not None
    assert held.version == leaked.enterprise.revision > before
    index().replace([held])
    index().entries.replace(entries_of([leaked.enterprise.pk]))
    index().refresh()
    index().entries.refresh()
    status, rows = scan()
    assert (status, [row for row in rows if row["is_public"]]) == (0, [])
    assert any(row["place"] == "record" for row in rows)  # the database keeps what agencies wrote


def test_a_report_is_recalled_once_and_by_the_credit_office(leaked: World) -> None:
    old = IssuedDocument.objects.get(kind="REPORT")
    reissue_report(document=old, reason="含个人信息", by=lists_make.office(), at=LATER)
    with pytest.raises(RecallRefused):
        reissue_report(document=old, reason="含个人信息", by=lists_make.office(), at=LATER)


def test_an_enterprise_that_is_no_longer_public_gets_no_new_report(leaked: World) -> None:
    Enterprise.objects.filter(pk=leaked.enterprise.pk).update(public_from=None)
    old = IssuedDocument.objects.get(kind="REPORT")
    assert reissue_report(document=old, reason="含个人信息", by=lists_make.office(), at=LATER) is None
    old.refresh_from_db()
    assert old.recalled_at == LATER


def test_an_edition_needs_two_people(leaked: World) -> None:
    one = lists_make.office()
    with pytest.raises(FourEyes):
        reissue_edition(edition=Edition.objects.get(), reason="含个人信息", by=one, second=one, at=LATER)


def test_logs_and_workbooks_are_read(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "web.log").write_text(f"a\nGET {NUMBER}\n", encoding="utf-8")
    with xlsxwriter.Workbook(tmp_path / "errors.xlsx", {"constant_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, f"证号{NUMBER}")
    (tmp_path / "damaged.xlsx").write_bytes(b"PK no")
    found = list(file_findings(tmp_path))
    assert [(one.id, one.is_public) for one in found] == [("errors.xlsx", False), ("logs/web.log", False)]
    assert NUMBER not in str(found)


def test_events_and_file_names_are_read(leaked: World) -> None:
    Agency.objects.update(name="机关")
    record = leaked.records["penalty"]
    record.events.update(reason=f"见{NUMBER}")
    assert any(one.place == "recordevent" and one.field == "reason" for one in database_findings())


def test_what_officers_write_about_an_applicant_is_found(leaked: World) -> None:
    Agency.objects.update(name="机关")
    record, on = leaked.records["penalty"], clock.today()
    applicant = Applicant(name="李小红", capacity=CaseParty.Capacity.AGENT, telephone="027-88880000")
    case = cases.objection(cases.ref(record), on=on, applicant=applicant, statement="我是李小红").cases[0]
    assert [found for found in database_findings() if found.place.startswith("case")] == []
    case.events.update(reason="李小红来电027-88880000")
    record.events.update(reason="经李小红同意")
    found = [(one.id, one.field, one.excerpt) for one in database_findings() if one.place == "case"]
    assert sorted(set(found)) == [
        (case.number, "events", "0***********"),
        (case.number, "events", "李**"),
        (case.number, "recordevent", "李**"),
    ]
    CaseParty.objects.update(capacity=CaseParty.Capacity.LEGAL_REPRESENTATIVE)
    fields = {one.excerpt for one in database_findings() if one.place == "case"}
    assert fields == {"0***********"}


@pytest.mark.django_db(transaction=True)
def test_entries_of_the_index_are_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(make.AT, tick=False):
        with monkeypatch.context() as unmasked:
            unmasked.setattr(free_text, "_GROUPS", ())
            enterprise = make.new_enterprise()
            record = make.published(make.office(), enterprise=enterprise, kind="honour", X_RY_MC=f"称号{NUMBER}")
            index().entries.replace(entries_of([enterprise.pk]))
            index().entries.refresh()
        _suspicions.cache_clear()
        status, rows = scan()
        assert (status, [(row["id"], row["field"]) for row in rows if row["is_public"]]) == (
            1,
            [(str(record.pk), "X_RY_MC")],
        )
        before = Enterprise.objects.get().revision
        assert scan("--reissue", "--by", lists_make.office().username, "--reason", "含个人信息")[0] == 0
        assert Enterprise.objects.get().revision > before
    forget_index()
