"""Rehash the stored files of all documents that are no editions."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.documents.checking import check_files
from enterprises.shared import clock
from lists.editions.queries import files_of_no_edition


class Command(BaseCommand):
    help = "Rehash the stored files of reports, letters, certificates and errata, and name those that are damaged."

    def handle(self, *args: Any, **options: Any) -> None:
        """Check each file, and end with 1 if one is damaged."""
        ids = files_of_no_edition().order_by("pk").values_list("pk", flat=True)
        damaged = 0
        for pk in ids.iterator():
            for check in check_files([pk], at=clock.now()):
                damaged += 1
                self.stdout.write(f"{check.file.document.number}.{check.file.format}：损坏，请从备份恢复")
        if damaged:
            raise CommandError(f"{damaged}个文件与出具时不同。")
