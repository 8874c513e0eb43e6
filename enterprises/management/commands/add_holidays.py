"""`manage.py add_holidays`: add the State Council's notice of a year's public holidays."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from enterprises.agencies.permissions import require_credit_office
from enterprises.shared import clock
from enterprises.shared.holidays.services import add_notice
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.workdays import InvalidNotice, read_days, read_ranges


class Command(BaseCommand):
    help = "Add a year's public holidays, so that limits in working days are no longer provisional for it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--source", required=True, help="document number of the notice")
        parser.add_argument("--off", nargs="+", required=True, metavar="DAY[..DAY]", help="2027-01-01..2027-01-03")
        parser.add_argument("--worked", nargs="*", default=[], metavar="DAY", help="weekend days on which people work")
        parser.add_argument("--by", required=True, metavar="LOGIN", help="officer of the credit office")

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f"There is no user {options['by']!r}.")
        try:
            require_credit_office(by)
            added = add_notice(
                year=options["year"],
                source=options["source"],
                days_off=read_ranges(" ".join(options["off"])),
                days_worked=read_days(" ".join(options["worked"])),
                by=by,
                at=clock.now(),
            )
        except (Refused, InvalidNotice) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{added.year}: {len(added.days_off)} 段假期，{len(added.days_worked)} 个调休上班日。")
