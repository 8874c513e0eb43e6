"""Enterprises for measuring search: any of them is made from its number alone, so memory stays flat.

Made apart from the demo city and from the parser's lists. Regions are those of GB/T 2260, and a third of the trades is
unknown to the parser. Brands are drawn so that many enterprises share one, or its pinyin.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import accumulate
from random import Random

from creditportal.development.demo.enterprises import ORGANISATION_ALPHABET
from enterprises.register.reference.regions import region_rows
from enterprises.shared.rules.uscc import complete_uscc, is_resident_id
from search.names.features import MatchedField, name_features
from search.port import Document, EnterpriseFeatures
from tests.bench.search import words

SEED = 4
ON = date(2026, 1, 5)  # the day of every question
PUBLIC_FROM = date(2020, 1, 1)
SHARE_RENAMED, SHARE_BRANCHES, SHARE_SHOPS, SHARE_ENDED = 0.08, 0.03, 0.08, 0.07
SHARE_OPEN_TRADES, SHARE_BRACKETED, SHARE_WITHOUT_REGION = 1 / 3, 0.05, 0.03
_NO_REGIONS = {
    "林区",
    "市辖区",
    "县",
    "省直辖县级行政单位",
    "自治区直辖县级行政单位",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
}
EVERY_CHANGED = 25  # of so many enterprises one had another code before
EARLIER = 50_000_000  # number from which those codes are made: no enterprise has it
HOME_CITY, HOME_PROVINCE = "420100", "420000"
ACTIVE, CANCELLED, REVOKED = "ACTIVE", "CANCELLED", "REVOKED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name with its parts as they were put together; `tail` names a branch."""

    region: str
    brand: str
    trade: str
    form: str
    tail: str = ""
    is_bracketed: bool = False  # the region stands in brackets behind the brand

    @property
    def core(self) -> str:
        """Return brand and trade."""
        return self.brand + self.trade

    @property
    def stem(self) -> str:
        """Return the name without its legal form, as registered."""
        if self.is_bracketed:
            return f"{self.brand}（{self.region}）{self.trade}"
        return self.region + self.core

    @property
    def text(self) -> str:
        """Return the name as registered."""
        return self.stem + self.form + self.tail


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeEnterprise:
    """What can be found about one enterprise; its number counts from zero."""

    number: int
    uscc: str
    register_number: str
    name: Name
    former: tuple[Name, ...]
    status: str
    region: str
    industry: str
    earlier_codes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[Name, ...]:
        """Return current and former names."""
        return (self.name, *self.former)


@cache
def _weights(count: int, flatness: int) -> list[float]:
    """Return running weights that fall off with the position in a list."""
    return list(accumulate(1 / (position + flatness) for position in range(count)))


def _draw(texts: "tuple[str, ...] | str", rng: Random, *, flatness: int = 20) -> str:
    return rng.choices(texts, cum_weights=_weights(len(texts), flatness))[0]


def brand_of(rng: Random) -> str:
    """Return a brand of two to four characters."""
    shape = rng.random()
    if shape < 0.5:
        return _draw(words.FIRST, rng) + _draw(words.SECOND, rng)
    if shape < 0.6:
        return _draw(words.WORDS, rng)
    if shape < 0.78:
        return _draw(words.FIRST, rng) + _draw(words.SECOND, rng) + _draw(words.THIRD, rng)
    if shape < 0.94:
        return _draw(words.WORDS, rng) + _draw(words.THIRD, rng)
    return _draw(words.FIRST, rng) + _draw(words.SECOND, rng) + _draw(words.WORDS, rng)


@dataclass(frozen=True, slots=True)
class _Regions:
    """Where enterprises sit: code, and how their names begin."""

    home: tuple[tuple[str, str], ...]
    province: tuple[tuple[str, str], ...]
    far: tuple[tuple[str, str], ...]


@cache
def regions() -> _Regions:
    """Return the divisions of today, cities with and without suffix."""
    home: list[tuple[str, str]] = []
    province: list[tuple[str, str]] = []
    far: list[tuple[str, str]] = []
    city = ""
    for row in region_rows():
        is_city = row.code.endswith("00")
        if row.last_year is not None or row.name in _NO_REGIONS:
            city = "" if is_city and row.name != "市辖区" else city
            continue
        bare = row.name.removesuffix("省").removesuffix("市") if len(row.name) > 2 else row.name
        spellings: tuple[str, ...] = (row.name, bare)
        if is_city:
            city = row.name
            spellings += (bare,) * 6  # cities are much larger than what lies in them
        elif row.name.endswith("区"):  # a district's name may not stand alone (企业名称登记管理规定实施办法)
            spellings = (city + row.name,)
        group = home if row.code[:4] == HOME_CITY[:4] else province if row.code[:2] == HOME_PROVINCE[:2] else far
        group.extend((row.code, spelling) for spelling in spellings)
    home.extend([(HOME_CITY, "武汉")] * 60 + [(HOME_CITY, "武汉市")] * 15 + [(HOME_CITY, "湖北")] * 15)
    return _Regions(tuple(home), tuple(province), tuple(far))


