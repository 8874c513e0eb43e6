"""manage.py readiness: the details of /readyz on the console."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from creditportal.readiness.checks import PARTS, take_all
from enterprises.shared import clock


class Command(BaseCommand):
    help = "Look at every part of the portal; status 1 when one cannot do its work."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the parts to look at."""
        parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all if none is named")

    def handle(self, *args: Any, parts: list[str], **options: Any) -> None:
        """Look once and print a line for each part."""
        if unknown := sorted(set(parts) - PARTS.keys()):
            self.stderr.write(f"There is no part {', '.join(unknown)}; there are {', '.join(PARTS)}.")
            sys.exit(2)
        names = tuple(parts or PARTS)
        checks = take_all(at=clock.now(), names=names)
        for name in names:
            check = checks[name]
            word = "FAILED" if not check.ok else "warning" if check.warning else "ok"
            self.stdout.write(f"{name:<9} {word:<8} {check.detail}")
        if not all(checks[name].ok for name in names):
            sys.exit(1)
