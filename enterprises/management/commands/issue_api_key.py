"""`manage.py issue_api_key`: make a key for a program of an agency or a partner; its text is printed once."""

from argparse import ArgumentParser
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.agencies.models import Agency
from enterprises.agencies.names import agency_of_code
from enterprises.logins.api_keys.scopes import SCOPES
from enterprises.logins.api_keys.services import issue_api_key
from enterprises.logins.console import require_password
from enterprises.shared import clock
from enterprises.shared.refusals import Refused
from enterprises.shared.sheets.console import user_named


class Command(BaseCommand):
    help = "发放接口密钥：由管理员本人在终端输入密码；密钥只显示一次"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("owner", metavar="OWNER", help="使用单位的名称")
        parser.add_argument("--scope", nargs="+", required=True, choices=sorted(SCOPES), help="用途")
        parser.add_argument("--until", required=True, metavar="YYYY-MM-DD", help="最后有效日，两年以内")
        parser.add_argument("--agency", metavar="CODE", help="使用单位是机关时，其统一社会信用代码")
        parser.add_argument("--by", required=True, metavar="LOGIN", help="管理员的登录名")

    def handle(self, *, owner: str, scope: list[str], until: str, agency: str | None, by: str, **options: Any) -> None:
        administrator, of, expires_at = user_named(by), self._agency(agency), _end_of(until)
        require_password(administrator, at=clock.now())
        try:
            issued = issue_api_key(
                owner=owner,
                scopes=scope,
                agency=of,
                expires_at=expires_at,
                by=administrator,
                at=clock.now(),
            )
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stderr.write(
            f"密钥{issued.key.public_id}已发放给{issued.key.owner}，有效至{until}；以下密钥只显示这一次："
        )
        self.stdout.write(issued.text)

    def _agency(self, code: str | None) -> Agency | None:
        if code is None:
            return None
        found = agency_of_code(code)
        if found is None:
            raise CommandError(f"没有代码为{code}的机关。")
        return found


def _end_of(text: str) -> datetime:
    """Return the midnight that ends a day."""
    try:
        return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), tzinfo=clock.SHANGHAI)
    except (ValueError, OverflowError) as error:
        raise CommandError(f"{text} 不是日期，请写成 2027-12-31。") from error
