"""Import a file of records."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.agencies.models import Agency
from enterprises.agencies.names import agency_of_code
from enterprises.catalogue.registry import KINDS, kind_of
from enterprises.records.importing.record_import import Imported, import_records, open_records
from enterprises.shared import clock
from enterprises.shared.bulk import refresh_statistics, seldom_checkpoints
from enterprises.shared.refusals import Refused
from enterprises.shared.sheets.console import FILE_UNREADABLE, finish, reporting, user_named
from enterprises.shared.sheets.source import UnreadableFile


class Command(BaseCommand):
    help = "导入信用记录（CSV、XLSX）为待审核的一批；列见 docs/import.md"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(KINDS), metavar="KIND", help="、".join(KINDS))
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--agency", required=True, metavar="CODE", help="机关的统一社会信用代码")
        parser.add_argument("--by", required=True, metavar="USER", help="该机关录入员的登录名")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--errors", type=Path, metavar="OUT.xlsx", help="被拒绝的行写入此工作簿，更正后可再次导入")

    def handle(
        self, *, kind: str, file: Path, agency: str, by: str, dry_run: bool, errors: Path | None, **options: Any
    ) -> None:
        declared = kind_of(kind)
        try:
            with (
                open_records(file, kind=declared) as table,
                reporting(table, stderr=self.stderr, errors=errors) as tally,
                seldom_checkpoints(),
            ):
                imported = import_records(
                    table,
                    kind=declared,
                    agency=_agency(agency),
                    by=user_named(by),
                    at=clock.now(),
                    dry_run=dry_run,
                    tally=tally,
                    apart=True,
                )
        except (UnreadableFile, Refused) as error:
            raise CommandError(error.sentence, returncode=FILE_UNREADABLE) from error
        refresh_statistics()
        self._report(imported, dry_run=dry_run, by=by)
        finish(tally, stdout=self.stdout, errors=errors, heading=f"{declared.label} {file.name}")

    def _report(self, imported: Imported, *, dry_run: bool, by: str) -> None:
        batch = imported.batch
        if imported.continued.batches:
            numbers = "、".join(str(each.pk) for each in imported.continued.batches)
            self.stdout.write(f"同一文件的上次导入没有完成，续传第{numbers}批，此前已导入{imported.stored}行")
        if dry_run:
            self.stdout.write("试运行：没有写入任何内容")
        elif batch is None:
            self.stdout.write("没有新的记录")
        else:
            self.stdout.write(
                f"第{batch.pk}批，请由{by}以外的审核员公示：manage.py publish_batch {batch.pk} --by OTHER"
            )


def _agency(code: str) -> Agency:
    found = agency_of_code(code)
    if found is None:
        raise CommandError(f"没有代码为{code}的机关。", returncode=FILE_UNREADABLE)
    return found
