"""Draft an edition of a list."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.shared import clock
from enterprises.shared.refusals import Refused
from lists.editions.services.editions import draft_edition
from lists.management.arguments import day_of_text, list_of, user_of


class Command(BaseCommand):
    help = "Draft an edition of a list as it stood on a day; an earlier draft is replaced."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the list, the day and the officer."""
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--as-of", required=True, metavar="DAY", help="such as 2026-11-30, not in the future")
        parser.add_argument("--by", required=True, metavar="USER", help="an officer of the credit office")

    def handle(self, *args: Any, **options: Any) -> None:
        """Draft, and print what was left out and why."""
        credit_list, by = list_of(options["slug"]), user_of(options["by"])
        as_of = day_of_text(options["as_of"])
        try:
            result = draft_edition(credit_list=credit_list, as_of=as_of, by=by, at=clock.now())
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        count = result.edition.entries.count()
        self.stdout.write(f"{credit_list.name}：已起草，截至{as_of}，共{count}条，未列入{len(result.left_out)}条。")
        for one in result.left_out:
            self.stdout.write(f"  未列入 {one.name}（{one.uscc}）：{'；'.join(one.reasons)}")
