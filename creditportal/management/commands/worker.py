"""manage.py worker: keep the index up to date and run the jobs of PERIODIC_JOBS."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from creditportal.worker.loop import Worker
from enterprises.shared import clock


class Command(BaseCommand):
    help = "Index changes as they come and run the jobs of PERIODIC_JOBS, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --once."""
        parser.add_argument("--once", action="store_true", help="do what is due now and end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Work; SIGTERM and SIGINT end it after the batch under way."""
        worker = Worker(now=clock.now)
        if once:
            worker.once()
            return
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: worker.stop.set())
        self.stdout.write("worker started")
        worker.run()
        self.stdout.write("worker stopped")
