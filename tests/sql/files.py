"""The files of recorded SQL: compared and rewritten."""

from collections.abc import Mapping
from difflib import unified_diff
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"


def stored() -> dict[str, str]:
    """Return the reviewed text of each file."""
    return {path.name: path.read_text() for path in sorted(FOLDER.glob("*.txt"))}


def diff(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return the lines by which two recordings differ, none if they are equal."""
    return [
        line
        for name in sorted({*before, *after})
        for line in unified_diff(
            before.get(name, "").splitlines(keepends=True),
            after.get(name, "").splitlines(keepends=True),
            fromfile=f"reviewed/{name}",
            tofile=f"now/{name}",
        )
    ]


def write(after: Mapping[str, str]) -> None:
    """Rewrite the files that differ, remove those of no address."""
    before = stored()
    for name in before.keys() - after.keys():
        (FOLDER / name).unlink()
    FOLDER.mkdir(exist_ok=True)
    for name, text in after.items():
        if before.get(name) != text:
            (FOLDER / name).write_text(text)
