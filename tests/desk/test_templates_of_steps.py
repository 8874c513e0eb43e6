"""Templates loop over the steps that are open: which, for whom and when stands in the tables of steps alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
# A condition on the name of a step, on what is among the steps or due, or on who took the step before.
_ASKS = re.compile(
    r"\{%\s*(?:el)?if\b[^%]*"
    r"(?:\bin\s+[\w.]*(?:steps|offers)\b|\bstep\.name\b|_by(?:_id|\.pk)\s*[!=]=|\bstep\s*==|_step\s*[!=]=)"
)
# A state compared with a literal, and what people fill in or press, or read about a step.
_STATE = re.compile(r"\bstate\s*(?:[!=]=|\bin\b)\s*[\"']")
_ACTING = re.compile(r"<(?:form|button|input|select|textarea)\b|components/notice\.html|/\w*(?:form|step)\w*\.html")
_IF = re.compile(r"\{%\s*(if|elif|endif)\b(.*?)%\}")


def asking(source: str) -> Iterator[tuple[int, str]]:
    """Find the conditions that decide about steps."""
    for number, line in enumerate(source.splitlines(), start=1):
        yield from ((number, found[0]) for found in _ASKS.finditer(line))
    for condition, start, end in conditions(source):
        if _STATE.search(condition) and _ACTING.search(source, start, end):
            yield source.count("\n", 0, start) + 1, condition


def conditions(source: str) -> Iterator[tuple[str, int, int]]:
    """Find each condition with where its block begins and ends, the branches after it included."""
    open_blocks: list[list[tuple[str, int]]] = []
    for tag in _IF.finditer(source):
        if tag[1] == "if":
            open_blocks.append([])
        if tag[1] == "endif":
            yield from ((condition, start, tag.start()) for condition, start in open_blocks.pop())
        else:
            open_blocks[-1].append((tag[2], tag.end()))


def test_no_template_asks_which_step_it_shows() -> None:
    found = [
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for number, _ in asking(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "condition",
    [
        '"issue" in steps',
        'step.step.name == "decide"',
        "row.proposed_by_id != user_id",
        "may and 'drop' in row.steps",
        'row.due_step != "PAPERS"',
    ],
)
def test_a_condition_is_found(condition: str) -> None:
    assert list(asking(f"<p>\n{{% if {condition} %}}"))


@pytest.mark.parametrize(
    "source",
    [
        '{% if case.state == "RECEIVED" %}\n<input type="checkbox">{% endif %}',
        "{% if is_own and row.state != 'DRAFT' %}{% include \"components/notice.html\" %}{% endif %}",
        '{% if a %}{% elif case.state in "RECEIVED" %}<p></p>{% else %}<form>{% endif %}',
        '{% if state == "OPEN" %}{% if b %}{% endif %}{% include "desk/step_form.html" %}{% endif %}',
    ],
)
def test_a_state_around_a_form_is_found(source: str) -> None:
    assert len(list(asking(source))) == 1


def test_a_state_in_words_is_none() -> None:
    source = '{% if row.state == "WITHDRAWN" %}<dd>{{ day }}</dd>{% endif %}{% if is_open %}<form>{% endif %}'
    assert not list(asking(source))


def test_a_loop_is_none() -> None:
    assert not list(asking("{% for step in steps %}{% if step.step.title %}{% if steps %}"))
