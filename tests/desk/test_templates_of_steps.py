"""Templates loop over the steps that are open: which, for whom and when stands in the tables of steps alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
# A condition on the name of a step, on what is among the steps, or on who took the step before.
_ASKS = re.compile(
    r"\{%\s*(?:el)?if\b[^%]*(?:\bin\s+[\w.]*(?:steps|offers)\b|\bstep\.name\b|_by(?:_id|\.pk)\s*[!=]=|\bstep\s*==)"
)


def asking(source: str) -> Iterator[tuple[int, str]]:
    """Find the conditions that decide about steps."""
    for number, line in enumerate(source.splitlines(), start=1):
        yield from ((number, found[0]) for found in _ASKS.finditer(line))


def test_no_template_asks_which_step_it_shows() -> None:
    found = [
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for number, _ in asking(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "condition",
    ['"issue" in steps', 'step.step.name == "decide"', "row.proposed_by_id != user_id", "may and 'drop' in row.steps"],
)
def test_a_condition_is_found(condition: str) -> None:
    assert list(asking(f"<p>\n{{% if {condition} %}}"))


def test_a_loop_is_none() -> None:
    assert not list(asking("{% for step in steps %}{% if step.step.title %}{% if steps %}"))
