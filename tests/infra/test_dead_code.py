"""`make check` names code that nothing uses."""

from pathlib import Path

import pytest

from tests.dead_code import findings


@pytest.fixture
def found(tmp_path: Path) -> list[str]:
    (tmp_path / "app").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("{{ row.shown }}")
    (tmp_path / "app" / "views.py").write_text(
        "class Row:\n    shown = 1\n    hidden = 2\n    ordering = 3\n\n\ndef dead() -> Row:\n    return Row()\n"
    )
    return list(findings(tmp_path, paths=("app",), hooks={"Django": "ordering verbose_name"}))


def test_what_nothing_uses_is_named_with_its_line(found: list[str]) -> None:
    assert any("views.py:7: unused function 'dead'" in line for line in found)
    assert any("views.py:3: unused variable 'hidden'" in line for line in found)


def test_what_a_template_or_a_library_reads_is_used(found: list[str]) -> None:
    assert not any("shown" in line or "'ordering'" in line for line in found)


def test_a_hook_that_hides_nothing_is_named(found: list[str]) -> None:
    assert found[-1] == "tests/dead_code.py: verbose_name hides nothing"
