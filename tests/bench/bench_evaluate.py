"""Apply the criteria of a black list to 1,000,000 enterprises, beside the bare query that reads the same records."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.domains import RegulatoryDomain
from enterprises.agencies.models import Agency
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.register.models import Enterprise
from enterprises.shared.bulk import insert_all
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.uscc import complete_uscc
from lists.criteria.definitions import MARKET_REGULATION
from lists.criteria.models import CreditList
from lists.listings.services.evaluation import evaluate
from tests.bench.figures import Figure, Target, scaled, seconds

ENTERPRISES = 1_000_000
# Every enterprise has a penalty, one in a hundred a heavier one: the least favourable city for the criteria.
HEAVIER_EVERY = 100
ON = date(2026, 11, 20)
AT = datetime(2026, 6, 1, 4, tzinfo=UTC)
BATCH = 2_000
DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # of unified codes


def measure() -> Iterator[Figure]:
    """Fill a tenth, evaluate it, fill the rest, evaluate all: the peak must not grow with the city."""
    enterprises = scaled(ENTERPRISES)
    tenth = max(1, enterprises // 10)
    _fill(0, tenth)
    early = _peak_mb(_evaluated)
    _fill(tenth, enterprises)
    late = _peak_mb(_evaluated)
    ours, bare = seconds(_evaluated), seconds(_bare)
    yield Figure(
        name=f"criteria of a black list over {enterprises:,} enterprises with a penalty each",
        ours=enterprises / ours,
        unit="enterprises/s",
        reference=enterprises / bare,
        reference_name="the bare query of the same records",
        target=Target(ratio_at_least=0.5),
    )
    yield Figure(
        name=f"peak memory while {enterprises:,} enterprises are read",
        ours=late,
        unit="MB",
        reference=early,
        reference_name=f"while {tenth:,} enterprises are read",
        target=Target(ratio_at_most=1.1),
    )


def _evaluated() -> None:
    """Read the whole stream, and keep nothing of it."""
    credit_list = CreditList.objects.get(slug=MARKET_REGULATION)
    found = sum(1 for _ in evaluate(credit_list=credit_list, on=ON))
    expected = Enterprise.objects.count() // HEAVIER_EVERY
    if abs(found - expected) > 1:
        raise SystemExit(f"{found} candidates instead of {expected}")


def _bare() -> None:
    rows = Record.objects.public(on=ON).order_by("enterprise_id").values_list("enterprise_id", "pk", "details")
    for _ in rows.iterator(chunk_size=500):
        pass


def _peak_mb(work: Callable[[], None]) -> float:
    """Return the peak of this process while it works: the kernel's mark, set back before."""
    Path("/proc/self/clear_refs").write_text("5")
    work()
    mark = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(mark.split()[1]) / 1024


def _fill(first: int, until: int) -> None:
    """Insert enterprises with a penalty each, past the services: what is measured only reads."""
    agency, people = _office()
    for start in range(first, until, BATCH):
        numbers = range(start, min(start + BATCH, until))
        enterprises = [_enterprise(number) for number in numbers]
        with transaction.atomic():
            insert_all(enterprises)
            insert_all(
                [
                    _penalty(enterprise, number, agency, people)
                    for enterprise, number in zip(enterprises, numbers, strict=True)
                ]
            )


def _office() -> tuple[Agency, tuple[User, User]]:
    code = complete_uscc(department="1", category="1", region="420100", organisation="MB123456")
    values = {"name": "市场监督管理局", "domain": RegulatoryDomain.MARKET_REGULATION.value}
    agency, _ = Agency.objects.get_or_create(code=code, defaults=values)
    recorder, _ = User.objects.get_or_create(username="bench-recorder")
    reviewer, _ = User.objects.get_or_create(username="bench-reviewer")
    return agency, (recorder, reviewer)


def _enterprise(number: int) -> Enterprise:
    digits, rest = "", number
    for _ in range(5):
        rest, digit = divmod(rest, len(DIGITS))
        digits = DIGITS[digit] + digits
    code = complete_uscc(department="9", category="1", region="420100", organisation=f"MA4{digits}")
    name = f"武汉第{number}贸易有限公司"
    return Enterprise(uscc=code, name=name, folded_name=fold_name(name), public_from=date(2020, 1, 1), created_at=AT)


def _penalty(enterprise: Enterprise, number: int, agency: Agency, people: tuple[User, User]) -> Record:
    kinds = ["吊销许可证件"] if number % HEAVIER_EVERY == 0 else ["罚款"]
    return Record(
        enterprise=enterprise,
        agency=agency,
        kind="penalty",
        natural_key=str(number),
        state=State.PUBLISHED,
        decided_on=date(2026, 6, 1),
        public_from=date(2026, 6, 2),
        public_until=date(2029, 6, 1),
        period_rule="bench",
        details={"CF_CFLB": kinds},
        recorded_by=people[0],
        created_at=AT,
        published_at=AT,
        reviewed_by=people[1],
    )
