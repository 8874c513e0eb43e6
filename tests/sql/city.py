"""The fixed small city on which the SQL is recorded: several rows wherever a page could ask once for each."""

import hashlib
from dataclasses import replace
from typing import Any
from unittest import mock

from enterprises.catalogue.registry import KINDS
from enterprises.creditfile.assemble import assemble
from enterprises.creditfile.report.content import TEMPLATE_VERSION, report_snapshot
from enterprises.documents.models import IssuedDocument
from enterprises.documents.services import refs_by_kind, store_document
from enterprises.evaluations.models import Institution
from enterprises.records.models import ImportBatch, Record
from enterprises.register.models import Enterprise, FormerName
from lists.editions.files import sealing
from lists.editions.services.editions import draft_edition, publish_edition
from tests import make
from tests.access.rows import Who
from tests.access.world import AT, World, make_world
from tests.lists import make as lists
from tests.make import Office
from tests.search.make import settle
from tests.sql.rooms import make_rooms

ENTERPRISES = ("武汉东湖科技有限公司", "武汉江城贸易有限公司", "武汉光谷物流有限公司")
REPORT = "20261120090000CDEFGHJK"

# The day by which a kind that is public for a year still is.
RECENT: dict[str, Any] = {"inspection": {"X_JC_RQ": "2026-04-01"}}


def make_city() -> World:
    """Make the world of the access table, and enterprises with records of every kind, listings and editions."""
    world = make_world()
    office = _office(world)
    enterprises = [make.new_enterprise(number, name=name) for number, name in enumerate(ENTERPRISES, start=1)]
    head = enterprises[0]
    FormerName.objects.create(enterprise=head, name="武汉东湖机电有限公司", folded_name="武汉东湖机电有限公司")
    for number in (4, 5):
        make.new_enterprise(number, name=f"武汉东湖科技有限公司第{number}分公司", parent=head)
    Record.objects.filter(pk=world.arguments["kettle"]).update(enterprise=head)
    things: dict[str, str | int] = {
        "uscc": head.uscc,
        **_make_records(office, enterprises),
        **_make_editions(enterprises),
        "report": _report_on(head).number,
    }
    things |= make_rooms(office, institution=Institution.objects.get(pk=world.arguments["institution"]))
    settle()
    return replace(world, arguments={**world.arguments, **things})


def _office(world: World) -> Office:
    recorder, reviewer = world.users[Who.RECORDER], world.users[Who.REVIEWER]
    assert recorder
    assert reviewer
    agency = recorder.officer.agency
    assert agency
    agency.code, agency.domain = make.uscc(department="1"), "MARKET_REGULATION"
    agency.save()
    return Office(agency=agency, recorder=recorder, reviewer=reviewer)


def _make_records(office: Office, enterprises: list[Enterprise]) -> dict[str, str | int]:
    """Publish a record of each kind for each enterprise; more penalties are drafts, or wait in a batch."""
    batch = ImportBatch.objects.create(kind="penalty", agency=office.agency, imported_by=office.recorder, created_at=AT)
    published, waiting, drafts = [], [], []
    for enterprise in enterprises:
        published += [
            make.published(office, enterprise=enterprise, kind=kind, **RECENT.get(kind, {})) for kind in sorted(KINDS)
        ]
        waiting += [make.submitted(office, enterprise=enterprise, CF_WSH=f"武市监处罚〔2026〕{n}号") for n in (3, 4)]
        drafts += [make.draft(office, enterprise=enterprise, CF_WSH=f"武市监处罚〔2026〕{n}号") for n in (5, 6)]
    Record.objects.filter(pk__in=[record.pk for record in waiting]).update(batch=batch)
    return {"record": drafts[0].pk, "waiting": waiting[0].pk, "published": published[0].pk, "batch": batch.pk}


def _make_editions(enterprises: list[Enterprise]) -> dict[str, str | int]:
    """Publish two editions with files that nobody prints, of one enterprise and of two, and leave two proposals."""
    second, numbers = lists.decider(), []
    for number, enterprise in enumerate(enterprises[:2], start=1):
        lists.decided(enterprise=enterprise, changes={"document_number": f"武信列〔2026〕{number}号", "by": second})
        draft = draft_edition(credit_list=lists.the_list(), as_of=lists.TODAY, by=lists.office(), at=AT).edition
        with mock.patch.object(sealing, "files_of", return_value={"csv": b"", "json": b"{}"}):
            numbers.append(publish_edition(edition=draft, by=second, at=AT).number)
    lists.notified(enterprise=enterprises[2])
    lists.proposed()
    lists.proposed()
    before, edition = numbers
    assert before
    assert edition
    return {"edition": edition, "before": before, "file_digest": hashlib.sha256(b"").hexdigest()}


def _report_on(enterprise: Enterprise) -> IssuedDocument:
    """Store a report with all it refers to; printing it needs no query."""
    file = assemble(enterprise, on=AT.date(), at=AT)
    snapshot = report_snapshot(file, number=REPORT, at=AT)
    return store_document(
        number=REPORT,
        kind=IssuedDocument.Kind.REPORT,
        snapshot=snapshot,
        refs=refs_by_kind(file.refs()),
        files={"json": b"{}"},
        at=AT,
        template_version=TEMPLATE_VERSION,
        enterprise=enterprise,
    )
