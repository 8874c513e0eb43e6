"""Propose enterprises for a list by its criteria."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.shared import clock
from enterprises.shared.refusals import Refused
from lists.listings.services.proposals import propose_listings
from lists.management.arguments import list_of, user_of


class Command(BaseCommand):
    help = "Propose enterprises for a list by its criteria; nothing is public by that."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the list and the officer."""
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--by", required=True, metavar="USER", help="an officer of the credit office")

    def handle(self, *args: Any, **options: Any) -> None:
        """Propose, and name each with its reason."""
        credit_list, by, at = list_of(options["slug"]), user_of(options["by"]), clock.now()
        try:
            proposed = propose_listings(credit_list=credit_list, on=clock.day_of(at), by=by, at=at)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{credit_list.name}：提出{len(proposed)}条列入建议。")
        for listing in proposed:
            enterprise = listing.enterprise
            self.stdout.write(f"  {enterprise.name}（{enterprise.uscc}）：{listing.criterion} {listing.reason}")
