"""Records that listings rest on: published and changed by the services officers use, or stored as plain rows."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules.lifecycle import WITHDRAWAL_LABELS, State, WithdrawalReason
from enterprises.records.services.bulk_publication import publish_next
from enterprises.records.services.corrections import mark_disputed, unmark_disputed
from enterprises.records.services.drafting import draft_new_version, edit_draft, submit_record
from enterprises.records.services.publication import publish_record
from enterprises.records.services.workflow import RECORDS
from enterprises.register.models import Enterprise
from lists.listings.models import Listing
from lists.listings.services.proposals import propose_listings
from tests import make
from tests.lists.make import BLACK, RED, TODAY, agency, decided, noon, office, the_list
from tests.make import Office

FOUND = date(2026, 9, 1)  # before the stories of tests.lists.make begin
CHANGED = TODAY
GRAVE = {"CF_CFLB": "吊销许可证件", "CF_NR_ZKDX": "食品经营许可证", "CF_NR_FK": "", "CF_JDRQ": "2026-08-20"}
FINE = {"CF_CFLB": "罚款", "CF_NR_ZKDX": "", "CF_NR_FK": "1.5"}
Change = Callable[[Office, Record], None]


def grave(office: Office, enterprise: Enterprise, *, number: str = "武市监处罚〔2026〕15号") -> Record:
    """Publish a penalty that is a ground for the black list alone."""
    return make.published(office, enterprise=enterprise, at=noon(FOUND), CF_WSH=number, **GRAVE)


def honour(office: Office, enterprise: Enterprise) -> Record:
    """Publish an honour that is a ground for the red list."""
    return make.published(office, enterprise=enterprise, kind="honour", at=noon(FOUND), X_RY_LB="纳税信用A级")


def listed(office: Office, enterprise: Enterprise, *records: Record) -> Listing:
    """List an enterprise on the list that these records are grounds for."""
    listing = decided(slug=RED if records[0].kind == "honour" else BLACK, enterprise=enterprise)
    return rest_on(listing, *records)


def rest_on(listing: Listing, *records: Record) -> Listing:
    """Have a listing rest on records alone."""
    rests = {"record_ids": [record.pk for record in records], "ground_document": "", "ground_penalty": ""}
    Listing.objects.filter(pk=listing.pk).update(**rests)
    listing.refresh_from_db()
    return listing


def withdrawn(reason: WithdrawalReason, *, on: date = CHANGED) -> Change:
    """Take a record off for that reason."""

    def change(office: Office, record: Record) -> None:
        with transaction.atomic():
            RECORDS.move(
                RECORDS.locked(record),
                verb="withdraw",
                by=office.reviewer,
                at=noon(on),
                reason=WITHDRAWAL_LABELS[reason],
                withdrawn_at=noon(on),
                withdrawn_reason=reason,
                withdrawn_by=office.reviewer,
            )

    return change


def corrected(changes: Mapping[str, str], *, on: date = CHANGED) -> Change:
    """Publish a new version of a record."""

    def change(office: Office, record: Record) -> None:
        version = prepared_version(office, record, changes, on=on)
        publish_record(record=version, by=office.reviewer, at=noon(on), personal_data_confirmed=True)

    return change


def corrected_in_a_batch(changes: Mapping[str, str], *, on: date = CHANGED) -> Change:
    """Publish a new version with the batch that it came in."""

    def change(office: Office, record: Record) -> None:
        version = prepared_version(office, record, changes, on=on)
        batch = ImportBatch.objects.create(
            kind=record.kind, agency=office.agency, imported_by=office.recorder, created_at=noon(on)
        )
        Record.objects.filter(pk=version.pk).update(batch=batch)
        done = publish_next(
            batch=batch, after_id=0, by=office.reviewer, at=noon(on), confirmed=[version.pk], changes=[version.pk]
        )
        assert done is not None
        assert done.count == 1, done.refused

    return change


def disputed(office: Office, record: Record) -> None:
    """Mark a record as disputed."""
    mark_disputed(record=record, reason="异议申请1号", by=office.reviewer, at=noon(CHANGED))


def settled(office: Office, record: Record) -> None:
    """Take the mark off."""
    unmark_disputed(record=record, reason="异议不成立", by=office.reviewer, at=noon(CHANGED))


def prepared_version(office: Office, record: Record, changes: Mapping[str, str], *, on: date = CHANGED) -> Record:
    version = draft_new_version(record=Record.objects.get(pk=record.pk), by=office.recorder, at=noon(on))
    typed = make.typed(record.kind, **{**GRAVE, "CF_WSH": record.document_number, **changes})
    version = edit_draft(record=version, raw=typed, by=office.recorder, at=noon(on))
    return submit_record(record=version, by=office.recorder, at=noon(on), personal_data_confirmed=True)


def record(enterprise: Enterprise, *, kind: str, key: str = "1", **columns: Any) -> Record:
    """Store a public record as it is, without the steps that lead there."""
    values: dict[str, Any] = {
        "agency": agency(),
        "decided_on": date(2026, 6, 1),
        "natural_key": f"{enterprise.uscc}|{kind}|{key}",
        "state": State.PUBLISHED,
        "public_from": date(2026, 6, 2),
        "public_until": date(2029, 6, 1),
        "period_rule": "test",
        "recorded_by": office("recorder"),
        "reviewed_by": office("reviewer"),
        "created_at": noon(date(2026, 6, 1)),
        "published_at": noon(date(2026, 6, 2)),
    }
    return Record.objects.create(enterprise=enterprise, kind=kind, **{**values, **columns})


def revoked(enterprise: Enterprise, **columns: Any) -> Record:
    """Store a penalty that is a ground for the black list."""
    details = {"CF_CFLB": ["吊销许可证件"]}
    return record(enterprise, kind="penalty", gravity="SERIOUS", details=details, document_number="15号", **columns)


def honoured(enterprise: Enterprise) -> Record:
    """Store an honour that is a ground for the red list."""
    return record(enterprise, kind="honour", details={"X_RY_LB": "纳税信用A级", "X_RY_MC": "纳税信用A级纳税人"})


def propose(slug: str = BLACK) -> list[Listing]:
    """Propose whom the criteria of a list find."""
    return propose_listings(credit_list=the_list(slug), on=TODAY, by=office(), at=noon(TODAY))
