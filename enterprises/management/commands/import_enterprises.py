"""Import a register extract."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.register.importing.register_import import import_register
from enterprises.register.importing.register_rows import REQUIRED, code_of
from enterprises.register.models import Region
from enterprises.shared import clock
from enterprises.shared.bulk import refresh_statistics, seldom_checkpoints
from enterprises.shared.rules.uscc import normalise_uscc
from enterprises.shared.sheets.console import FILE_UNREADABLE, finish, reporting
from enterprises.shared.sheets.readings import ReaderDied
from enterprises.shared.sheets.source import UnreadableFile
from enterprises.shared.sheets.table import open_table


class Command(BaseCommand):
    help = "导入企业登记信息（CSV、XLSX）；列见 docs/import.md"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--from-register",
            action="store_true",
            help="文件出自登记系统：校验位不符合国家标准的代码，按登记收录并加标注",
        )
        parser.add_argument(
            "--confirm-capital",
            nargs="+",
            default=(),
            metavar="CODE",
            help="已核对登记档案：这些代码的注册资本与文件所载一致，不再提示矛盾",
        )
        parser.add_argument("--errors", type=Path, metavar="OUT.xlsx", help="被拒绝的行写入此工作簿，更正后可再次导入")

    def handle(
        self, *, file: Path, errors: Path | None, from_register: bool, confirm_capital: Sequence[str], **options: Any
    ) -> None:
        try:
            with (
                open_table(file, code_of=code_of, required=REQUIRED) as table,
                reporting(table, stderr=self.stderr, errors=errors) as tally,
                seldom_checkpoints(),
            ):
                if not Region.objects.exists():
                    self.stderr.write("提示：行政区划和行业代码还没有装载（load_reference），这两列会留空")
                import_register(
                    table,
                    on=clock.today(),
                    tally=tally,
                    from_register=from_register,
                    confirmed_capital=frozenset(map(normalise_uscc, confirm_capital)),
                )
            refresh_statistics()
        except (UnreadableFile, ReaderDied) as error:
            raise CommandError(error.sentence, returncode=FILE_UNREADABLE) from error
        finish(tally, stdout=self.stdout, errors=errors, heading=f"企业登记信息 {file.name}")
