"""Load a register extract of 100,000 rows on SQLite, history of names and outbox rows included.

`OLD_BUILD` names a folder with build 5b43d0e, whose rate is measured in turn with ours.
"""

import csv
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from creditportal.development.demo.enterprises import DemoEnterprise, enterprises
from enterprises.register.models import Enterprise
from enterprises.shared.rules.names import fold_name
from search.indexing.models import OutboxEntry
from tests.bench.apart import OLD_BUILD, ROOT, Cost, cost_of_run, pairs
from tests.bench.figures import Figure, Target, scaled, seconds
from tests.bench.imports_run import PREPARE

ROWS, FEW = 100_000, 30_000  # both fill the pages that SQLite keeps in memory
PAIRS = 5
RUN = "imports_run.py"
FLAT = Target(ratio_at_most=1.1)
QUICKER = Target(ratio_at_least=1.3)
COLUMNS = (
    "统一社会信用代码",
    "企业名称",
    "注册号",
    "法定代表人",
    "企业类型",
    "成立日期",
    "行政区划代码",
    "住所",
    "经营范围",
)
ON = date(2026, 11, 1)


def write_extract(path: Path, made: Sequence[DemoEnterprise]) -> None:
    """Write a made-up register."""
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(COLUMNS)
        for enterprise in made:
            place = (enterprise.established_on.isoformat(), enterprise.region, enterprise.address, enterprise.scope)
            sheet.writerow(
                (
                    enterprise.uscc,
                    enterprise.name,
                    enterprise.register_number,
                    enterprise.representative,
                    enterprise.legal_form,
                    *place,
                )
            )


def insert_bare(path: Path) -> None:
    """Insert the same enterprises without checks, history or outbox: the least that storing them costs."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        made = (
            Enterprise(
                uscc=row["统一社会信用代码"],
                name=row["企业名称"],
                folded_name=fold_name(row["企业名称"]),
                register_number=row["注册号"],
                legal_representative=row["法定代表人"],
                legal_form=row["企业类型"],
                established_on=row["成立日期"],
                region_id=row["行政区划代码"],
                address=row["住所"],
                business_scope=row["经营范围"],
            )
            for row in rows
        )
        Enterprise.objects.bulk_create(made, batch_size=2000)


def importer(root: Path, path: Path, *, scratch: Path) -> Callable[[], Cost]:
    """Return an import of an extract by the build of a folder, each time into an empty database."""
    prepared = scratch / "prepared"
    cost_of_run(RUN, [PREPARE], root=root, variables={"DATA_DIR": str(prepared)})

    def run() -> Cost:
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            shutil.copytree(prepared, folder, dirs_exist_ok=True)
            return cost_of_run(RUN, ["import_enterprises", str(path)], root=root, variables={"DATA_DIR": folder})

    return run


def beside_old_build(path: Path, *, rows: int, old_build: Path) -> Figure:
    """Measure both builds in turn; the pair in the middle counts."""
    with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as old:
        found = pairs(
            importer(ROOT, path, scratch=Path(ours)), importer(old_build, path, scratch=Path(old)), count=PAIRS
        )
    gains = " ".join(f"{pair.gain:.2f}" for pair in found)
    middle = found[len(found) // 2]
    return Figure(
        name=f"import of {rows} enterprises, the median of {len(found)} pairs ({gains})",
        ours=rows / middle.ours,
        unit="rows/s",
        reference=rows / middle.old,
        reference_name="build 5b43d0e",
        target=QUICKER,
    )


def measure() -> Iterator[Figure]:
    """Measure the import against the bare insert of the same rows, fewer rows and the old build."""
    call_command("load_reference", verbosity=0)
    rows, few = scaled(ROWS), scaled(FEW)
    made = list(enterprises(count=rows + few, seed=1, on=ON))
    folder = Path(os.environ["DATA_DIR"])
    path, few_path = folder / "register.csv", folder / "few.csv"
    write_extract(path, made[:rows])
    write_extract(few_path, made[rows:])
    bare = seconds(lambda: insert_bare(path))
    Enterprise.objects.all()._raw_delete(connection.alias)
    connection.close()
    ours = cost_of_run(RUN, ["import_enterprises", str(path)])
    # Into the same database, so that SQLite's cache has as much to hold.
    smaller = cost_of_run(RUN, ["import_enterprises", str(few_path)])
    assert Enterprise.objects.count() == OutboxEntry.objects.count() == len(made)
    yield Figure(
        name=f"import of {rows} enterprises from CSV on SQLite",
        ours=rows / ours.wall,
        unit="rows/s",
        reference=rows / bare,
        reference_name="bulk_create of the same rows",
        target=Target(),
    )
    yield Figure(
        name=f"import of {rows} enterprises from CSV on SQLite, peak memory",
        ours=ours.memory,
        unit="MiB",
        reference=smaller.memory,
        reference_name=f"{few} rows",
        target=FLAT,
    )
    if old_build := os.environ.get(OLD_BUILD):
        yield beside_old_build(path, rows=rows, old_build=Path(old_build))
