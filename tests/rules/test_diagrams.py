"""State diagrams in docs/rules/ are those of the transition tables."""

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
