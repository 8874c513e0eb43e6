"""`manage.py revoke_api_key`: end a key at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.logins.api_keys.services import revoke_api_key
from enterprises.shared import clock
from enterprises.shared.refusals import Refused
from enterprises.shared.sheets.console import user_named


class Command(BaseCommand):
    help = "吊销接口密钥，立即生效"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", metavar="KEY", help="密钥编号（cpk_ 后的八位）")
        parser.add_argument("--reason", required=True, help="吊销理由")
        parser.add_argument("--by", required=True, metavar="LOGIN", help="管理员的登录名")

    def handle(self, *, key: str, reason: str, by: str, **options: Any) -> None:
        try:
            revoked = revoke_api_key(public_id=key, reason=reason, by=user_named(by), at=clock.now())
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"已吊销{revoked.owner}的密钥{revoked.public_id}。")
