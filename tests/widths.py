"""Templates and stylesheets keep the width that ruff keeps for Python: `make check` runs this."""

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from creditportal.development.setup.say import say

ROOT = Path(__file__).parents[1]
FOLDERS = ("templates", "static")
ENDINGS = frozenset({".html", ".css", ".js"})
WIDTH: int = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["line-length"]


def long_lines(root: Path) -> Iterator[str]:
    """Yield `path:line: n characters` for each line beyond WIDTH, in the order of paths."""
    paths = (path for folder in FOLDERS for path in sorted((root / folder).rglob("*")) if path.suffix in ENDINGS)
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if len(line) > WIDTH:
                yield f"{path.relative_to(root)}:{number}: {len(line)} characters, at most {WIDTH}"


def main() -> int:
    """Name the long lines; return 1 if there is one."""
    found = list(long_lines(ROOT))
    for each in found:
        say(each)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
