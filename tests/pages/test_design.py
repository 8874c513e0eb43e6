"""What holds in every template and script."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Documents become PDF, whose style lies inside.
PAGES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "documents" not in path.parts)
INLINE = re.compile(r"<style|\sstyle\s*=|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_inline_script_or_style(path: Path) -> None:
    assert not INLINE.search(path.read_text())


def test_every_symbol_that_is_used_exists() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/img/icons.svg").read_text()))
    used = {name for path in PAGES for name in re.findall(r'{% icon "([^"]+)" %}', path.read_text())}
    assert used <= sprite


def test_every_component_of_the_guide_exists() -> None:
    guide = (ROOT / "docs/design-system.md").read_text()
    named = set(re.findall(r"`([a-z_]+\.html)` with", guide))
    assert named
    assert all((ROOT / "templates/components" / name).exists() for name in named)


def test_every_class_of_the_guide_is_styled() -> None:
    sheet = "".join(path.read_text() for path in (ROOT / "static/css").glob("*.css"))
    guide = (ROOT / "docs/design-system.md").read_text()
    named = {name for value in re.findall(r'class="([a-z_ -]+)"', guide) for name in value.split()}
    assert named
    assert not {name for name in named if f".{name}" not in sheet}
