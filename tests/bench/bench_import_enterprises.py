"""Load a register extract of 100,000 rows on SQLite, history of names and outbox rows included."""

import csv
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.core.management import call_command

from creditportal.development.demo.enterprises import enterprises
from enterprises.register.models import Enterprise
from enterprises.shared.rules.names import fold_name
from tests.bench.figures import Figure, Target, scaled, seconds

ROWS = 100_000
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


def write_extract(path: Path, *, rows: int) -> None:
    """Write a made-up register."""
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(COLUMNS)
        for enterprise in enterprises(count=rows, seed=1, on=ON):
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


def measure() -> Iterator[Figure]:
    """Measure the import against the bare insert of the same rows."""
    call_command("load_reference", verbosity=0)
    path = Path(os.environ["DATA_DIR"]) / "register.csv"
    rows = scaled(ROWS)
    write_extract(path, rows=rows)
    bare = seconds(lambda: insert_bare(path))
    Enterprise.objects.all().delete()
    ours = seconds(lambda: call_command("import_enterprises", path))
    assert Enterprise.objects.count() == rows
    yield Figure(
        name=f"import of {rows} enterprises from CSV on SQLite",
        ours=ours,
        unit="s",
        reference=bare,
        reference_name="bulk_create of the same rows",
        target=Target(at_most=60.0),
    )
