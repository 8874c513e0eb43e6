"""Compare the stored files of editions with their manifests."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.shared import clock
from lists.editions.models import Edition
from lists.editions.rules import EditionState
from lists.editions.services.checking import check_edition, snapshot_is_whole
from lists.editions.services.rebuilding import remake_files, store_remade


class Command(BaseCommand):
    help = "Rehash the stored files of published editions, and rebuild what is missing or damaged."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one list, and what to do with what differs."""
        parser.add_argument("slug", metavar="SLUG", nargs="?", help="one list; all without it")
        parser.add_argument("--no-repair", action="store_true", help="name what differs, and change no file")
        parser.add_argument(
            "--new-revision",
            action="store_true",
            help="make all files of an edition again under new digests where the same cannot be had",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check one edition after the other, the oldest first."""
        editions = Edition.objects.filter(state=EditionState.PUBLISHED).select_related("credit_list", "document")
        if options["slug"]:
            editions = editions.filter(credit_list__slug=options["slug"])
        left = 0
        editions = editions.defer("document__snapshot", "document__refs")
        for edition in editions.order_by("credit_list_id", "number"):
            left += not self._check(
                edition, may_repair=not options["no_repair"], is_last_resort=options["new_revision"]
            )
        if left:
            raise CommandError(f"{left}期的文件与清单不一致。")

    def _check(self, edition: Edition, *, may_repair: bool, is_last_resort: bool) -> bool:
        at = clock.now()
        checked = check_edition(edition, at=at, may_repair=may_repair)
        if checked.problem and may_repair and is_last_resort:
            self._remake(edition, at=at)
            checked = check_edition(edition, at=at, may_repair=False)
        elif checked.repaired_at == at:
            self._say(edition, f"已重建{checked.repair}，校验值不变")
        if checked.problem:
            self._say(edition, checked.problem)
        return not checked.problem

    def _remake(self, edition: Edition, *, at: datetime) -> None:
        """Make all files again; of a damaged snapshot none, and none if another process did so meanwhile."""
        document = edition.document
        if document is None or not snapshot_is_whole(document):
            self._say(edition, "快照已损坏，不能重新制作")
        elif store_remade(edition=edition, remade=remake_files(edition=edition, at=at), at=at):
            self._say(edition, "已重新制作为新的一版")

    def _say(self, edition: Edition, sentence: str) -> None:
        self.stdout.write(f"{edition.credit_list.slug}-{edition.number}：{sentence}")
