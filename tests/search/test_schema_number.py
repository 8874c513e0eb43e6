"""What an index holds changes only with `search.port.SCHEMA`: else an index of before would pass for one of now."""

import json
import sqlite3
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from enterprises.catalogue.registry import KINDS
from search.engines.elasticsearch.client import mapping
from search.engines.elasticsearch.entry_mapping import entry_body, entry_mapping
from search.engines.elasticsearch.mapping import body_of
from search.engines.sqlite.index import SqliteIndex
from search.engines.sqlite.store import rows_of
from search.entry_port import ENTRY_FIELDS, EntryKind, SearchEntry
from search.names.features import MatchedField
from search.port import SCHEMA, Days
from tests.search.make import AGENCY, TODAY, document

# One line a number; only that of SCHEMA is compared. Branches that both change it: the later one writes its own.
LAYOUTS = {
    2: "41de76853cec4c6b",
    3: "6328ebdb1a4eb169",
    4: "601712707a479a87",
    5: "107170c7969d540a",
    6: "ac414f04bfa3b769",
    7: "d32811556bd28f2a",
    8: "e73e29379ff8fd23",
    9: "c0c2270a701f48dc",  # recalls
}
SAMPLE = document(
    7,
    "武汉（东湖）华谊新昇精细化工有限公司洪山分公司",
    "上海旭日ABC重工1厂",
    register="310000000012345",
    earlier_codes=("310000000012345",),
    status="CANCELLED",
    records=(("penalty", AGENCY, TODAY, None), ("honour", AGENCY, TODAY, TODAY)),
    lists=(("trustworthy", TODAY, None),),
)

ENTRY = SearchEntry(
    id=7,
    version=2,
    enterprise=3,
    kind=EntryKind.PRODUCT,
    days=Days(starts=TODAY, ends=date(2027, 1, 1)),
    decided_on=TODAY,
    names=("美岭ABC电热水壶", "行李箱"),
    numbers=("GB/T 4706.19-2008", "2026年3月1日A01"),
    words=("武汉美岭电器有限公司",),
    values={name: name for name in ENTRY_FIELDS},
)


def test_a_changed_layout_has_a_number_of_its_own(tmp_path: Path) -> None:
    held = tables(tmp_path / "search.sqlite3")
    layout = digest_of(mapping(), held, body_of(SAMPLE), rows_of([SAMPLE]), entry_mapping(), entry_body(ENTRY))
    number = SCHEMA + 1 if SCHEMA in LAYOUTS else SCHEMA
    line = f'`{number}: "{layout}",`'
    if SCHEMA not in LAYOUTS:
        todo = f"SCHEMA is {SCHEMA} now: add the line {line} to LAYOUTS of this file."
    else:
        todo = (
            "What an index holds has changed (mapping, tables, features, or how the sample is cut): indexes of before"
            f" must be rebuilt: raise search.port.SCHEMA to {number} and add the line {line}"
            f" to LAYOUTS of this file. If {SCHEMA} was never released, correct its line instead."
        )
    assert LAYOUTS.get(SCHEMA) == layout, todo


def test_the_sample_has_what_can_be_held() -> None:
    assert set(body_of(SAMPLE)) == set(mapping()["properties"])
    assert set(entry_body(ENTRY)) == set(entry_mapping()["properties"])
    assert {features.field for features in SAMPLE.names} == {MatchedField.NAME, MatchedField.FORMER_NAME}


def test_each_kind_has_its_days_in_the_mapping() -> None:
    assert set(mapping()["properties"]["kinds"]["properties"]) == set(KINDS)


def digest_of(*parts: Any) -> str:
    """Return a short digest of the parts, however their keys are ordered."""
    text_of_parts = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text_of_parts.encode()).hexdigest()[:16]


def tables(path: Path) -> list[str]:
    """Return the statements by which a new file was made, without what FTS5 makes for itself."""
    SqliteIndex(path).state()
    shadows = "SELECT name FROM pragma_table_list WHERE type = 'shadow'"
    connection = sqlite3.connect(path)
    rows = connection.execute(f"SELECT sql FROM sqlite_master WHERE sql > '' AND name NOT IN ({shadows}) ORDER BY name")
    statements = [" ".join(sql.split()) for (sql,) in rows]
    connection.close()
    return statements
