"""Take over a file of an external list."""

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from enterprises.agencies.permissions import require_credit_office
from enterprises.logins.console import add_code_argument, require_presence
from enterprises.logins.models import SecondPersonCode
from enterprises.shared import clock
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.masking import public_text
from enterprises.shared.sheets.console import FILE_UNREADABLE, SOME_REFUSED
from enterprises.shared.sheets.source import UnreadableFile
from enterprises.shared.workflow.second_person import require_second_person
from lists.external.differences import EditionDifference, difference_of
from lists.external.importing import (
    BY_ANOTHER,
    Origin,
    check_origin,
    file_number,
    open_external,
    read_external,
    take_over,
)
from lists.management.arguments import day_of_text, list_of, user_of


class Command(BaseCommand):
    help = "转载其他机关认定的名单（CSV、XLSX）的一期；列见 docs/import.md"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the list, the file, where it comes from, and the officer."""
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--source", required=True, metavar="TEXT", help="提供文件的机关或者网站")
        parser.add_argument("--edition", required=True, metavar="LABEL", help="文件的期次，如 2026年第11期")
        parser.add_argument("--as-of", required=True, metavar="DAY", help="文件截至日期，如 2026-11-20，不晚于今天")
        parser.add_argument("--by", required=True, metavar="USER", help="信用办工作人员的登录名")
        parser.add_argument("--confirm", metavar="OTHER", help="写入：确认的另一人（信用办工作人员）；不加时只列出变化")
        add_code_argument(parser)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Print what the file changes, and write it with `--confirm`."""
        credit_list, by, at = list_of(options["slug"]), user_of(options["by"]), clock.now()
        as_of = day_of_text(options["as_of"])
        try:
            with open_external(file) as table:
                origin = Origin(source=options["source"], label=options["edition"], as_of=as_of, sha256=table.sha256)
                check_origin(credit_list, origin=origin, by=by, at=at)
                for warning in table.warnings:
                    self.stderr.write(f"提示：{warning}")
                read = read_external(
                    table,
                    as_of=as_of,
                    on_refusal=lambda refusal: self.stderr.write(str(refusal)),
                    on_warning=lambda number, text: self.stderr.write(f"第{number}行 提示：{text}"),
                )
        except (UnreadableFile, Refused) as error:
            raise CommandError(error.sentence, returncode=FILE_UNREADABLE) from error
        if read.persons:
            self.stdout.write(f"自然人{read.persons}行，没有读取")
        if read.refused:
            raise CommandError(f"有{read.refused}行有误，没有写入任何内容，请更正后重新导入。", returncode=SOME_REFUSED)
        if not options["confirm"]:
            self._report(difference_of(credit_list, read.rows), heading=f"{credit_list.name} {file.name}")
            self.stdout.write(
                f"没有写入任何内容。文件 SHA-256 前12位 {origin.mark}；由另一人核对后加 --confirm 其登录名"
            )
            return
        other = self._second_person(options, by=by, origin=origin, at=at)
        try:
            difference = take_over(credit_list, rows=read.rows, origin=origin, by=by, confirmed_by=other, at=at)
        except Refused as error:
            raise CommandError(error.sentence, returncode=FILE_UNREADABLE) from error
        self._report(difference, heading=f"{credit_list.name} {file.name}")
        self.stdout.write(f"已转载截至{as_of}的“{origin.label}”，/lists/{credit_list.slug}/")

    def _second_person(self, options: dict[str, Any], *, by: User, origin: Origin, at: datetime) -> User:
        """Return who confirms, after that person proved to be there."""
        other = user_of(options["confirm"])
        try:
            require_credit_office(other)
            require_second_person(other, first_id=by.pk, sentence=BY_ANOTHER)
        except Refused as error:
            raise CommandError(error.sentence, returncode=FILE_UNREADABLE) from error
        purpose = SecondPersonCode.Purpose.CONFIRM_EXTERNAL
        require_presence(other, purpose=purpose, object_id=file_number(origin.mark), code=options["code"], at=at)
        return other

    def _report(self, difference: EditionDifference, *, heading: str) -> None:
        if difference.is_empty:
            self.stdout.write(f"{heading}：没有变化，共{difference.unchanged}条")
            return
        changed = difference.changed
        self.stdout.write(
            f"{heading}：新列入{len(difference.entered)}条，移出{len(difference.left)}条，"
            f"变更{len(changed)}条，不变{difference.unchanged}条"
        )
        self._lines("列入", ((row.name, row.uscc, row.document_number) for row in difference.entered))
        self._lines("移出", ((one.name, one.uscc, one.document_number) for one in difference.left))
        self._lines("变更", ((one.after.name, one.after.uscc, "、".join(one.fields)) for one in changed))

    def _lines(self, verb: str, rows: Iterable[tuple[str, str, str]]) -> None:
        for name, uscc, more in rows:
            self.stdout.write(f"  {verb} {public_text(name)}（{uscc}）{public_text(more)}")
