"""Publish the draft of a list."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.logins.console import add_code_argument, require_presence
from enterprises.logins.models import SecondPersonCode
from enterprises.shared import clock
from enterprises.shared.refusals import Refused
from lists.editions.services.editions import draft_of, publish_edition
from lists.management.arguments import list_of, user_of


class Command(BaseCommand):
    help = "Publish the draft of a list; somebody else drafted it. Asks for the publisher's password, or takes a code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the list and the officer."""
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--by", required=True, metavar="OTHER", help="another officer of the credit office")
        add_code_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, and name the digests of the files."""
        credit_list, by = list_of(options["slug"]), user_of(options["by"])
        try:
            draft = draft_of(credit_list)
            purpose = SecondPersonCode.Purpose.PUBLISH_EDITION
            require_presence(by, purpose=purpose, object_id=draft.pk, code=options["code"], at=clock.now())
            edition = publish_edition(edition=draft, by=by, at=clock.now())
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(
            f"{credit_list.name}：第{edition.number}期已发布，/lists/{credit_list.slug}/{edition.number}/"
        )
        if edition.document is not None:
            for file in edition.document.files.order_by("format"):
                self.stdout.write(f"  {file.format:<7} SHA-256 {file.sha256}")
