"""manage.py rebuild_index: fill a new index from the database and swap it in."""

import os
import platform
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from enterprises import clock
from enterprises.models import Enterprise
from search.engines import index
from search.port import SearchUnavailable
from search.services.builds import RebuildRunning, rebuild
from search.services.outbox import drain


class Command(BaseCommand):
    help = "Rebuild the search index; the old one answers until the new one is complete."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, then drain what changed meanwhile."""
        holder = f"{platform.node()} {os.getpid()}"
        with tqdm(total=Enterprise.objects.count(), unit=" firms", disable=None) as bar:

            def advance(done: int) -> None:
                bar.update(done - bar.n)

            try:
                build = rebuild(index=index(), now=clock.now, holder=holder, progress=advance)
                while drain(index=index(), at=clock.now()):
                    pass
            except RebuildRunning as problem:
                raise CommandError("Another rebuild is running; wait for it to end.") from problem
            except SearchUnavailable as problem:
                raise CommandError(f"The index was left as it was. {problem}") from problem
        self.stdout.write(f"{build.documents} enterprises indexed.")
