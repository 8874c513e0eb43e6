"""Records of kinds beside enterprises on SQLite: recall at 5 of made-up questions, and what they cost enterprises.

Of 300,000 records 200 are looked for by product, brand, standard or honour: typed with a typo, in pinyin, or in part. A
hit counts if it bears or sounds like what was typed; a stricter count, beside its ceiling, wants what was meant. Costs
are processor time of this thread, in which everything runs: other work on the machine changes it little.
"""

import os
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

from django.test import Client, override_settings

from enterprises.register.models import Enterprise
from enterprises.shared.rules.names import fold_name
from search.engines.sqlite.index import SqliteIndex
from search.entry_port import EntryKind, EntryQuery, SearchEntry
from search.matching.entries import NAME
from search.names.numbers import fold_number
from search.names.pinyin import syllables
from search.names.queries import read_query, read_words
from search.names.scripts import squash
from search.port import Days, Query
from tests.bench.figures import Figure, Target, scaled
from tests.bench.search.engines import documents, fill
from tests.bench.search.enterprises import ON, PUBLIC_FROM, brand_of, enterprise_at, id_of
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
# The files of the portal have not been collected.
_PLAIN_FILES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
_WRONG = "的一是在不了有和人这中大为上个国我以要他"


class Asked(NamedTuple):
    """A question: what was meant, and what is typed for it."""

    meant: str
    text: str

    def is_met(self, found: SearchEntry) -> bool:
        """Return whether an entry bears what was meant."""
        return any(self.meant in text for text in _texts(found))

    def is_answered(self, found: SearchEntry) -> bool:
        """Return whether it bears or sounds like what was typed: nobody can know that another one was meant."""
        return self.is_met(found) or any(map(self.is_like, _texts(found)))

    def is_like(self, text: str) -> bool:
        """Return whether a text holds or sounds like what was typed."""
        sound = "".join(syllables(text)) if self.text.isalpha() and self.text.isascii() else ""
        return any(typed in held for typed in (self.text, fold_number(self.text)) for held in (text, sound))


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
        return Asked(fold_number(printed), text)
    meant = entry.names[1] if wants_brand and len(entry.names) > 1 else entry.names[0]
    plain = squash(meant)
    return Asked(plain, (_typo(plain, rng), "".join(syllables(plain)), _part(plain, rng))[way])


def _texts(entry: SearchEntry) -> tuple[str, ...]:
    return (*map(squash, (*entry.names, *entry.words)), *map(fold_number, entry.numbers))


def _single_names(entry: SearchEntry) -> tuple[str, ...]:
    """Return the names of an entry without that of brand and product together."""
    return tuple(map(squash, entry.names[:2]))


def measure() -> Iterator[Figure]:
    """Fill an index with and one without records, and ask both."""
    size = scaled(ENTERPRISES)
    with TemporaryDirectory(prefix="creditportal-bench-doors-") as folder:
        plain, both = (SqliteIndex(Path(folder) / f"{name}.sqlite3") for name in ("plain", "both"))
        fill(plain, size, processes=os.cpu_count() or 1)
        _fill_both(both, size=size)
        yield from figures_of(plain, both, size=size, address=f"sqlite://{folder}/both.sqlite3")


def figures_of(plain: SqliteIndex, both: SqliteIndex, *, size: int, address: str) -> Iterator[Figure]:
    """Ask two filled indexes; `address` is that of the one with records."""
    yield from _recall(both, rows=EACH * size, size=size)
    asked = [
        question.text
        for kind in ("exact", "brand and trade")
        for question in questions(kind, size=size, count=scaled(200))
    ]
    yield _cost_beside(plain, both, asked, size=size)
    with override_settings(SEARCH_URL=address, RATE_LIMITS={}, STORAGES=_PLAIN_FILES):
        _store_hits(both, asked)
        yield _cost_on_page(asked, size=size)


def _fill_both(index: SqliteIndex, *, size: int) -> None:
    """Fill an index as a rebuild does."""
    rows = EACH * size
    with index.rebuild() as writer:
        writer.write(documents(size, processes=os.cpu_count() or 1))
        for first in range(0, rows, _CHUNK):
            writer.entries.write([entry_at(number, size) for number in range(first, min(first + _CHUNK, rows))])


