"""The tree of packages as docs/architecture.md draws it: apps, rooms and their sub-packages."""

import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
APPS = ("creditportal", "search", "lists", "enterprises")
DEEPEST = 3
# Django names these folders; they are no rooms.
OF_DJANGO = frozenset({"management", "migrations"})


def packages_on_disk() -> list[tuple[str, ...]]:
    """Return app, room and sub-package of every package, sorted within each app."""
    found = [(app, *rest) for app in APPS for rest in sorted(_below(ROOT / app))]
    return [parts for parts in found if len(parts) <= DEEPEST]


def packages_drawn(page: str) -> list[tuple[str, ...]]:
    """Return the packages of the drawing: two blanks of indentation a level, a name that ends in a slash, words."""
    drawing = page.partition("<!-- tree -->\n```\n")[2].partition("```")[0]
    drawn: list[tuple[str, ...]] = []
    for line in drawing.splitlines():
        found = re.match(r"( *)([a-z_0-9]+)/", line)
        assert found, f"no package in the line {line!r}"
        drawn.append((*(drawn[-1][: len(found[1]) // 2] if drawn else ()), found[2]))
    return drawn


def draw(packages: Iterable[tuple[str, ...]]) -> str:
    """Draw packages with the first line of each one's docstring."""
    lines = (f"{'  ' * (len(parts) - 1)}{parts[-1]}/".ljust(22) + _title(ROOT.joinpath(*parts)) for parts in packages)
    return "\n".join(line.rstrip() for line in lines)


def _below(app: Path) -> Iterable[tuple[str, ...]]:
    for file in app.rglob("__init__.py"):
        parts = file.parent.relative_to(app).parts
        if not OF_DJANGO & set(parts):
            yield parts


def _title(package: Path) -> str:
    """Return the first sentence of the package's docstring, without the page it refers to."""
    found = re.match(r'"""(.+?)(?: \(docs/|\. |[.;]?"""|[.;\n])', (package / "__init__.py").read_text())
    return f" {found[1]}" if found else ""
