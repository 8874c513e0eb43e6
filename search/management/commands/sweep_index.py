"""manage.py sweep_index: compare the index with the database and repair drift."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.shared import clock
from search.engines import index
from search.indexing.builds import RebuildRunning, sweep
from search.port import SearchUnavailable


class Command(BaseCommand):
    help = "Compare the digests of index and database, and repair what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep once and report the result."""
        try:
            swept = sweep(index=index(), at=clock.now())
        except RebuildRunning as problem:
            raise CommandError("A rebuild is running and will put everything right.") from problem
        except SearchUnavailable as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{swept.checked} checked, {swept.repaired} repaired, {swept.removed} removed.")
