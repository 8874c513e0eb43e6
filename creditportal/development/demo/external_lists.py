"""External lists of the made-up city: two editions each from files of the other authority, and a third that waits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

from django.contrib.auth.models import User

from creditportal.development.demo.accounts import CREDIT_OFFICE
from creditportal.development.demo.rows import instant_of
from enterprises.register.models import Enterprise
from enterprises.shared.rules.uscc import complete_uscc
from lists.criteria.models import CreditList
from lists.external.columns import ExternalRow
from lists.external.importing import ExternalFile, Origin, take_over
from lists.external.models import ExternalEdition
from lists.external.proposals import hand_in
from lists.listings.models import Listing

DEBTORS, TAX = "dishonest-debtors", "tax-violations"
COURT, TAX_OFFICE = "湖北省高级人民法院", "国家税务总局武汉市税务局"
EACH = 6  # rows of a list
EDITIONS = 3
# Days before today: of the editions that hold, of the file that waits.
FIRST_AGE, SECOND_AGE, WAITING_AGE = 44, 14, 1
AWAY = complete_uscc(department="9", category="1", region="421100", organisation="MA49EA7X")
AWAY_AT = 2
AWAY_NAME = "黄冈楚垣建设工程有限公司"


def add_external_lists(*, on: date) -> list[ExternalEdition]:
    """Take over two editions of each external list, and hand in a third of one that another person is to confirm."""
    first, second = (User.objects.get(username=name) for name in CREDIT_OFFICE)
    enterprises = _enterprises(on=on)
    debtors = [_debtor(enterprise, place, on=on) for place, enterprise in enumerate(enterprises[:EACH])]
    debtors.insert(AWAY_AT, _debtor(Enterprise(uscc=AWAY, name=AWAY_NAME), AWAY_AT, on=on))
    payers = [_payer(enterprise, place, on=on) for place, enterprise in enumerate(enterprises[EACH:])]
    for slug, source, rows in ((DEBTORS, COURT, debtors), (TAX, TAX_OFFICE, payers)):
        for ordinal, age in ((1, FIRST_AGE), (2, SECOND_AGE)):
            as_of = on - timedelta(days=age)
            origin = _origin(slug, source=source, ordinal=ordinal, as_of=as_of)
            at, given = instant_of(as_of + timedelta(days=1), hour=10), CreditList.objects.get(slug=slug)
            take_over(given, rows=_of_edition(rows, ordinal), origin=origin, by=first, confirmed_by=second, at=at)
    origin = _origin(TAX, source=TAX_OFFICE, ordinal=3, as_of=on - timedelta(days=WAITING_AGE))
    read = ExternalFile(rows=tuple(_of_edition(payers, 3)), persons=2, refused=0)
    hand_in(CreditList.objects.get(slug=TAX), read=read, origin=origin, by=first, at=instant_of(on, hour=0))
    return list(ExternalEdition.objects.order_by("pk"))


def _of_edition(rows: Sequence[ExternalRow], ordinal: int) -> list[ExternalRow]:
    """Give the rows of one of three editions: with each, one left, one changed and one is new."""
    held = list(rows[ordinal - 1 : len(rows) - EDITIONS + ordinal])
    if ordinal > 1 and held:
        held[0] = replace(held[0], reason=f"{held[0].reason}（已部分履行）")
    return held


def _enterprises(*, on: date) -> list[Enterprise]:
    """Return enterprises that are on no list of ours."""
    free = Enterprise.objects.public(on=on).exclude(pk__in=Listing.objects.values("enterprise"))
    return list(free.filter(uscc__startswith="91").order_by("pk")[: 2 * EACH])


def _origin(slug: str, *, source: str, ordinal: int, as_of: date) -> Origin:
    label = f"{as_of.year}年第{ordinal}批"
    return Origin(source=source, label=label, as_of=as_of, sha256=sha256(f"{slug} {ordinal}".encode()).hexdigest())


def _debtor(enterprise: Enterprise, place: int, *, on: date) -> ExternalRow:
    listed_on = on - timedelta(days=60 + 40 * place)
    return ExternalRow(
        uscc=enterprise.uscc,
        name=enterprise.name,
        document_number=f"（{listed_on.year}）鄂0102执{100 + place}号",
        decided_on=listed_on - timedelta(days=7),
        authority="武汉市江岸区人民法院",
        reason="有履行能力而拒不履行生效法律文书确定义务",
        listed_on=listed_on,
        ends_on=listed_on + timedelta(days=730),
    )


def _payer(enterprise: Enterprise, place: int, *, on: date) -> ExternalRow:
    listed_on = on - timedelta(days=50 + 55 * place)
    return ExternalRow(
        uscc=enterprise.uscc,
        name=enterprise.name,
        document_number=f"武税稽罚〔{listed_on.year}〕{20 + place}号",
        decided_on=listed_on - timedelta(days=30),
        authority="国家税务总局武汉市税务局稽查局",
        reason="对外虚开增值税专用发票",
        listed_on=listed_on,
        ends_on=None,
    )
