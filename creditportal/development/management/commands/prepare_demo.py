"""`manage.py prepare_demo`: bring the demonstration to the point where it can be served.

Everything is done that has not been done before; data once made are kept.
"""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from creditportal.development.demo.accounts import create_administrator
from creditportal.development.setup.options import index_mark
from enterprises.register.models import Enterprise

SEED = 1


class Command(BaseCommand):
    """Migrate, collect static files, make the city and its index."""

    help = "Prepare the demonstration's database, city and index; make demo calls it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the size of the city."""
        parser.add_argument("--enterprises", type=int, default=2000, help="how many enterprises the city has")

    def handle(self, *, enterprises: int, **options: object) -> None:
        """Do what is missing."""
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not Enterprise.objects.exists():
            self._make_city(enterprises)
        create_administrator()
        if not self._mark.exists():  # from then on the worker keeps it
            self.stdout.write("Building the search index ...")
            call_command("rebuild_index")
            self._mark.touch()
        call_command("demo_logins")

    def _make_city(self, enterprises: int) -> None:
        """Make the whole city or, if interrupted, nothing of it."""
        self.stdout.write(f"Making a city of {enterprises} enterprises ...")
        self._mark.unlink(missing_ok=True)
        with transaction.atomic():
            call_command("demo_city", enterprises=enterprises, seed=SEED, verbosity=0)

    @property
    def _mark(self) -> Path:
        return index_mark(Path(settings.DATA_DIR), settings.SEARCH_URL)
