"""What the pages of documentation name exists: links, paths, identifiers, addresses, commands, packages."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import get_commands

from creditportal.version import VERSION
from tests.support.addresses import addresses
from tests.support.packages import APPS, draw, packages_drawn, packages_on_disk

ROOT = Path(__file__).parents[2]
NAMED = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "findings/README.md")
PAGES = sorted([*(ROOT / name for name in NAMED), *(ROOT / "docs").rglob("*.md")])
ARCHITECTURE = ROOT / "docs/architecture.md"
DECISIONS = ROOT / "docs/decisions"
FILES = r"\.(?:py|md|html|css|js|toml|yaml|yml|txt|conf|svg|xlsx|json|sh|po)"
# No addresses of the portal: folders of a machine, prefixes of networks, addresses of yente.
NO_ADDRESS = re.compile(r"/(?:tmp|root|etc|srv|usr|run|var)\b|/\d+$|/(?:search|match)$")
# Marks of names that the reader of CONTRIBUTING.md makes up.
INVENTED = re.compile(r"NAME|NNNN|yours?\b|\.\.\.|…")
# Names of earlier releases, for which CHANGELOG.md gives the new ones.
GONE = frozenset({"WORKER_TICKS"})
TOPS = (*APPS, "tests", "docs", "templates", "static", "findings")
STATUS = re.compile(r"# .+\n\nStatus: (accepted|replaced by .+|rejected) · \d{4}-\d\d-\d\d\b")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
BUILT = ("bench-results/", ".data", ".venv", ".cache")
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


class Named(NamedTuple):
    """A code span of a page with the number of its line."""

    line: int
    text: str


def spans(page: Path) -> Iterator[Named]:
    """Give the code spans of a page; fenced and indented blocks are examples."""
    is_fenced = False
    for number, line in enumerate(page.read_text().splitlines(), start=1):
        is_fenced ^= line.lstrip().startswith("```")
        if not is_fenced and not line.startswith("    "):
            yield from (Named(number, text) for text in re.findall(r"`([^`]+)`", line))


def expanded(path: str) -> list[str]:
    """Return the paths that braces stand for: `a/{b,c}.py`."""
    found = re.match(r"(.*?)\{([^}]*)\}(.*)", path)
    if not found:
        return [path]
    return [whole for one in found[2].split(",") for whole in expanded(f"{found[1]}{one}{found[3]}")]


def exists(path: str, page: Path) -> bool:
    """Return whether a path is there: from the root, beside the page, or below an app; a bare name anywhere."""
    if "/" not in path and any(next((ROOT / top).rglob(path), None) for top in TOPS):
        return True
    if INVENTED.search(path) or path.startswith(BUILT):
        return True
    path = path.rstrip("/")
    places = (ROOT, page.parent, *(ROOT / top for top in TOPS))
    return any(next(place.glob(path), None) for place in places if not Path(path).is_absolute())


def is_path(text: str) -> bool:
    """Return whether a span is a path: it ends like a file, or begins with a folder of the project."""
    if not re.fullmatch(r"[\w.{},*/<>-]+", text) or text.startswith(("/", "<")) or "//" in text:
        return False
    return bool(re.search(FILES + "$", text)) or ("/" in text and (ROOT / text.partition("/")[0]).is_dir())


def imports(dotted: str) -> bool:
    """Return whether a dotted name leads to a module or to something in one."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if _is_module(name):
            found: object = import_module(name)
            for attribute in parts[length:]:
                if not hasattr(found, attribute) and attribute not in getattr(found, "__annotations__", {}):
                    return False
                found = getattr(found, attribute, None)
            return True
    return False


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


@cache
def written() -> frozenset[str]:
    """Return every word of the code."""
    texts = (
        file.read_text(errors="replace")
        for folder in (*APPS, "tests", "templates", "static", "deploy", ".ci")
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and file.suffix not in {".pyc", ".woff2", ".png", ".xls", ".xlsx", ".mo"}
    )
    others = (ROOT / name for name in ("Makefile", "compose.yaml", "Dockerfile", "pyproject.toml", "requirements.txt"))
    return frozenset(re.findall(r"\w+", " ".join([*texts, *(other.read_text() for other in others)])))


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    assert [one for one in targets if "://" not in one and not (page.parent / one).exists()] == []


@each_page
def test_paths_exist(page: Path) -> None:
    named = [(line, path) for line, text in spans(page) if is_path(text) for path in expanded(text)]
    assert [(line, path) for line, path in named if not exists(path, page)] == []


@each_page
def test_dotted_names_import(page: Path) -> None:
    dotted = re.compile(rf"((?:{'|'.join((*APPS, 'tests'))})(?:\.\w+)+)(?:\(.*\))?$")
    found = ((line, dotted.match(text)) for line, text in spans(page) if not re.search(FILES + "$", text))
    named = [(line, match[1]) for line, match in found if match and not match[1].endswith((".sqlite3", ".test"))]
    assert [one for one in named if not INVENTED.search(one[1]) and not imports(one[1])] == []


@each_page
def test_identifiers_are_written_somewhere_in_the_code(page: Path) -> None:
    """A name with an underscore or of a class, alone or before its arguments."""
    if page.parent == DECISIONS or page.parent.name == "benchmarks":
        pytest.skip("names libraries that were not taken")
    named = re.compile(r"(?:\w+\.)*([A-Za-z]+_\w+|[A-Z][a-z]+[A-Z]\w+)(?:\(.*\))?$")
    found = ((line, named.fullmatch(text)) for line, text in spans(page))
    assert [(line, match[1]) for line, match in found if match and match[1] not in written() | GONE] == []


