"""Load a sheet of penalties, then publish the batch: history and outbox rows included, every check on."""

import csv
import os
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.contrib.auth.models import User
from django.db import connection, transaction

from creditportal.development.demo.enterprises import DemoEnterprise, enterprises
from enterprises.agencies.models import Agency, Officer
from enterprises.logins.models import SecondPersonCode
from enterprises.logins.second_person import issue_code
from enterprises.records.models import Record, RecordEvent
from enterprises.records.rules.lifecycle import State
from enterprises.register.models import Enterprise
from enterprises.shared import clock
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.uscc import complete_uscc
from search.indexing.models import OutboxEntry
from tests.bench.apart import Cost, cost_of_run
from tests.bench.figures import Figure, Target, scaled, seconds

ROWS, FEW = 100_000, 30_000  # both fill the pages that SQLite keeps in memory
RUN = "imports_run.py"
NO_SLOWER = Target(ratio_at_least=0.6)
FLAT = Target(ratio_at_most=1.1)
ON = date(2026, 11, 1)
AGENCY_NAME = "武汉市市场监督管理局"
AGENCY = complete_uscc(department="1", category="1", region="420100", organisation="01234567")


def write_sheet(path: Path, made: Sequence[DemoEnterprise]) -> None:
    """Write one penalty for every enterprise, by the columns of 2018."""
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, fieldnames=list(_row(made[0], 0)))
        sheet.writeheader()
        sheet.writerows(_row(enterprise, number) for number, enterprise in enumerate(made, start=1))


def _row(enterprise: DemoEnterprise, number: int) -> dict[str, str]:
    decided = date(2026, 4, 10) + timedelta(days=number % 180)
    fine, taken = Decimal(number % 9_973 + 101) / 100, Decimal(number % 977 + 1) / 1_000
    return {
        "CF_XDR_MC": enterprise.name,
        "CF_XDR_LB": "个体工商户" if enterprise.uscc.startswith("92") else "法人及非法人组织",
        "CF_XDR_SHXYM": enterprise.uscc,
        "CF_FRDB": enterprise.representative,
        "CF_WSH": f"武市监罚〔2026〕{number}号",
        "CF_WFXW": "虚假宣传",
        "CF_SY": "当事人在店堂及网页使用绝对化用语宣传其商品",
        "CF_YJ": "《中华人民共和国反不正当竞争法》第二十条",
        "CF_CFLB": "罚款;没收违法所得",
        "CF_NR": f"罚款{fine}万元,没收违法所得{taken * 10_000:.0f}元",
        "CF_NR_FK": str(fine),
        "CF_NR_WFFF": str(taken),
        "CF_JDRQ": decided.isoformat(),
        "CF_YXQ": "2099/12/31",
        "CF_CFJG": AGENCY_NAME,
        "CF_CFJGDM": AGENCY,
        "CF_SJLY": AGENCY_NAME,
        "CF_SJLYDM": AGENCY,
    }


def insert_bare(made: Sequence[DemoEnterprise]) -> None:
    """Insert as many records with nothing checked and no history: the least that storing them costs."""
    ids = dict(Enterprise.objects.values_list("uscc", "pk"))
    agency, by = Agency.objects.get(), User.objects.get(username="luru")
    with transaction.atomic():
        Record.objects.bulk_create(
            (
                Record(
                    kind="penalty",
                    enterprise_id=ids[enterprise.uscc],
                    agency=agency,
                    recorded_by=by,
                    created_at="2026-11-01T00:00:00Z",
                    details=_row(enterprise, number),
                )
                for number, enterprise in enumerate(made)
            ),
            batch_size=2_000,
        )


def prepare(made: Sequence[DemoEnterprise]) -> None:
    """Store the enterprises, the agency and its two officers."""
    agency = Agency.objects.create(code=AGENCY, name=AGENCY_NAME, domain="MARKET_REGULATION")
    for name, role in (("luru", "may_record"), ("shenhe", "may_review")):
        Officer.objects.create(user=User.objects.create(username=name), agency=agency, **{role: True})
    Enterprise.objects.bulk_create(
        (
            Enterprise(
                uscc=enterprise.uscc,
                name=enterprise.name,
                folded_name=fold_name(enterprise.name),
                public_from=enterprise.established_on,
            )
            for enterprise in made
        ),
        batch_size=2_000,
    )


def imported(path: Path) -> Cost:
    """Import a sheet in a process of its own."""
    return cost_of_run(RUN, ["import_records", "penalty", str(path), "--agency", AGENCY, "--by", "luru"])


def published() -> Cost:
    """Publish the batch that waits in a process of its own."""
    batch = Record.objects.filter(state=State.SUBMITTED).values_list("batch", flat=True)[0]
    reviewer, purpose = User.objects.get(username="shenhe"), SecondPersonCode.Purpose.PUBLISH_BATCH
    code = issue_code(user=reviewer, purpose=purpose, object_id=batch, at=clock.now())
    return cost_of_run(RUN, ["publish_batch", str(batch), "--by", "shenhe", "--code", code])


def measure() -> Iterator[Figure]:
    """Measure import and publication against the bare insert of as many records, and against fewer of them."""
    rows, few = scaled(ROWS), scaled(FEW)
    made = list(enterprises(count=rows + few, seed=1, on=ON))
    folder = Path(os.environ["DATA_DIR"])
    path, few_path = folder / "penalties.csv", folder / "few.csv"
    write_sheet(path, made[:rows])
    write_sheet(few_path, made[rows:])
    prepare(made)
    bare = rows / seconds(lambda: insert_bare(made[:rows]))
    Record.objects.all()._raw_delete(connection.alias)  # PostgreSQL takes 65,535 ids at most
    in_import = imported(path)
    assert Record.objects.filter(state=State.SUBMITTED).count() == rows
    yield _figure(f"import of {rows} penalties from CSV", rows / in_import.wall, bare)
    in_publication = published()
    assert RecordEvent.objects.filter(verb="publish").count() == OutboxEntry.objects.count() == rows
    yield _figure(f"publication of {rows} penalties", rows / in_publication.wall, bare)
    # Into the same database, so that SQLite's cache has as much to hold.
    yield _memory(f"import of {rows} penalties from CSV", in_import, imported(few_path), few)
    yield _memory(f"publication of {rows} penalties", in_publication, published(), few)
    assert Record.objects.filter(state=State.PUBLISHED).count() == len(made)


def _figure(name: str, ours: float, bare: float) -> Figure:
    return Figure(
        name=f"{name} on {connection.display_name}",
        ours=ours,
        unit="rows/s",
        reference=bare,
        reference_name="bulk_create of bare records",
        target=NO_SLOWER,
    )


def _memory(name: str, ours: Cost, smaller: Cost, few: int) -> Figure:
    return Figure(
        name=f"{name} on {connection.display_name}, peak memory",
        ours=ours.memory,
        unit="MiB",
        reference=smaller.memory,
        reference_name=f"{few} rows",
        target=FLAT,
    )
