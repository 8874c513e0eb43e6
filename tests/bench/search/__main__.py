"""`make bench-search ARGS='--sizes 20000 --engines sqlite --questions 100'`: the scorecard of search.

Fills each engine with generated enterprises, asks every class of question through the port and writes
recall, ceilings and times to bench-results/search.json and .md. A missed target gives status 1.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.search import options


def main(arguments: Sequence[str]) -> int:
    """Prepare Django, then measure."""
    chosen = options.read(arguments)
    with tempfile.TemporaryDirectory(prefix="creditportal-bench-") as data_dir:
        prepare(Path(data_dir))
        from tests.bench.search import run

        return run.run(chosen)


def prepare(data_dir: Path) -> None:
    """Set up Django with a data folder of its own."""
    os.environ.update(DATA_DIR=str(data_dir), DJANGO_SETTINGS_MODULE="creditportal.settings", LOG_LEVEL="WARNING")
    os.environ.update(DEBUG="false", DEMO="true", SECRET_KEY="bench-" + "0123456789" * 5, ALLOWED_HOSTS="127.0.0.1")
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
