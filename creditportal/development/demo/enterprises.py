"""Enterprises of the made-up city: names, codes and register facts; pure, the same for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from creditportal.development.demo import words
from enterprises.shared.rules.uscc import complete_uscc, is_resident_id

FIRST_DAY = date(1995, 1, 1)
ORGANISATION_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SHARE_SHOPS, SHARE_BRANCHES, SHARE_RENAMED, SHARE_TWINS, SHARE_ENDED = 0.12, 0.04, 0.08, 0.06, 0.07


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoEnterprise:
    """One enterprise as the register would give it; `parent` is the code of the head office.

    `trade` is that of its name or sign, `brand` that of its name.
    """

    uscc: str
    name: str
    register_number: str
    representative: str
    legal_form: str
    capital_yuan: Decimal | None
    established_on: date
    status: str
    region: str
    industry: str
    address: str
    scope: str
    trade: str
    brand: str
    former: tuple[tuple[str, date], ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    region: str
    brand: str
    trade: str
    form: str

    def text(self) -> str:
        return f"{self.region}{self.brand}{self.trade}{self.form}"


def enterprises(*, count: int, seed: int, on: date) -> Iterator[DemoEnterprise]:
    """Yield `count` enterprises with distinct codes; names are distinct but some differ by one sound or one sign.

    Memory stays flat: an enterprise's code comes from its ordinal, its name from a window of the last ones.
    """
    recent: list[tuple[_Name, DemoEnterprise]] = []
    for ordinal in range(count):
        rng = Random(f"{seed}:{ordinal}")
        name, enterprise = _enterprise(ordinal, rng=rng, recent=recent, on=on)
        if name is not None:
            recent = [*recent[-63:], (name, enterprise)]
        yield enterprise


def _enterprise(
    ordinal: int, *, rng: Random, recent: list[tuple[_Name, DemoEnterprise]], on: date
) -> tuple[_Name | None, DemoEnterprise]:
    draw = rng.random()
    if recent and draw < SHARE_BRANCHES:
        return None, _branch(rng.choice(recent)[1], ordinal, rng=rng, on=on)
    if draw < SHARE_BRANCHES + SHARE_SHOPS:
        return None, _shop(ordinal, rng=rng, on=on)
    twin_of = rng.choice(recent)[0] if recent and rng.random() < SHARE_TWINS else None
    return _company(ordinal, rng=rng, twin_of=twin_of, on=on)


def _company(ordinal: int, *, rng: Random, twin_of: _Name | None, on: date) -> tuple[_Name, DemoEnterprise]:
    trade = rng.choice(words.TRADES)[0]
    form, legal_form, _ = rng.choices(words.LEGAL_FORMS, weights=[weight for *_, weight in words.LEGAL_FORMS])[0]
    name = _Name(region=_region_words(rng), brand=_brand(rng, ordinal), trade=trade, form=form)
    if twin_of is not None:
        name = replace(twin_of, brand=_same_sound(twin_of.brand, rng), form=form)
    _, industry, scope = next(row for row in words.TRADES if row[0] == name.trade)
    district = _district(rng)
    established = _day(rng, FIRST_DAY, on - timedelta(days=90))
    enterprise = DemoEnterprise(
        uscc=_code(ordinal, department="9", category="1", region=district, rng=rng),
        name=name.text(),
        register_number=f"{district}0{ordinal:08d}",
        representative=_person(rng),
        legal_form=legal_form,
        capital_yuan=Decimal(rng.choice((10, 50, 100, 200, 500, 1000, 2000, 5000, 10000))) * 10_000,
        established_on=established,
        status=_status(rng),
        region=district,
        industry=industry,
        address=_address(district, rng),
        scope=f"{scope}。（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
        trade=name.trade,
        brand=name.brand,
        former=_former(name, established, rng=rng, ordinal=ordinal, on=on),
    )
    return name, enterprise


def _shop(ordinal: int, *, rng: Random, on: date) -> DemoEnterprise:
    sign, industry, scope = rng.choice(words.SHOPS)
    district = _district(rng)
    uscc, brand = _code(ordinal, department="9", category="2", region=district, rng=rng), _brand(rng, ordinal)
    return DemoEnterprise(
        uscc=uscc,
        name=f"武汉市{words.DISTRICTS[district][0]}{brand}{sign}",
        register_number=f"{district}6{ordinal:08d}",
        representative=_person(rng),
        legal_form="个体工商户",
        capital_yuan=None,
        established_on=_day(rng, date(2005, 1, 1), on - timedelta(days=60)),
        status=_status(rng),
        region=district,
        industry=industry,
        address=_address(district, rng),
        scope=scope,
        trade=sign,
        brand=brand,
    )


def _branch(parent: DemoEnterprise, ordinal: int, *, rng: Random, on: date) -> DemoEnterprise:
    district = _district(rng)
    return replace(
        parent,
        uscc=_code(ordinal, department="9", category="1", region=district, rng=rng),
        name=f"{parent.name}{words.DISTRICTS[district][0].removesuffix('区')}分公司{'' if ordinal < 2000 else ordinal}",
        register_number=f"{district}1{ordinal:08d}",
        representative=_person(rng),
        legal_form="有限责任公司分公司",
        capital_yuan=None,
        established_on=_day(rng, parent.established_on, on - timedelta(days=30)),
        status="存续",
        region=district,
        address=_address(district, rng),
        former=(),
        parent=parent.uscc,
    )


def _code(ordinal: int, *, department: str, category: str, region: str, rng: Random) -> str:
    """Return a valid code that no resident's ID number could be."""
    for salt in range(8):
        organisation = "MA" + _base31((ordinal * 8 + salt) % 31**6, digits=6)
        code = complete_uscc(department=department, category=category, region=region, organisation=organisation)
        if not is_resident_id(code):
            return code
    raise AssertionError("eight codes in a row look like ID numbers")


