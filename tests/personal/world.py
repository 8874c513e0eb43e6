"""An enterprise with a made-up resident number in every public text: no such county, and a birth that lies ahead."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from enterprises.agencies.models import Agency
from enterprises.catalogue.personal_data import public_fields
from enterprises.catalogue.registry import KINDS
from enterprises.records.models import Record
from enterprises.register.models import Enterprise, FormerName
from enterprises.shared.rules.document_numbers import fold_document_number
from lists.criteria.definitions import ORDER_44
from lists.criteria.models import CreditList
from lists.editions.models import Edition
from lists.editions.services.editions import draft_edition, publish_edition
from lists.listings.models import Listing
from lists.listings.services.decisions import decide_listing, propose_listing
from tests import make
from tests.catalogue.rows import ROWS
from tests.lists import make as lists_make

NUMBER = "420199209801010018"
SHOWN = "420199********0018"
PLANTED = f"文{NUMBER}号"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The enterprise, its records, its listing and the edition that names it."""

    enterprise: Enterprise
    records: dict[str, Record]
    listing: Listing
    edition: Edition


def planted_world(planted: str = PLANTED) -> World:
    """Make an enterprise with a public record of every kind, and plant a text in all texts that anybody reads."""
    office, enterprise = make.office(), make.new_enterprise()
    records = {
        kind: make.published(office, enterprise=enterprise, kind=kind, at=make.AT, **_recent(kind)) for kind in KINDS
    }
    for record in records.values():
        plant_in_record(record, planted)
    listing = _listing(enterprise, planted, authority=office.agency)
    Agency.objects.update(name=planted)
    FormerName.objects.create(enterprise=enterprise, name=planted, folded_name=planted)
    texts = ("name", "legal_representative", "legal_form", "address", "business_scope", "register_number")
    Enterprise.objects.filter(pk=enterprise.pk).update(folded_name=planted, **dict.fromkeys(texts, planted))
    draft = draft_edition(credit_list=listing.credit_list, as_of=make.ON, by=lists_make.office("a"), at=make.AT).edition
    edition = publish_edition(edition=draft, by=lists_make.office("b"), at=make.AT)
    enterprise.refresh_from_db()
    return World(enterprise=enterprise, records=records, listing=listing, edition=edition)


def _recent(kind: str) -> dict[str, str]:
    """Return the days of a right row so late that a record is public at the tests' moment."""
    return {code: "2026-04-01" for code, value in ROWS[kind].items() if value == "2025-01-02"}


def plant_in_record(record: Record, planted: str = PLANTED) -> None:
    """Put a text into each public field of a record, past the checks of forms and imports."""
    for field in public_fields(KINDS[record.kind]):
        if field.column is None or field.code in record.details:
            record.details[field.code] = [planted] if isinstance(record.details.get(field.code), list) else planted
        else:
            setattr(record, field.column.value, planted)
    record.folded_document_number = fold_document_number(record.document_number)
    record.legal_basis = planted
    record.save()


def _listing(enterprise: Enterprise, planted: str, *, authority: Agency) -> Listing:
    first, second = lists_make.office("first"), lists_make.office("second", of=authority)
    credit_list = CreditList.objects.get(slug=lists_make.BLACK)
    listing = propose_listing(
        credit_list=credit_list,
        enterprise=enterprise,
        criterion="M-01",
        reason="事由",
        record_ids=(),
        by=first,
        at=make.AT,
        ground_document=planted,
        ground_penalty="责令关闭",
    )
    steps = {"proposed_on": "2026-04-01", "notice_served_on": "2026-04-01", "notified_on": "2026-04-01"}
    Listing.objects.filter(pk=listing.pk).update(
        reason=planted, state="NOTIFIED", objection_until="2026-04-20", notice_proof=lists_make.proof(), **steps
    )
    listing = _decided(listing, planted, authority=authority, by=second)
    Listing.objects.filter(pk=listing.pk).update(term_basis=planted)
    listing.refresh_from_db()
    return listing


def _decided(listing: Listing, planted: str, *, authority: Agency, by: User) -> Listing:
    return decide_listing(
        listing=listing,
        document_number=planted,
        decided_on=make.ON,
        authority=authority,
        term_months=36,
        term_basis=ORDER_44,
        finding=planted,
        found=("性质恶劣", "情节严重", "社会危害较大"),
        objection_outcome="无异议",
        personal_data_confirmed=True,
        by=by,
        at=make.AT,
    )