def _region(rng: Random) -> tuple[str, str]:
    draw = rng.random()
    group = regions().home if draw < 0.45 else regions().province if draw < 0.6 else regions().far
    code, spelling = rng.choice(group)
    return code, "" if rng.random() < SHARE_WITHOUT_REGION else spelling


@cache
def _forms() -> tuple[tuple[str, ...], list[int]]:
    return tuple(words.FORMS), list(accumulate(words.FORMS.values()))


def form_of(rng: Random) -> str:
    """Return a legal form, the frequent ones more often."""
    forms, weights = _forms()
    return rng.choices(forms, cum_weights=weights)[0]


@cache
def _known_trades() -> tuple[tuple[str, str], ...]:
    return tuple((trade, division) for division, trades in words.KNOWN_TRADES.items() for trade in trades.split())


def _trade(rng: Random) -> tuple[str, str]:
    if rng.random() < SHARE_OPEN_TRADES:
        return _draw(words.OPEN_TRADES, rng), "51"
    return rng.choice(_known_trades())


def _company(rng: Random) -> tuple[Name, str, str]:
    """Return the name of an enterprise that is no branch, its region code and its industry."""
    code, region = _region(rng)
    if rng.random() < SHARE_SHOPS:
        return Name(region=region, brand=brand_of(rng), trade=rng.choice(words.SHOPS), form=""), code, "52"
    trade, industry = _trade(rng)
    is_bracketed = bool(region) and rng.random() < SHARE_BRACKETED
    form, share = words.FORMS_OF_TRADES.get(industry, ("", 0.0))
    form = form if rng.random() < share else form_of(rng)
    name = Name(region=region, brand=brand_of(rng), trade=trade, form=form, is_bracketed=is_bracketed)
    return name, code, industry


def _random(number: int) -> Random:
    return Random(SEED << 40 | number)


def enterprise_at(number: int) -> MadeEnterprise:
    """Return the enterprise of that number, always the same; its code is valid and no resident's ID number."""
    rng = _random(number)
    name, region, industry = _company(rng)
    draw = rng.random()
    if name.form and number and draw < SHARE_BRANCHES:
        name = _branch(name, _company(_random(rng.randrange(number)))[0])
    former = (_earlier(name, rng),) if not name.tail and rng.random() < SHARE_RENAMED else ()
    return MadeEnterprise(
        number=number,
        uscc=_code(number, region=region),
        register_number=f"{region}0{number:08d}",
        name=name,
        former=former,
        status=rng.choice((CANCELLED, CANCELLED, REVOKED)) if rng.random() < SHARE_ENDED else ACTIVE,
        region=region,
        industry=industry,
        earlier_codes=() if number % EVERY_CHANGED else (_code(number + EARLIER, region=region),),
    )


def _branch(own: Name, head: Name) -> Name:
    """Return the head office's name with the branch's region; shops have no branches."""
    return replace(head, tail=f"{own.region}分公司") if head.form.endswith("公司") else own


def _earlier(name: Name, rng: Random) -> Name:
    if rng.random() < 0.5:
        return replace(name, brand=brand_of(rng))
    return replace(name, brand=brand_of(rng), trade=_trade(rng)[0] if name.form else name.trade)


def _code(number: int, *, region: str) -> str:
    for salt in range(8):
        rest, signs = (number * 8 + salt) * 7919 % 31**6, "MA"
        for _ in range(6):
            rest, sign = divmod(rest, 31)
            signs += ORGANISATION_ALPHABET[sign]
        code = complete_uscc(department="9", category="1", region=region, organisation=signs)
        if not is_resident_id(code):
            return code
    raise AssertionError("eight codes in a row look like ID numbers")


def id_of(number: int) -> int:
    """Return the id under which an enterprise is indexed."""
    return number + 1


def document_of(enterprise: MadeEnterprise) -> Document:
    """Return what an engine is given about an enterprise."""
    former = (name_features(name.text, field=MatchedField.FORMER_NAME) for name in enterprise.former)
    features = EnterpriseFeatures(
        uscc=enterprise.uscc,
        register_number=enterprise.register_number,
        ended=enterprise.status != ACTIVE,
        names=(name_features(enterprise.name.text), *former),
        earlier_codes=enterprise.earlier_codes,
    )
    return Document(
        id=id_of(enterprise.number),
        version=1,
        public_from=PUBLIC_FROM,
        features=features,
        values={"status": enterprise.status, "region": enterprise.region, "industry": enterprise.industry},
        digest=f"{enterprise.number:024x}",
    )
