"""Write the made-up city: 2,000 enterprises as `make demo` does, and a million with two records each, on SQLite."""

import resource
from collections.abc import Iterator
from datetime import date

from django.core.management import call_command
from django.db import transaction

from creditportal.development.demo.accounts import create_staff
from creditportal.development.demo.enterprises import enterprises
from creditportal.development.demo.rows import CHUNK
from creditportal.development.demo.writing import write_city
from enterprises.register.models import Enterprise
from enterprises.shared.rules.names import fold_name
from tests.bench.figures import Figure, Target, scaled, seconds

ON = date(2026, 11, 1)
SMALL, LARGE, BARE = 2_000, 1_000_000, 20_000
FEWEST = 40  # lists need somebody to name
MEBIBYTE_IN_KIBIBYTES = 1024


def insert_bare(*, count: int) -> None:
    """Insert enterprises alone, without records and history, as Django's bulk_create does."""
    made = (
        Enterprise(
            uscc=enterprise.uscc,
            name=enterprise.name,
            folded_name=fold_name(enterprise.name),
            region_id=enterprise.region,
        )
        for enterprise in enterprises(count=count, seed=2, on=ON)
    )
    with transaction.atomic():
        Enterprise.objects.bulk_create(made, batch_size=CHUNK)


def peak_mebibytes() -> float:
    """Return the largest resident size of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE_IN_KIBIBYTES


def measure() -> Iterator[Figure]:
    """Measure the small city's time, the large city's rate, and how memory grows between a tenth and the whole."""
    call_command("load_reference", verbosity=0)
    bare_rate = scaled(BARE) / seconds(lambda: insert_bare(count=scaled(BARE)))
    call_command("flush", verbosity=0, interactive=False)
    count = max(FEWEST, scaled(SMALL))
    small = seconds(lambda: call_command("demo_city", enterprises=count, verbosity=0))
    yield Figure(
        name=f"demo city of {count} enterprises",
        ours=small,
        unit="s",
        reference=count / bare_rate,
        reference_name="bulk_create of the enterprises alone",
        target=Target(at_most=30.0),
    )
    call_command("flush", verbosity=0, interactive=False)
    yield from _large(bare_rate=bare_rate)


def _large(*, bare_rate: float) -> Iterator[Figure]:
    call_command("load_reference", verbosity=0)
    count = scaled(LARGE)
    tenth: list[float] = []

    def write() -> None:
        for tally in write_city(count=count, seed=1, on=ON, staff=create_staff(), records_each=2):
            if not tenth and tally.enterprises >= count / 10:
                tenth.append(peak_mebibytes())

    rate = count / seconds(write)
    yield Figure(
        name=f"{count} enterprises with two records each",
        ours=rate,
        unit="enterprises/s",
        reference=bare_rate,
        reference_name="bulk_create of the enterprises alone",
        target=Target(at_least=1_500.0),
    )
    yield Figure(
        name=f"memory after {count} enterprises",
        ours=peak_mebibytes(),
        unit="MiB",
        reference=tenth[0],
        reference_name="after a tenth of them",
        target=Target(ratio_at_most=1.2),
    )