def _base31(number: int, *, digits: int) -> str:
    signs = []
    for _ in range(digits):
        number, rest = divmod(number, 31)
        signs.append(ORGANISATION_ALPHABET[rest])
    return "".join(reversed(signs))


def _brand(rng: Random, ordinal: int) -> str:
    """Return two or three characters; past a few thousand enterprises a third keeps brands apart."""
    brand = rng.choice(words.BRAND_FIRST) + rng.choice(words.BRAND_SECOND)
    if ordinal >= 1500 or rng.random() < 0.15:
        brand += rng.choice(words.BRAND_SECOND)
    return brand


def _same_sound(brand: str, rng: Random) -> str:
    """Swap one character for another of the same sound where a group has it, else for any other."""
    for group in words.HOMOPHONES:
        for character in group:
            if character in brand:
                return brand.replace(character, rng.choice([other for other in group if other != character]), 1)
    return brand[:-1] + rng.choice([sign for sign in words.BRAND_SECOND if sign != brand[-1]])


def _former(name: _Name, established: date, *, rng: Random, ordinal: int, on: date) -> tuple[tuple[str, date], ...]:
    if rng.random() >= SHARE_RENAMED:
        return ()
    earlier = replace(name, brand=_brand(rng, ordinal), trade=rng.choice(words.TRADES)[0])
    return ((earlier.text(), _day(rng, established + timedelta(days=30), on - timedelta(days=20))),)


def _region_words(rng: Random) -> str:
    return rng.choices(("武汉", "武汉市", "湖北", "湖北省", ""), weights=(60, 12, 20, 2, 6))[0]


def _district(rng: Random) -> str:
    return rng.choices(list(words.DISTRICTS), weights=[weight for _, weight in words.DISTRICTS.values()])[0]


def _address(district: str, rng: Random) -> str:
    street, number = rng.choice(words.STREETS), rng.randint(1, 999)
    return f"武汉市{words.DISTRICTS[district][0]}{street}{number}号"


def _person(rng: Random) -> str:
    return rng.choice(words.SURNAMES) + "".join(rng.choice(words.GIVEN) for _ in range(rng.randint(1, 2)))


def _status(rng: Random) -> str:
    if rng.random() >= SHARE_ENDED:
        return "存续"
    return rng.choice(("注销", "注销", "吊销"))


def _day(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))
