"""What a scan for personal data finds in records, enterprises and issued documents; names places, never numbers.

docs/operations/personal-data.md describes what an operator does about it.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.db import models

from enterprises.agencies.models import Agency
from enterprises.cases.models import Ban, Case, CaseEvent, CaseParty
from enterprises.documents.letters.models import LetterService
from enterprises.documents.models import DocumentEvent, IssuedDocument, IssuedFile
from enterprises.documents.refs import RefKind
from enterprises.enforcement.models import Campaign, CampaignEvent
from enterprises.evaluations.models import Institution, InstitutionEvent, InstitutionGrade
from enterprises.records.maker_notices import MakerNotice
from enterprises.records.models import ImportBatch, PublicationExtension, Record, RecordEvent
from enterprises.register.fields import REGISTER_FIELDS
from enterprises.register.models import Enterprise, FormerName
from enterprises.shared.rules.characters import unified
from enterprises.shared.rules.masking import public_text, suspicions_of
from enterprises.shared.typed_texts.models import TypedText
from enterprises.shields.models import Shield, ShieldEvent

CHUNK = 2_000
# Texts of the portal itself, and codes that were checked.
_OWN = frozenset({"contact_phone", "base_url", "issuer", "remedies", "uscc", "source_code", "number", "issued_at"})
_REGISTER_NUMBER = "注册号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One text that holds personal data: where it is, and an excerpt with stars in it.

    `is_public`: anybody may read it there now.
    """

    place: str
    id: str
    field: str
    excerpt: str
    is_public: bool = False


def excerpts_of(text: str, *, label: str = "") -> Iterator[str]:
    """Give an excerpt for each thing that masking would hide."""
    if public_text(text, label=label) != unified(text):
        for one in suspicions_of(text, label=label):
            yield one.excerpt


def database_findings() -> Iterator[Sighting]:
    """Search the columns in which people type; what is stored there is masked when it is shown."""
    for model, names in _COLUMNS.items():
        yield from column_findings(model, names)
    yield from case_findings()
    for pk, details in Record.objects.order_by("pk").values_list("pk", "details").iterator(CHUNK):
        for field, text in texts_in(details):
            for excerpt in excerpts_of(text):
                yield Sighting(place="record", id=str(pk), field=field, excerpt=excerpt)


_COLUMNS: dict[type[models.Model], tuple[str, ...]] = {
    Record: ("subject_name", "document_number", "gravity_reason", "legal_basis", "repair_basis"),
    RecordEvent: ("reason",),
    TypedText: ("typed",),
    PublicationExtension: ("legal_basis",),
    MakerNotice: ("maker", "comment", "urgent_reason"),
    Enterprise: tuple(field.column for field in REGISTER_FIELDS.values() if field.typed and field.column),
    FormerName: ("name",),
    Agency: ("name",),
    ImportBatch: ("file_name",),
    DocumentEvent: ("reason",),
    LetterService: ("note",),
    Institution: ("name", "qualification", "qualification_authority", "method", "withdrawn_reason"),
    InstitutionGrade: ("meaning",),
    InstitutionEvent: ("reason",),
    Campaign: ("name", "notice", "goals"),
    CampaignEvent: ("reason",),
    Shield: ("court", "ruling_number", "legal_basis"),
    ShieldEvent: ("reason",),
}


_CASE_COLUMNS: dict[type[models.Model], tuple[str, ...]] = {
    Case: ("about_label", "papers_wanted", "outcome_reason"),
    CaseEvent: ("reason",),
    Ban: ("reason",),
}


def case_findings() -> Iterator[Sighting]:
    """Search what officers write about cases, which letters and histories of records repeat; also for the applicant.

    What the applicant wrote stays in the case and is not searched: statement, party, papers.
    """
    for model, names in _CASE_COLUMNS.items():
        yield from column_findings(model, names)
    for party in CaseParty.objects.select_related("case").order_by("pk").iterator(CHUNK):
        for where, text in _written_about(party.case):
            for value in _personal_of(party):
                if value in text:
                    excerpt = f"{value[0]}{'*' * (len(value) - 1)}"
                    yield Sighting(place="case", id=party.case.number, field=where, excerpt=excerpt)


def _written_about(case: Case) -> Iterator[tuple[str, str]]:
    """Give place and text of what officers wrote in a case and in the history of its record."""
    yield "outcome_reason", case.outcome_reason
    for reason in CaseEvent.objects.filter(case=case).values_list("reason", flat=True):
        yield "events", reason
    if case.about_kind == RefKind.RECORD:
        for reason in RecordEvent.objects.filter(record=case.about_id).values_list("reason", flat=True):
            yield "recordevent", reason


def _personal_of(party: CaseParty) -> list[str]:
    """Return what of an applicant nobody may read; the name of a legal representative is public."""
    name = "" if party.capacity == CaseParty.Capacity.LEGAL_REPRESENTATIVE else party.name
    return [value for value in (name, party.telephone, party.mail) if len(value) > 1]


def column_findings(model: type[models.Model], names: tuple[str, ...]) -> Iterator[Sighting]:
    """Search text columns of a table."""
    place = model._meta.model_name or ""
    for pk, *texts in model._default_manager.order_by("pk").values_list("pk", *names).iterator(CHUNK):
        for name, text in zip(names, texts, strict=True):
            for excerpt in excerpts_of(text or ""):
                yield Sighting(place=place, id=str(pk), field=name, excerpt=excerpt)


def document_findings() -> Iterator[Sighting]:
    """Search issued documents: what was frozen, from which PDFs and workbooks are made, and the plain files."""
    documents = IssuedDocument.objects.order_by("pk").prefetch_related(
        models.Prefetch("files", IssuedFile.objects.filter(format__in=("json", "csv")))
    )
    for document in documents.iterator(100):
        yield from _snapshot_findings(document)
        for file in document.files.all():
            yield from _file_findings(document, file)


def _snapshot_findings(document: IssuedDocument) -> Iterator[Sighting]:
    """Search the snapshot; of a recalled document it is served no more."""
    for field, text, label in cells_in(document.snapshot):
        for excerpt in excerpts_of(text, label=label):
            is_public = document.recalled_at is None
            yield Sighting(place="document", id=document.number, field=field, excerpt=excerpt, is_public=is_public)


def _file_findings(document: IssuedDocument, file: IssuedFile) -> Iterator[Sighting]:
    if file.format == "json":
        return  # the snapshot itself, or an edition's, which is made of it
    made_at = file.rebuilt_at or document.issued_at
    is_public = document.recalled_at is None or made_at >= document.recalled_at
    rows = csv.reader(StringIO(bytes(file.content).decode("utf-8-sig", "replace")))
    for line, row in enumerate(rows, start=1):
        for excerpt in (excerpt for text in row for excerpt in excerpts_of(text)):
            field = f"{file.format} {line}"
            yield Sighting(place="document file", id=document.number, field=field, excerpt=excerpt, is_public=is_public)


def cells_in(value: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Give path, text and deciding label of each text in frozen JSON, without the portal's own."""
    if isinstance(value, Mapping):
        label = _REGISTER_NUMBER if value.get("label") == _REGISTER_NUMBER else ""
        for key, one in value.items():
            if key in _OWN:
                continue
            for where, text, inner in cells_in(one, f"{path}.{key}" if path else str(key)):
                yield where, text, label or inner
    elif isinstance(value, str):
        yield path, value, ""
    elif isinstance(value, Iterable):
        for place, one in enumerate(value):
            yield from cells_in(one, f"{path}[{place}]")


def texts_in(details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give code and text of each value of a record."""
    for code, value in details.items():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                yield code, text
