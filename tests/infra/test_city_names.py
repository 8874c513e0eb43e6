"""The city and its province are named by the settings and by the demonstration alone."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Its name, its telephone code, its own documents (武政办), its province and the code of the province's courts.
CITY = re.compile(r"武汉|wuhan|(?<!\d)027-|武政|湖北|hubei|鄂\d", re.IGNORECASE)
PACKAGES = ("creditportal", "enterprises", "lists", "search")
SHOWN = ("templates", "static", "locale", "deploy")
# Where it may be named: the settings have defaults, the demonstration is of a city, a rule cites its law.
NAMING = (
    "creditportal/settings.py",
    "creditportal/honour_goals.json",
    "creditportal/development/",
    "enterprises/records/rules/publication/table.py",
)
# Divisions (GB/T 2260) and the words by which names are taken apart are data of the whole country.
DATA = ("enterprises/register/reference/", "search/names/data/")
TEXTS = frozenset({".py", ".html", ".css", ".js", ".svg", ".po", ".conf", ".json"})


def namings(root: Path) -> Iterator[str]:
    """Yield `path:line` for each line that names the city where it may not."""
    for folder in (*PACKAGES, *SHOWN):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.suffix not in TEXTS or name.startswith((*NAMING, *DATA)):
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
            yield from (f"{name}:{number}" for number, line in enumerate(lines, start=1) if CITY.search(line))


def test_no_template_style_or_module_names_the_city() -> None:
    assert list(namings(ROOT)) == []


def test_a_naming_is_found(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text(
        "<p>本市</p>\n<p>Enterprises of Wuhan</p>\n<p>武政办〔2017〕118号</p>\n"
    )
    (tmp_path / "creditportal").mkdir()
    (tmp_path / "creditportal/settings.py").write_text('PORTAL_NAME = "武汉"')
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/form.py").write_text('EXAMPLE = "（2026）鄂01破5号"')
    assert list(namings(tmp_path)) == ["lists/form.py:1", "templates/page.html:2", "templates/page.html:3"]
