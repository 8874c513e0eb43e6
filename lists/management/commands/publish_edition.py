"""Publish the draft of a list."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.shared import clock
from enterprises.shared.refusals import Refused
from lists.editions.services.editions import draft_of, publish_edition
from lists.management.arguments import list_of, user_of


class Command(BaseCommand):
    help = "Publish the draft of a list; somebody else drafted it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the list and the officer."""
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--by", required=True, metavar="OTHER", help="another officer of the credit office")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, and name the digests of the files."""
        credit_list, by = list_of(options["slug"]), user_of(options["by"])
        try:
            edition = publish_edition(edition=draft_of(credit_list), by=by, at=clock.now())
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(
            f"{credit_list.name}：第{edition.number}期已发布，/lists/{credit_list.slug}/{edition.number}/"
        )
        if edition.document is not None:
            for file in edition.document.files.order_by("format"):
                self.stdout.write(f"  {file.format:<4} SHA-256 {file.sha256}")
