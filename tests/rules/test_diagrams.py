"""State diagrams in docs/rules/ are those of the transition tables."""

import re
from importlib import import_module

import pytest

from enterprises.records.rules.lifecycle import LIFECYCLE, State
from tests import diagrams


def test_pages_show_the_tables() -> None:
    for page in diagrams.pages():
        text = page.read_text()
        assert diagrams.with_diagrams(text) == text, f"{page.name}: run `python -m tests.diagrams --write`"


def test_every_diagram_stands_on_its_page_once() -> None:
    for name, page in diagrams.PAGES.items():
        assert (diagrams.ROOT / page).read_text().count(f"<!-- diagram: {name} -->\n```mermaid\n") == 1
    assert set(diagrams.PAGES) == set(diagrams.diagrams())


def test_a_diagram_draws_every_transition_mark_and_end() -> None:
    drawn = diagrams.diagram_of(LIFECYCLE)
    for transition in LIFECYCLE.transitions:
        for before in transition.before:
            assert f"{before} --> {transition.after} : {transition.verb}" in drawn
    assert f"{State.PUBLISHED} --> {State.PUBLISHED} : dispute, settle-dispute" in drawn
    assert f"{State.SUPERSEDED} --> [*]" in drawn


@pytest.mark.parametrize("name", diagrams.PAGES)
def test_a_diagram_that_differs_is_drawn_anew(name: str) -> None:
    page = f"<!-- diagram: {name} -->\n```mermaid\nstateDiagram-v2\n```\n"
    assert diagrams.diagrams()[name] in diagrams.with_diagrams(page)


def test_every_table_of_transitions_is_drawn() -> None:
    paths = [path for app in ("enterprises", "lists") for path in (diagrams.ROOT / app).rglob("*.py")]
    found = [
        getattr(import_module(".".join(path.relative_to(diagrams.ROOT).with_suffix("").parts)), name)
        for path in paths
        for name in re.findall(r"^(\w+) = Lifecycle\(", path.read_text(), re.MULTILINE)
    ]
    assert len(found) == len(diagrams.LIFECYCLES)
    assert all(each in diagrams.LIFECYCLES.values() for each in found)
