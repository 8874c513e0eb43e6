"""Records of kinds beside enterprises on SQLite: recall at 5 of made-up questions, and what they cost enterprises.

Of 300,000 records 200 are looked for by product, brand, standard or honour: typed with a typo, in pinyin, or in part. A
hit counts if it bears what was meant, for many records bear the same. Both builds answer the same enterprise questions.
"""

import os
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from search.engines.sqlite.entries import SqliteEntryWriter
from search.engines.sqlite.index import SqliteIndex
from search.entry_port import EntryKind, EntryQuery, SearchEntry
from search.matching.entries import NAME
from search.names.numbers import fold_number
from search.names.pinyin import syllables
from search.names.queries import read_query
from search.names.scripts import squash
from search.port import Days, Query
from tests.bench.figures import Figure, Target, scaled
from tests.bench.figures import seconds as _seconds
from tests.bench.search.engines import fill
from tests.bench.search.enterprises import ON, brand_of, enterprise_at
from tests.bench.search.questions import questions

ENTERPRISES, EACH, QUESTIONS, FIRST = 100_000, 3, 200, 5
LEAST_RECALL, MOST_COST = 97.0, 1.15
_CHUNK = 5000
_WHAT = [
    "电热",
    "手摇",
    "智能",
    "家用",
    "儿童",
    "便携",
    "折叠",
    "不锈钢",
    "陶瓷",
    "全棉",
    "无线",
    "节能",
    "车载",
    "户外",
    "防水",
    "电动",
]
_THING = [
    "水壶",
    "饭锅",
    "自行车",
    "毛毯",
    "台灯",
    "插座",
    "书包",
    "雨衣",
    "保温杯",
    "头盔",
    "床垫",
    "豆浆机",
    "充电器",
    "奶瓶",
    "玩具车",
    "燃气灶",
    "热水器",
    "口罩",
]
_FORM = ["", "（A型）", "套装", "组合", "系列", "配件"]
_HONOUR = [
    "中华老字号",
    "湖北老字号",
    "武汉老字号",
    "驰名商标",
    "湖北名牌产品",
    "武汉名牌",
    "长江质量奖",
    "市长质量奖",
    "高新技术企业",
]
_WRONG = "的一是在不了有和人这中大为上个国我以要他"


class Asked(NamedTuple):
    """A question, and whether an entry is what was meant."""

    text: str
    fits: Callable[[SearchEntry], bool]


def product_of(rng: Random) -> str:
    """Return the name of a made-up product; some hundreds differ, a few are common."""
    return rng.choice(_WHAT) + rng.choice(_THING) + rng.choice(_FORM)


def entry_at(number: int, size: int) -> SearchEntry:
    """Return the made-up record of a number; the same in every run."""
    rng = Random(number)
    kind = rng.choices((EntryKind.PRODUCT, EntryKind.STANDARD, EntryKind.HONOUR), (6, 2, 2))[0]
    brand, product = brand_of(rng), product_of(rng)
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    made = date(2025, 1, 1) + timedelta(days=rng.randrange(360))
    if kind is EntryKind.PRODUCT:
        names = (product, brand, brand + product)
        numbers = (
            f"{made:%Y%m%d}-{rng.choice('ABCDEF')}{rng.randrange(100):02}",
            f"GB {rng.randrange(1000, 30000)}-2015",
        )
    elif kind is EntryKind.STANDARD:
        names, numbers = (product,), (f"Q/WH{number:06} {rng.randrange(1, 999):03}-2025",)
    else:
        names, numbers = (rng.choice(_HONOUR), brand), (f"鄂质〔2025〕{number}号",)
    enterprise = enterprise_at(number % size)
    return SearchEntry(
        id=number + 1,
        version=1,
        enterprise=number % size,
        kind=kind,
        days=Days(starts=date(2025, 1, 1)),
        decided_on=made,
        names=names,
        numbers=numbers,
        words=(enterprise.name.text, rng.choice(("合格", "不合格"))),
        values={"region": enterprise.region, "year": str(made.year)},
        digest=str(number),
    )


def _typo(text: str, rng: Random) -> str:
    """Return a text with one wrong, missing, added or swapped character behind the first."""
    at = rng.randrange(1, len(text))
    wrong = rng.choice(_WRONG)
    if len(text) == 2:  # with one wrong or missing, half of it is gone
        return rng.choice((text[::-1], text[0] + wrong + text[1]))
    return rng.choice(
        (
            text[:at] + wrong + text[at + 1 :],
            text[:at] + text[at + 1 :] if len(text) > 3 else text[:at] + wrong + text[at:],
            text[:at] + wrong + text[at:],
            text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :],
        )
    )


def _part(text: str, rng: Random) -> str:
    length = max(2, len(text) - rng.randrange(1, 3))
    at = rng.randrange(len(text) - length + 1)
    return text[at : at + length]


