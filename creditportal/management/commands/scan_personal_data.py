"""manage.py scan_personal_data: list where personal data lies, and issue documents again without it."""

from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import orjson
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from creditportal.scanning import file_findings
from enterprises.agencies.permissions import require_credit_office
from enterprises.creditfile.report.reissue import reissue_report
from enterprises.documents.models import RECALLED_FOR_GOOD, IssuedDocument
from enterprises.documents.recalls import recall
from enterprises.logins.console import require_password
from enterprises.records.models import Record
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.scanning import Sighting, database_findings, document_findings
from enterprises.shared import clock
from enterprises.shared.refusals import Refused
from enterprises.shared.sheets.console import user_named
from lists.editions.models import Edition
from lists.editions.services.recalls import reissue_edition
from lists.scanning import list_findings
from search.engines import index
from search.port import SearchUnavailable
from search.scanning import entry_findings, index_findings

FOUND_IN_PUBLIC, FAILED = 1, 2


class Command(BaseCommand):
    help = "查找个人信息：数据库、已出具的文件、索引、日志和错误行工作簿；公众能读到时退出码为1"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="每行一个JSON对象")
        parser.add_argument(
            "--reissue", action="store_true", help="把查到的报告、名单和索引条目重新出具，不再含这些内容"
        )
        parser.add_argument("--by", metavar="USER", help="重新出具：信用办人员的登录名")
        parser.add_argument(
            "--second", metavar="OTHER", help="重新出具名单：另一位信用办人员的登录名，由其本人输入密码"
        )
        parser.add_argument("--reason", default="", help="重新出具的理由，写入历史")

    def handle(self, *, json: bool, reissue: bool, by: str, second: str, reason: str, **options: Any) -> None:
        """Search everything, then issue the named documents again."""
        if reissue and not (by and reason):
            raise CommandError("重新出具须写明 --by 和 --reason。", returncode=FAILED)
        public: list[Sighting] = []
        try:
            for found in _all_findings():
                self.stdout.write(_json_of(found) if json else _line_of(found))
                public += [found] if found.is_public else []
        except SearchUnavailable as problem:
            raise CommandError(f"索引没有应答：{problem}", returncode=FAILED) from problem
        if not public:
            return
        if not reissue:
            raise CommandError(f"公众能读到 {len(public)} 处。", returncode=FOUND_IN_PUBLIC)
        other = user_named(second) if second else None
        if other is not None:
            require_password(other, at=clock.now())
        self._reissue(public, by=user_named(by), second=other, reason=reason)

    def _reissue(self, public: list[Sighting], *, by: User, second: User | None, reason: str) -> None:
        failed = 0
        for number in sorted({found.id for found in public if found.place.startswith("document")}):
            try:
                self.stdout.write(_reissued(number, by=by, second=second, reason=reason))
            except Refused as refusal:
                failed += 1
                self.stderr.write(f"{number}：{refusal.sentence}")
        entries = [int(found.id) for found in public if found.place == "index entry"]
        behind = Record.objects.filter(pk__in=entries).order_by().values_list("enterprise_id", flat=True)
        with transaction.atomic():
            touch_credit_files([*(int(found.id) for found in public if found.place == "index"), *behind])
        if failed:
            raise CommandError(f"有 {failed} 份没有重新出具。", returncode=FOUND_IN_PUBLIC)


def _all_findings() -> Iterator[Sighting]:
    yield from database_findings()
    yield from list_findings()
    yield from document_findings()
    yield from index_findings(index=index(), on=clock.today())
    yield from entry_findings(index=index().entries)
    yield from file_findings(settings.DATA_DIR)


def _reissued(number: str, *, by: User, second: User | None, reason: str) -> str:
    """Issue a document again and print what became of it."""
    document = IssuedDocument.objects.select_related("enterprise").get(number=number)
    if document.kind == IssuedDocument.Kind.REPORT:
        fresh = reissue_report(document=document, reason=reason, by=by, at=clock.now())
        return f"{number}：已停止使用，" + (f"由 {fresh.number} 替代" if fresh else "企业档案不再公示，没有替代")
    if document.kind in RECALLED_FOR_GOOD:
        return _recalled(document, by=by, reason=reason)
    if second is None:
        raise Refused("名单须由两人重新出具，请用 --second 写明另一人。")
    edition = Edition.objects.select_related("document").get(document=document)
    reissue_edition(edition=edition, reason=reason, by=by, second=second, at=clock.now())
    return f"{number}：文件已重新生成，旧文件不再提供"


def _recalled(document: IssuedDocument, *, by: User, reason: str) -> str:
    """Take a document out of use; nothing takes its place until somebody issues another."""
    require_credit_office(by)
    with transaction.atomic():
        recall(document, reason=reason, by=by, at=clock.now())
    again = "须由出具机关另行出具" if document.kind == IssuedDocument.Kind.LETTER else "须由申请人重新取得"
    return f"{document.number}：已停止使用，{again}"


def _line_of(found: Sighting) -> str:
    where = "公开" if found.is_public else "内部"
    return f"{where} {found.place} {found.id} {found.field}：{found.excerpt}"


def _json_of(found: Sighting) -> str:
    return orjson.dumps(asdict(found)).decode()
