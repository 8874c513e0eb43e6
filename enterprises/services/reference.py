"""Loading reference data; the same again changes nothing."""

from django.db import transaction

from enterprises.models import Industry, Region
from enterprises.reference.industries import SECTIONS
from enterprises.reference.regions import region_rows


@transaction.atomic
def load_reference() -> tuple[int, int]:
    """Write all divisions and industries and return how many of each there are."""
    regions = [
        Region(
            code=row.code,
            name=row.name,
            parent_id=row.parent,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            earlier_names="、".join(row.earlier_names),
        )
        for row in region_rows()
    ]
    _upsert(Region, regions, ["name", "parent", "valid_from", "valid_until", "earlier_names"])
    sections = [Industry(code=letter, name=name) for letter, (name, _) in SECTIONS.items()]
    divisions = [
        Industry(code=code, name=name, parent_id=letter)
        for letter, (_, parts) in SECTIONS.items()
        for code, name in parts.items()
    ]
    _upsert(Industry, sections, ["name"])
    _upsert(Industry, divisions, ["name", "parent"])
    return len(regions), len(sections) + len(divisions)


def _upsert(model: type[Region] | type[Industry], rows: list[Region] | list[Industry], columns: list[str]) -> None:
    model._default_manager.bulk_create(  # type: ignore[misc]
        rows, batch_size=500, update_conflicts=True, unique_fields=["code"], update_fields=columns
    )
