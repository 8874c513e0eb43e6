"""`python -m tests.bench.search.portal_fill SIZE`: an empty database filled with generated firms.

Runs in a process of its own with the settings of the portal that is to be asked.
"""

import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

from tests.bench.search import firms

CHUNK = 1000
CREATED = datetime(2020, 1, 1, tzinfo=UTC)


def main(size: int) -> None:
    """Migrate and fill."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditportal.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    with transaction.atomic():
        for first in range(0, size, CHUNK):
            write(firms.firm_at(number) for number in range(first, min(first + CHUNK, size)))


def write(made: Iterable[firms.Firm]) -> None:
    """Insert firms with their former names."""
    from enterprises.models import Enterprise, FormerName
    from enterprises.rules.names import fold_name
    from enterprises.services.bulk import insert_all

    made = list(made)
    rows = [
        Enterprise(
            uscc=firm.uscc,
            register_number=firm.register_number,
            name=firm.name.text,
            folded_name=fold_name(firm.name.text),
            status=firm.status,
            region_id=firm.region,
            public_from=firms.PUBLIC_FROM,
            created_at=CREATED,
        )
        for firm in made
    ]
    insert_all(rows)
    FormerName.objects.bulk_create(
        FormerName(enterprise=row, name=name.text, folded_name=fold_name(name.text))
        for firm, row in zip(made, rows, strict=True)
        for name in firm.former
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
