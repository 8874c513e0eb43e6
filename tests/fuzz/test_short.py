"""The short form of `make fuzz`: some damaged files of each format on a running portal."""

import pytest

from tests.fuzz.__main__ import chosen
from tests.fuzz.mutations import mutations
from tests.fuzz.run import fuzz
from tests.fuzz.targets import SAMPLES
from tests.support.portal import Portal

COUNT, SEED = 40, 20261101
SHEET = "penalty_2018_labels.xlsx"


@pytest.mark.parametrize("name", ["CSV at the desk", "XLSX at the desk", "XLS at the desk", "PDF", "XLSX at verif"])
def test_no_damaged_file_ends_a_web_process(portal: Portal, name: str) -> None:
    (target,) = chosen(portal, only=name)
    outcome = fuzz(portal, target, count=COUNT, seed=SEED)
    assert outcome.sent == COUNT
    assert outcome.problems == [], str(outcome)


def test_the_same_seed_gives_the_same_files_and_another_one_others() -> None:
    sample = (SAMPLES / SHEET).read_bytes()
    first, again, other = (list(mutations(sample, count=6, seed=seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert sample not in first
