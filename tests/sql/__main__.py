"""`python -m tests.sql` names the files of SQL that differ; `--write` rewrites them."""

import logging
import os
import sys

import django
from django.conf import settings
from django.test.utils import get_runner, setup_test_environment


def main(arguments: list[str]) -> int:
    """Record on a test database of its own; return 1 if a file differs and is not rewritten."""
    os.environ.pop("DATABASE_URL", None)  # the files hold the queries to SQLite
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    setup_test_environment()
    logging.disable(logging.WARNING)
    from tests.sql.files import diff, stored, write
    from tests.sql.visits import record

    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        before, after = stored(), record()
    finally:
        runner.teardown_databases(databases)
    lines = diff(before, after)
    sys.stdout.writelines(lines)
    if "--write" in arguments:
        write(after)
        return 0
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
