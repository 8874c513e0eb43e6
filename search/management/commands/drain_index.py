"""manage.py drain_index: index what waits in the outbox, once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.shared import clock
from search.engines import index
from search.indexing.models import OutboxEntry
from search.indexing.outbox import drain
from search.port import SearchUnavailable


class Command(BaseCommand):
    help = "Index everything that waits in the outbox."

    def handle(self, *args: Any, **options: Any) -> None:
        """Drain until nothing waits or a rebuild runs."""
        settled = 0
        try:
            while done := drain(index=index(), at=clock.now()):
                settled += done
        except SearchUnavailable as problem:
            raise CommandError(f"{OutboxEntry.objects.count()} changes still wait. {problem}") from problem
        self.stdout.write(f"{settled} changes indexed, {OutboxEntry.objects.count()} wait.")