@each_page
def test_addresses_resolve(page: Path) -> None:
    known = [(address, re.sub(r"<\w+>", "[^/]+", re.sub(r"(?<=>)\.", r"\\.", address))) for address, _ in addresses()]
    for line, text in spans(page):
        address = text.partition("?")[0]
        if not re.fullmatch(r"/[\w/<>.-]*", address) or NO_ADDRESS.match(address) or "{" in address:
            continue
        is_start = any(one.startswith(address.removesuffix("...")) for one, _ in known)
        assert (
            is_start
            or address == "/admin/"
            or any(re.fullmatch(form, address) for _, form in known)
            or (address.startswith("/admin/"))
        ), f"{page.name}:{line} names {text}, which no pattern matches"


@each_page
def test_commands_exist(page: Path) -> None:
    text = page.read_text()
    commands = set(re.findall(r"manage\.py ([a-z_]+)", text)) - {"check", "migrate"}
    targets = set(re.findall(r"`make ([a-z-]+)", text))
    assert commands - get_commands().keys() == set()
    assert targets - set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)) == set()


def test_the_tree_drawn_is_the_tree_on_disk() -> None:
    drawn, on_disk = packages_drawn(ARCHITECTURE.read_text()), packages_on_disk()
    assert drawn == on_disk, f"draw this:\n{draw(on_disk)}"


@pytest.mark.parametrize("app", APPS)
def test_every_room_and_module_has_a_row(app: str) -> None:
    table = ARCHITECTURE.read_text().partition(f"## Modules of {app}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE)
    named = {path.rstrip("/") for row in rows for path in re.findall(r"`([^`]+)`", row)}
    assert [path for path in named if not (ROOT / app / path).exists()] == []
    tops = {path.split("/")[0] for path in named}
    on_disk = {file.name for file in (ROOT / app).glob("*.py")} | {
        room.parent.name for room in (ROOT / app).glob("*/__init__.py")
    }
    assert on_disk - {"__init__.py", "management", "migrations"} == tops - {"management"}


def test_every_module_of_the_shared_room_is_named() -> None:
    """That room has no subject of its own by which one would find a module."""
    table = ARCHITECTURE.read_text().partition("## Modules of enterprises\n")[2].partition("\n## ")[0]
    shared = ROOT / "enterprises/shared"
    modules = {f"shared/{path.name}" for path in shared.glob("*.py")} - {"shared/__init__.py"}
    rooms = {f"shared/{path.parent.name}/" for path in shared.glob("*/__init__.py")}
    assert (modules | rooms) - set(re.findall(r"`([^`]+)`", table)) == set()


def test_the_newest_change_names_the_version() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0].startswith(f"{VERSION}, ")


def test_the_table_of_addresses_is_whole() -> None:
    table = ARCHITECTURE.read_text().partition("<!-- addresses -->\n")[2]
    assert re.findall(r"^\| `(.+)` \| `(.+)` \|$", table, re.MULTILINE) == addresses()


def test_decisions_have_their_parts_and_a_line_in_the_index() -> None:
    pages = sorted(DECISIONS.glob("[0-9]*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text()
        assert STATUS.match(text), page.name
        parts = re.findall(r"^## (Context|Decision|Price)$", text, re.MULTILINE)
        assert parts == ["Context", "Decision", "Price"], page.name
    rows = re.findall(r"^\| \[(.+)\]\((.+)\) \| (.+) \|$", (DECISIONS / "README.md").read_text(), re.MULTILINE)
    assert rows == [(page.name[:4], page.name, page.read_text().splitlines()[0][2:]) for page in pages]


def test_every_page_of_decisions_has_a_status_and_a_day() -> None:
    pages = set(DECISIONS.glob("*.md")) - {DECISIONS / "README.md"}
    assert [page.name for page in pages if not STATUS.match(page.read_text())] == []
    assert [page.name for page in pages if not page.name[:4].isdecimal()] == ["dependencies.md"]


def test_what_a_decision_measured_stands_in_a_page_of_benchmarks_that_it_links() -> None:
    missing: set[str] = set()
    for page in DECISIONS.glob("*.md"):
        text = page.read_text()
        linked = re.findall(r"\(\.\./(benchmarks/[\w-]+\.md)", text)
        there = {number for one in linked for number in NUMBER.findall((ROOT / "docs" / one).read_text())}
        measured = set(re.findall(rf"({NUMBER.pattern}) (?:ms|milliseconds|microseconds)\b", text))
        missing |= {f"{page.name}: {number}" for number in measured - there}
    assert missing == set()


def test_decisions_that_code_refers_to_exist() -> None:
    named = {
        number
        for app in APPS
        for file in (ROOT / app).rglob("*.py")
        for number in re.findall(r"\bdecision (\d{4})\b", file.read_text())
    }
    assert named
    assert named - {page.name[:4] for page in DECISIONS.glob("[0-9]*.md")} == set()


def test_pages_that_code_refers_to_exist() -> None:
    for folder in (*APPS, "tests", "templates", "static", "deploy"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in {".py", ".html", ".css", ".js", ".conf"}:
                named = re.findall(r"\bdocs/[\w/-]+\.md", file.read_text())
                assert [page for page in named if not (ROOT / page).exists()] == [], file
