"""manage.py rebuild_index: fill a new index from the database and swap it in."""

import os
import platform
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.register.models import Enterprise
from enterprises.shared import clock
from search.engines import index
from search.indexing.builds import RebuildLost, RebuildRunning, rebuild
from search.indexing.outbox import drain
from search.indexing.preparing import PoolDied
from search.indexing.progress import Progress
from search.port import SearchUnavailable


class Command(BaseCommand):
    help = "Rebuild the search index; the old one answers until the new one is complete."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --if-missing."""
        parser.add_argument("--if-missing", action="store_true", help="do nothing if an index of this schema answers")

    def handle(self, *args: Any, if_missing: bool, **options: Any) -> None:
        """Rebuild, then drain what changed meanwhile."""
        if if_missing and _answers():
            self.stdout.write("An index answers.")
            return
        holder = f"{platform.node()} {os.getpid()}"
        try:
            with Progress(total=Enterprise.objects.count(), unit="firms", report=self.stdout.write) as progress:
                build = rebuild(index=index(), now=clock.now, holder=holder, progress=progress)
        except RebuildRunning as problem:
            raise CommandError("Another rebuild is running; wait for it to end.") from problem
        except RebuildLost as problem:
            raise CommandError("This rebuild stood still so long that it was given up; begin again.") from problem
        except (PoolDied, SearchUnavailable) as problem:
            raise CommandError(f"The index was left as it was. {problem}") from problem
        took = f"{build.duration.total_seconds():.0f} s"
        self.stdout.write(f"{build.documents} enterprises and {build.entries} records indexed in {took}.")
        self._drain()

    def _drain(self) -> None:
        try:
            while drain(index=index(), at=clock.now()):
                pass
        except SearchUnavailable as problem:
            raise CommandError(f"The new index answers; what changed meanwhile waits. {problem}") from problem


def _answers() -> bool:
    try:
        index().state()
    except SearchUnavailable:
        return False
    return True
