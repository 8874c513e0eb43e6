"""Long lines of templates and stylesheets are found."""

from pathlib import Path

from tests.widths import WIDTH, long_lines


def test_a_line_at_the_limit_passes_and_one_beyond_is_named(tmp_path: Path) -> None:
    (tmp_path / "templates/desk").mkdir(parents=True)
    (tmp_path / "static").mkdir()
    (tmp_path / "templates/desk/page.html").write_text("字" * WIDTH + "\n" + "字" * (WIDTH + 1) + "\n")
    (tmp_path / "static/page.css").write_text("x" * (WIDTH + 2))
    (tmp_path / "static/logo.svg").write_text("x" * 500)
    assert list(long_lines(tmp_path)) == [
        f"templates/desk/page.html:2: {WIDTH + 1} characters, at most {WIDTH}",
        f"static/page.css:1: {WIDTH + 2} characters, at most {WIDTH}",
    ]


def test_pages_and_styles_hold_no_long_line() -> None:
    assert list(long_lines(Path(__file__).parents[2])) == []