def _recall(index: SqliteIndex, *, rows: int, size: int) -> Iterator[Figure]:
    count = min(QUESTIONS, rows)
    asked = [_asked(number, entry_at(number * (rows // count), size)) for number in range(count)]
    answered, met, exact, times, bare = 0, 0, 0, list[float](), list[float]()
    for each in asked:
        query = EntryQuery(text=read_words(each.text), on=ON, limit=FIRST)
        times.append(_processor(lambda query=query: index.entries.search(query)))  # type: ignore[misc]
        hits = [entry_at(pk - 1, size) for pk in index.entries.search(query).ids]
        answered += any(map(each.is_answered, hits))
        met += any(map(each.is_met, hits))
        bare.append(_processor(lambda each=each: _by_key(index, each.text)))  # type: ignore[misc]
        exact += bool(_by_key(index, each.text))
    what = f"of {count} questions, {rows:,} records of {size:,} enterprises"
    yield Figure(
        name=f"recall at {FIRST} {what}",
        ours=100 * answered / count,
        unit="%",
        reference=max(100 * exact / count, 0.1),
        reference_name="found by the equal text",
        target=Target(at_least=LEAST_RECALL),
    )
    yield Figure(
        name=f"the same, only what was meant counted, {what}",
        ours=100 * met / count,
        unit="%",
        reference=100 * _ceiling(asked, rows=rows, size=size),
        reference_name="ceiling",
        target=Target(),
    )
    yield Figure(
        name=f"p50 of these questions, {rows:,} records",
        ours=1000 * median(times),
        unit="ms",
        reference=1000 * median(bare),
        reference_name="one look for the equal text",
        target=Target(),
    )


def _ceiling(asked: Collection[Asked], *, rows: int, size: int) -> float:
    """Return the mean of min(1, FIRST / names that are like the text): one of more than that is a guess."""
    names = {name for number in range(rows) for name in _single_names(entry_at(number, size))}
    sounds = {name: "".join(syllables(name)) for name in names}
    alike = (
        sum(each.text in name or each.text in sounds[name] for name in names if each.meant not in name)
        for each in asked
    )
    return sum(min(1.0, FIRST / (others + 1)) for others in alike) / len(asked)


def _by_key(index: SqliteIndex, text: str) -> list[object]:
    """Return the texts and numbers that equal a typed text."""
    with index._store.reading() as (connection, build):
        name, number = NAME + squash(text), "n:" + fold_number(text)
        query = (
            f"SELECT id FROM text_keys_{build} WHERE key = ? UNION ALL SELECT id FROM entry_keys_{build} WHERE key = ?"
        )
        return connection.execute(query, (name, number)).fetchmany(FIRST)


def _cost_beside(plain: SqliteIndex, both: SqliteIndex, asked: Sequence[str], *, size: int) -> Figure:
    """Ask both builds about enterprises in turn: what records cost whoever does not look for them."""
    queries = [Query(text=read_query(text), on=ON, facets=True) for text in asked]
    apart, beside = list[float](), list[float]()
    for query in [*queries[:: len(queries) // 20 or 1], *queries]:  # the first ones warm
        apart.append(_processor(lambda query=query: plain.search(query)))  # type: ignore[misc]
        beside.append(_processor(lambda query=query: both.search(query)))  # type: ignore[misc]
    return Figure(
        name=f"p50 of a search for enterprises with records beside, {size:,} enterprises",
        ours=1000 * median(beside[-len(queries) :]),
        unit="ms",
        reference=1000 * median(apart[-len(queries) :]),
        reference_name="without records",
        target=Target(ratio_at_most=MOST_COST),
    )


def _store_hits(index: SqliteIndex, asked: Sequence[str]) -> None:
    """Store the enterprises that the questions find, for the page shows nobody else."""
    found = {hit.id for text in asked for hit in index.search(Query(text=read_query(text), on=ON)).hits}
    made = [enterprise_at(pk - id_of(0)) for pk in found]
    Enterprise.objects.bulk_create(
        Enterprise(
            pk=id_of(one.number),
            uscc=one.uscc,
            name=one.name.text,
            folded_name=fold_name(one.name.text),
            status=one.status,
            public_from=PUBLIC_FROM,
            created_at=datetime(2020, 1, 1, tzinfo=UTC),
        )
        for one in made
    )


def _cost_on_page(asked: Sequence[str], *, size: int) -> Figure:
    """Ask for the page with the kinds counted on its tabs and without, in turn."""
    client = Client()
    counted, bare = list[float](), list[float]()
    for turn, text in enumerate([*asked[:: len(asked) // 20 or 1], *asked]):
        first, second = (_page_seconds(client, text, counts=counts) for counts in (turn % 2 == 0, turn % 2 == 1))
        with_kinds, without = (first, second) if turn % 2 == 0 else (second, first)
        counted.append(with_kinds)
        bare.append(without)
    return Figure(
        name=f"p50 of the search page with its kinds counted, {size:,} enterprises",
        ours=1000 * median(counted[-len(asked) :]),
        unit="ms",
        reference=1000 * median(bare[-len(asked) :]),
        reference_name="without",
        target=Target(ratio_at_most=MOST_COST),
    )


def _page_seconds(client: Client, text: str, *, counts: bool) -> float:
    if counts:
        return _processor(lambda: _page(client, text))
    with patch("search.pages.count_kinds", return_value={}):
        return _processor(lambda: _page(client, text))


def _page(client: Client, text: str) -> None:
    response = client.get("/search/", {"q": text})
    if response.status_code != 200:
        raise RuntimeError(f"The page answers {response.status_code}.")


def _processor(work: Callable[[], object]) -> float:
    """Return the processor time of one call in seconds."""
    began = time.thread_time()
    work()
    return time.thread_time() - began