def _asked(number: int, entry: SearchEntry) -> Asked:
    """Return a question for an entry: what is looked for and how it is typed depend on its number."""
    rng = Random(-number)
    way, wants_brand = number % 3, entry.kind is not EntryKind.STANDARD and number % 2
    if entry.kind is EntryKind.STANDARD and number % 2:
        printed = entry.numbers[0]
        text = (printed[:9], printed.lower().replace("/", "").replace(" ", ""), f"{printed[:-1]}9")[way]
        return Asked(text, lambda found: entry.numbers[0] in found.numbers)
    meant = entry.names[1] if wants_brand and len(entry.names) > 1 else entry.names[0]
    plain = squash(meant)
    typed = (_typo(plain, rng), "".join(syllables(plain)), _part(plain, rng))[way]
    # Who bears or sounds like the very text is right as well: nobody can know that another one was meant.
    return Asked(
        typed,
        lambda found: any(
            plain in held or typed in held or typed in "".join(syllables(held)) for held in _texts(found)
        ),
    )


def _texts(entry: SearchEntry) -> tuple[str, ...]:
    return tuple(map(squash, (*entry.names, *entry.words)))


def measure() -> Iterator[Figure]:
    """Fill an index with and one without records, and ask both."""
    size = scaled(ENTERPRISES)
    rows = EACH * size
    with TemporaryDirectory(prefix="creditportal-bench-doors-") as folder:
        plain, both = (SqliteIndex(Path(folder) / f"{name}.sqlite3") for name in ("plain", "both"))
        for index in (plain, both):
            fill(index, size, processes=os.cpu_count() or 1)
        _fill_entries(both, rows=rows, size=size)
        yield from _recall(both, rows=rows, size=size)
        yield from _cost(plain, both, size=size)


def _fill_entries(index: SqliteIndex, *, rows: int, size: int) -> None:
    with index._store.reading() as (_, build):
        writer = SqliteEntryWriter(index._store, build)
    for first in range(0, rows, _CHUNK):
        writer.write([entry_at(number, size) for number in range(first, min(first + _CHUNK, rows))])


def _recall(index: SqliteIndex, *, rows: int, size: int) -> Iterator[Figure]:
    count = min(QUESTIONS, rows)
    found, exact, times, bare = 0, 0, list[float](), list[float]()
    for number in range(count):
        entry = entry_at(number * (rows // count), size)
        asked = _asked(number, entry)
        query = EntryQuery(text=asked.text, on=ON, limit=FIRST)
        began = time.perf_counter()
        ids = index.entries.search(query).ids
        times.append(time.perf_counter() - began)
        hits = [entry_at(pk - 1, size) for pk in ids]
        found += any(map(asked.fits, hits))
        began = time.perf_counter()
        exact += bool(_by_key(index, asked.text))
        bare.append(time.perf_counter() - began)
    yield Figure(
        name=f"recall at {FIRST} of {count} questions, {rows:,} records of {size:,} firms",
        ours=100 * found / count,
        unit="%",
        reference=max(100 * exact / count, 0.1),
        reference_name="found by the equal text",
        target=Target(at_least=LEAST_RECALL),
    )
    yield Figure(
        name=f"p50 of these questions, {rows:,} records",
        ours=1000 * median(times),
        unit="ms",
        reference=1000 * median(bare),
        reference_name="one look for the equal text",
        target=Target(),
    )


def _by_key(index: SqliteIndex, text: str) -> list[object]:
    """Return the texts and numbers that equal a typed text."""
    with index._store.reading() as (connection, build):
        name, number = NAME + squash(text), "n:" + fold_number(text)
        query = (
            f"SELECT id FROM text_keys_{build} WHERE key = ? UNION ALL SELECT id FROM entry_keys_{build} WHERE key = ?"
        )
        return connection.execute(query, (name, number)).fetchmany(FIRST)


def _cost(plain: SqliteIndex, both: SqliteIndex, *, size: int) -> Iterator[Figure]:
    """Ask both builds about enterprises in turn; with kinds, once more with their counts as the page wants them."""
    asked = [
        question.text
        for kind in ("exact", "brand and trade")
        for question in questions(kind, size=size, count=scaled(200))
    ]
    queries = [
        Query(text=read_query(text), on=ON, facets=True) for text in [*asked[::5], *asked]
    ]  # the first ones warm
    apart, beside, counted = list[float](), list[float](), list[float]()
    for query in queries:
        apart.append(_seconds(lambda query=query: plain.search(query)))  # type: ignore[misc]
        beside.append(_seconds(lambda query=query: both.search(query)))  # type: ignore[misc]
    for query in queries:
        counted.append(_seconds(lambda query=query: _with_kinds(both, query)))  # type: ignore[misc]
    warm = len(asked[::5])
    for name, ours in (("with records beside", beside), ("with their kinds counted", counted)):
        yield Figure(
            name=f"p50 of a search for enterprises {name}, {size:,} firms",
            ours=1000 * median(ours[warm:]),
            unit="ms",
            reference=1000 * median(apart[warm:]),
            reference_name="without records",
            target=Target(ratio_at_most=MOST_COST),
        )


def _with_kinds(index: SqliteIndex, query: Query) -> None:
    """Search enterprises and count kinds, as the page does."""
    index.search(query)
    index.entries.search(EntryQuery(text=query.text.typed, on=ON, limit=0, is_exact=True))
