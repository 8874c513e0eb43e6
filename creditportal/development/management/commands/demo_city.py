"""`manage.py demo_city`: fill an empty database with a made-up city."""

import sys
import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from creditportal.development.demo.accounts import create_staff
from creditportal.development.demo.cases import open_cases
from creditportal.development.demo.enforcement import add_campaigns
from creditportal.development.demo.evaluations import add_institutions
from creditportal.development.demo.external_lists import add_external_lists
from creditportal.development.demo.failed_check import add_failed_checks
from creditportal.development.demo.letters import write_letters
from creditportal.development.demo.lists import publish_lists
from creditportal.development.demo.odd_records import add_odd_records
from creditportal.development.demo.register_cases import add_register_cases
from creditportal.development.demo.shields import add_shields
from creditportal.development.demo.writing import BuilderDied, write_city
from enterprises.enforcement.tagging import tag_all_penalties
from enterprises.register.models import Enterprise
from enterprises.register.services.classifications import load_reference
from enterprises.shared import clock
from enterprises.shared.bulk import refresh_statistics


class Command(BaseCommand):
    help = "Write a made-up city: agencies, officers, enterprises, records. The same seed gives the same city."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--enterprises", type=int, default=2000, metavar="N", help="how many enterprises (2000)")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="what the city is drawn from (1)")
        parser.add_argument("--without-lists", action="store_true", help="leave out lists and odd register facts")
        parser.add_argument("--records-each", type=int, metavar="N", help="exactly so many records an enterprise")

    def handle(self, *args: Any, **options: Any) -> None:
        count = options["enterprises"]
        if count < 1:
            raise CommandError("--enterprises must be 1 or more.")
        if Enterprise.objects.exists():
            raise CommandError("The database holds enterprises already; demo_city only fills an empty one.")
        started = time.monotonic()
        load_reference()
        staff = create_staff()
        on = clock.today()
        written = write_city(
            count=count, seed=options["seed"], on=on, staff=staff, records_each=options["records_each"]
        )
        try:
            for tally in written:
                self._progress(tally.enterprises, count, started)
        except BuilderDied as died:
            raise CommandError(str(died)) from died
        finally:
            written.close()
        seconds = time.monotonic() - started
        self.stdout.write(f"{tally.enterprises} enterprises, {tally.records} records in {seconds:.1f} s.")
        refresh_statistics()
        if not options["without_lists"]:
            self._publish_lists(on=on)
            self.stdout.write(f"{len(add_external_lists(on=on))} editions of external lists.")
            self.stdout.write(f"{add_register_cases(on=on)} enterprises with register facts as registers have them.")
            self.stdout.write(f"{sum(1 for _ in open_cases(on=on))} cases.")
            self.stdout.write(f"{sum(1 for _ in write_letters(on=on))} letters.")
            self.stdout.write(f"{len(add_institutions(on=on))} evaluation institutions.")
            self.stdout.write(f"{len(add_campaigns(on=on))} campaigns, {tag_all_penalties()} infringement cases.")
            self.stdout.write(f"{len(add_shields(on=on))} shields of restructured enterprises.")
            self.stdout.write(f"{len(add_failed_checks(on=on))} failed products with comment and penalty.")
            self.stdout.write(f"{len(add_odd_records(on=on))} records that the doors mark.")
        if options["verbosity"]:
            self.stdout.write("Now run rebuild_index, so that they are found.")
            call_command("demo_logins")

    def _publish_lists(self, *, on: date) -> None:
        for edition in publish_lists(on=on):
            self.stdout.write(f"{edition.credit_list.name} {edition.number}: {edition.entries.count()} entries.")

    def _progress(self, done: int, count: int, started: float) -> None:
        if sys.stderr.isatty():
            rate = done / max(time.monotonic() - started, 0.001)
            self.stderr.write(f"\r{done}/{count} enterprises, {rate:.0f}/s", ending="")
            if done == count:
                self.stderr.write("")
