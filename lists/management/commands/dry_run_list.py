"""Show what the criteria of a list would do."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.shared import clock
from enterprises.shared.refusals import Refused
from lists.listings.services.dry_run import DryRunGroup, dry_run
from lists.management.arguments import list_of


class Command(BaseCommand):
    help = "Show whom the criteria of a list would list or remove, and which conflict; nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the list."""
        parser.add_argument("slug", metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the counts, then the first enterprises of each group with records relied on."""
        credit_list = list_of(options["slug"])
        try:
            found = dry_run(credit_list=credit_list, on=clock.today())
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        conflict = "与红名单冲突" if credit_list.is_black else "有不得列入的情形"
        self.stdout.write(
            f"{credit_list.name}：建议列入{found.listed.count}家，不再符合{found.removed.count}家，"
            f"{conflict}{found.conflicts.count}家，已在办理或曾经办理{found.known}家。没有写入任何内容。"
        )
        for verb, group in (("列入", found.listed), ("移出", found.removed), ("冲突", found.conflicts)):
            self._lines(verb, group)

    def _lines(self, verb: str, group: DryRunGroup) -> None:
        for line in group.first:
            records = f"（记录{'、'.join(map(str, line.record_ids))}）" if line.record_ids else ""
            self.stdout.write(f"  {verb} {line.name}（{line.uscc}）：{line.why}{records}")
