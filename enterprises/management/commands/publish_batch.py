"""Publish an imported batch by a second person."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from enterprises.logins.console import add_code_argument, require_presence
from enterprises.logins.models import SecondPersonCode
from enterprises.records.models import ImportBatch
from enterprises.records.services.batches import publish_batch
from enterprises.records.services.changes import changes_of
from enterprises.shared import clock
from enterprises.shared.bulk import refresh_statistics, seldom_checkpoints
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.numbers import whole_number
from enterprises.shared.sheets.console import FILE_UNREADABLE, SOME_REFUSED, user_named

ALL = "all"


class Command(BaseCommand):
    help = "公示一批导入的记录；须由导入人以外的审核员本人执行，输入密码或一次性验证码"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("batch", type=int, metavar="BATCH")
        parser.add_argument("--by", required=True, metavar="OTHER", help="该机关审核员的登录名")
        add_code_argument(parser)
        parser.add_argument(
            "--confirm-personal-data",
            type=int,
            nargs="+",
            default=[],
            metavar="RECORD",
            help="已核对、确认不含个人信息的记录编号；其余像含个人信息的记录不公示",
        )

        parser.add_argument(
            "--changes",
            nargs="+",
            default=[],
            metavar="RECORD",
            help="已核对新旧内容的更改：记录编号，或 all；其余更改已公示记录的行只列出，不公示",
        )
        parser.add_argument(
            "--confirm-contradictions",
            type=int,
            nargs="+",
            default=[],
            metavar="RECORD",
            help="已核对决定书、确认内容无误的记录编号；其余前后矛盾的记录不公示",
        )

    def handle(
        self,
        *,
        batch: int,
        by: str,
        code: str | None,
        confirm_personal_data: list[int],
        confirm_contradictions: list[int],
        changes: list[str],
        **options: Any,
    ) -> None:
        found = ImportBatch.objects.select_related("agency").filter(pk=batch).first()
        if found is None:
            raise CommandError(f"没有第{batch}批。", returncode=FILE_UNREADABLE)
        seen = self._seen(found, named=changes)
        reviewer, purpose = user_named(by), SecondPersonCode.Purpose.PUBLISH_BATCH
        require_presence(reviewer, purpose=purpose, object_id=batch, code=code, at=clock.now())
        with (
            tqdm(total=found.accepted, unit="条", file=sys.stderr, disable=not sys.stderr.isatty()) as bar,
            seldom_checkpoints(),
        ):
            try:
                result = publish_batch(
                    found,
                    by=reviewer,
                    at=clock.now(),
                    on_progress=bar.update,
                    personal_data_confirmed=confirm_personal_data,
                    changes=seen,
                    contradictions_confirmed=confirm_contradictions,
                )
            except Refused as error:
                raise CommandError(error.sentence, returncode=FILE_UNREADABLE) from error
        refresh_statistics()
        for row in result.refused:
            self.stderr.write(f"记录{row.record_id}（{public_text(row.document_number)}）未公示：{row.reason}")
        if result.kept:
            self.stdout.write(f"依规不予公示、已留存{len(result.kept)}条")
        self.stdout.write(f"第{batch}批：公示{result.published}条，未公示{len(result.refused)}条")
        if result.refused:
            raise CommandError(f"有{len(result.refused)}条未公示，仍待审核", returncode=SOME_REFUSED)

    def _seen(self, batch: ImportBatch, *, named: list[str]) -> frozenset[int]:
        """Print what the batch changes in published records; return the changes that may be published."""
        unknown = [each for each in named if each != ALL and whole_number(each) is None]
        if unknown:
            raise CommandError(f"--changes 只能是记录编号或 {ALL}：{unknown[0]}", returncode=FILE_UNREADABLE)
        ids = []
        for change in changes_of(batch):
            ids.append(change.record.pk)
            number = public_text(change.record.document_number)
            self.stdout.write(f"记录{change.record.pk}（{number}）更改已公示的记录{change.earlier.pk}：")
            for field in change.fields:
                self.stdout.write(f"  {field}")
        return frozenset(ids) if ALL in named else frozenset(int(each) for each in named)
