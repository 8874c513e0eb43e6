"""The made-up city and the sample sheets ask nobody for a confirmation."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from creditportal.development.demo.enterprises import enterprises
from creditportal.development.demo.records import records_of
from enterprises.catalogue.personal_data import suspicions_in
from enterprises.catalogue.registry import KINDS
from enterprises.catalogue.types import RecordKind
from enterprises.records.importing.record_import import open_records
from enterprises.shared.rules.masking import suspicions_of

SAMPLES = Path(__file__).parents[1] / "samples"
# Lacking are the sheet that is wrong on purpose, and the register and results of campaigns, which have no records.
LACKING = ("penalty_bad", "register", "campaign_results", "campaign_results_unequal")
NAMED_OTHERWISE = {
    "name_brands": "honour",
    "spot_checks": "inspection",
    "recalls": "recall",
    "standards": "standard-declaration",
    "evaluations": "evaluation",
}
SHEETS = sorted(
    path for path in SAMPLES.iterdir() if path.suffix in {".csv", ".xlsx", ".xls"} and path.stem not in LACKING
)


def alarms(kind: RecordKind, values: Mapping[str, object]) -> list[str]:
    """Return what looks personal in a row of raw values."""
    return [str(one) for one in suspicions_in(kind, lambda field: values.get(field.code))]


def test_the_made_up_city() -> None:
    on = date(2026, 11, 22)
    for ordinal, enterprise in enumerate(enterprises(count=300, seed=1, on=on)):
        for text in (enterprise.name, enterprise.address, enterprise.scope, enterprise.representative):
            assert suspicions_of(text or "") == ()
        for made in records_of(enterprise, ordinal=ordinal, seed=1, on=on, number=20):
            assert alarms(KINDS[made.kind], made.raw) == []


@pytest.mark.parametrize("path", SHEETS, ids=[path.name for path in SHEETS])
def test_the_samples(path: Path) -> None:
    stem = NAMED_OTHERWISE.get(path.stem, path.stem)
    kind = next(kind for code, kind in KINDS.items() if stem.replace("_", "-").startswith(code))
    with open_records(path, kind=kind) as table:
        rows = list(table.rows())
    assert rows
    for row in rows:
        assert alarms(kind, {code: cells[0] for code, cells in row.values.items() if cells}) == []
