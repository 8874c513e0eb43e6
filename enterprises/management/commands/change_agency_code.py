"""`manage.py change_agency_code`: give an agency another unified code, as a recorded step."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from enterprises.agencies.names import agency_of_code
from enterprises.records.services.agency_codes import change_agency_code
from enterprises.shared import clock
from enterprises.shared.refusals import Refused


class Command(BaseCommand):
    help = "Change an agency's unified code; the keys of its records follow, and the old code stays known to imports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="present code")
        parser.add_argument("new_code")
        parser.add_argument("--reason", required=True, help="document by which the code changed")
        parser.add_argument("--by", required=True, metavar="LOGIN", help="administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        agency, by = agency_of_code(options["code"]), User.objects.filter(username=options["by"]).first()
        if agency is None:
            raise CommandError(f"没有代码为{options['code']}的机关。")
        if by is None:
            raise CommandError(f"There is no user {options['by']!r}.")
        try:
            event = change_agency_code(
                agency=agency, code=options["new_code"], reason=options["reason"], by=by, at=clock.now()
            )
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{agency.name}：{event.before} → {event.after}")
