"""Loading reference data; the same again changes nothing."""

from django.db import transaction

from enterprises.register.models import Industry, Region
from enterprises.register.reference.industries import SECTIONS
from enterprises.register.reference.regions import region_rows

BATCH = 500


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
        for row in region_rows(with_zones=True)
    ]
    Region.objects.bulk_create(
        regions,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "parent", "valid_from", "valid_until", "earlier_names"],
    )
    sections = [Industry(code=letter, name=name) for letter, (name, _) in SECTIONS.items()]
    divisions = [
        Industry(code=code, name=name, parent_id=letter)
        for letter, (_, parts) in SECTIONS.items()
        for code, name in parts.items()
    ]
    Industry.objects.bulk_create(
        [*sections, *divisions],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "parent"],
    )
    return len(regions), len(sections) + len(divisions)
