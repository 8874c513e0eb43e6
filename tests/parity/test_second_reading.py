"""Publication periods against a second reading of the law that shares no code with them."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from enterprises.agencies.domains import DOMAIN_LABELS, Regulator
from enterprises.catalogue.penalty_types import PenaltyType, Procedure
from enterprises.records.rules.publication import Period, PublicationFacts, period_of
from enterprises.records.rules.severity import Severity
from tests.parity.second_reading import BEGINNINGS, Case, answer

CASES = 5_000
DOMAINS = {label: domain for domain, label in DOMAIN_LABELS.items()}
CLASSES = {"轻微": Severity.MINOR, "一般": Severity.GENERAL, "严重": Severity.SERIOUS}
TYPES = [each.value for each in PenaltyType]


def some_day(random: Random) -> date:
    """Draw a day, every third near the beginning of a regime or at the end of a month."""
    if random.random() < 1 / 3:
        return random.choice((*BEGINNINGS, date(2024, 2, 29), date(2023, 11, 30))) + timedelta(random.randint(-1, 1))
    return date(2019, 1, 1) + timedelta(days=random.randint(0, 9 * 365))


def some_case(random: Random) -> Case:
    """Draw a case, mostly published soon after its decision."""
    decided = some_day(random)
    published = decided + timedelta(days=random.randint(0, 40)) if random.random() < 0.7 else some_day(random)
    restricted_from = random.choice([None, decided, some_day(random)])
    restricted_until = (
        None if random.random() < 0.4 else (restricted_from or decided) + timedelta(days=random.randint(1090, 1100))
    )
    return Case(
        market=random.random() < 0.5,
        domain=random.choice(list(DOMAINS)),
        severity=random.choice(list(CLASSES)),
        types=frozenset(random.sample(TYPES, random.choice((1, 1, 2, 3)))),
        simple=random.random() < 0.2,
        fine=random.choice([None, 99_999.99, 100_000.0]),
        decided=decided,
        published=published,
        restricted_from=restricted_from,
        restricted_until=restricted_until,
        reasoned=random.random() < 0.7,
    )


def ours(case: Case) -> tuple[date | None, date | None] | None:
    """Ask the portal's rules about a case."""
    facts = PublicationFacts(
        kind="penalty",
        domain=DOMAINS[case.domain],
        regulator=Regulator.SAMR if case.market else Regulator.NDRC,
        severity=CLASSES[case.severity],
        decided_on=case.decided,
        valid_until=None,
        adverse=True,
        penalty_types=tuple(sorted(case.types)),
        procedure=Procedure.SIMPLE if case.simple else Procedure.ORDINARY,
        fine_yuan=None if case.fine is None else Decimal(str(case.fine)),
        restriction_from=case.restricted_from,
        restriction_until=case.restricted_until,
        publish_minor=case.reasoned,
    )
    found = period_of(facts, published_on=case.published)
    return (found.public_until, found.repairable_from) if isinstance(found, Period) else None


def test_both_readings_agree_on_five_thousand_cases() -> None:
    random, kinds = Random(36), Counter[str]()
    for number in range(CASES):
        case = some_case(random)
        expected = answer(case)
        assert ours(case) == expected, f"case {number}: {case}"
        kinds["refused" if expected is None else "repairable" if expected[1] else "published"] += 1
    assert min(kinds[kind] for kind in ("refused", "repairable", "published")) > CASES // 20
