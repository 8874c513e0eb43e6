"""State diagrams in docs/rules/, generated from the transition tables.

`python -m tests.diagrams` names the pages that differ; `--write` brings them up to date. A page marks where its
diagram stands by the line `<!-- diagram: NAME -->` before a mermaid block.
"""

import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from enterprises.cases.rules.lifecycle import CASE_LIFECYCLE
from enterprises.enforcement.rules import CAMPAIGN_LIFECYCLE, REPORT_LIFECYCLE
from enterprises.evaluations.rules import INSTITUTION_LIFECYCLE
from enterprises.records.extensions import rules as extensions
from enterprises.records.rules import lifecycle as records
from enterprises.records.rules.maker_comments import NOTICE_LIFECYCLE
from enterprises.shared.workflow.lifecycle import Lifecycle
from enterprises.shields.rules import SHIELD_LIFECYCLE
from lists.criteria import cards
from lists.editions import rules as editions
from lists.listings import rules as listings

ROOT = Path(__file__).parents[1]
PAGES = {
    "record": "docs/rules/lifecycle.md",
    "extension": "docs/rules/extensions.md",
    "maker-notice": "docs/rules/maker-comments.md",
    "listing": "docs/rules/lists-procedure.md",
    "list-version": "docs/rules/lists.md",
    "edition": "docs/rules/lists-procedure.md",
    "case": "docs/rules/cases.md",
    "institution": "docs/rules/evaluations.md",
    "campaign": "docs/rules/enforcement.md",
    "campaign-report": "docs/rules/enforcement.md",
    "shield": "docs/rules/shields.md",
}
LIFECYCLES: dict[str, Lifecycle[Any]] = {
    "record": records.LIFECYCLE,
    "extension": extensions.LIFECYCLE,
    "maker-notice": NOTICE_LIFECYCLE,
    "listing": listings.LIFECYCLE,
    "list-version": cards.LIFECYCLE,
    "edition": editions.LIFECYCLE,
    "case": CASE_LIFECYCLE,
    "institution": INSTITUTION_LIFECYCLE,
    "campaign": CAMPAIGN_LIFECYCLE,
    "campaign-report": REPORT_LIFECYCLE,
    "shield": SHIELD_LIFECYCLE,
}
S = TypeVar("S", bound=StrEnum)


def diagrams() -> dict[str, str]:
    """Return the mermaid text of each diagram by its name."""
    return {name: diagram_of(lifecycle) for name, lifecycle in LIFECYCLES.items()}


def diagram_of(lifecycle: Lifecycle[S]) -> str:
    """Draw states with their labels, transitions, marks and confirmations, and where nothing leads on."""
    return "\n".join(["stateDiagram-v2", *(f"    {line}" for line in _lines(lifecycle))])


def _lines(lifecycle: Lifecycle[S]) -> Iterator[str]:
    order = list(lifecycle.labels)
    for state, label in lifecycle.labels.items():
        yield f"{state.value} : {state.value} {label}"
    for verb, state in lifecycle.starts.items():
        yield f"[*] --> {state.value} : {verb}"
    for transition in lifecycle.transitions:
        for before in sorted(transition.before, key=order.index):
            yield f"{before.value} --> {transition.after.value} : {transition.verb}"
    for mark in lifecycle.marks:
        for state in sorted(mark.states, key=order.index):
            yield f"{state.value} --> {state.value} : {mark.put}, {mark.taken}"
    for confirmation in lifecycle.confirmations:
        for state in sorted(confirmation.states):
            yield f"{state.value} --> {state.value} : {confirmation.verb}"
    for state in sorted(lifecycle.ends_in(), key=order.index):
        yield f"{state.value} --> [*]"


def with_diagrams(text: str) -> str:
    """Return a page with its diagrams as the tables are now."""
    drawn = diagrams()

    def block(match: re.Match[str]) -> str:
        return f"{match['mark']}\n```mermaid\n{drawn[match['name']]}\n```"

    return re.sub(r"(?P<mark><!-- diagram: (?P<name>[\w-]+) -->)\n```mermaid\n.*?\n?```", block, text, flags=re.DOTALL)


def pages() -> list[Path]:
    """Return the pages that bear a diagram."""
    return sorted({ROOT / page for page in PAGES.values()})


def main(arguments: list[str]) -> int:
    """Write the pages with `--write`, else name those that differ and return 1."""
    stale = [page for page in pages() if page.read_text() != with_diagrams(page.read_text())]
    for page in stale:
        if "--write" in arguments:
            page.write_text(with_diagrams(page.read_text()))
        sys.stdout.write(f"{page.relative_to(ROOT)}\n")
    return 1 if stale and "--write" not in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
