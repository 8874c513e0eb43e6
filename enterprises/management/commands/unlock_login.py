"""`manage.py unlock_login`: let an officer or an address try again at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.logins.services import Lock, unlock_account, unlock_address
from enterprises.shared import clock
from enterprises.shared.http import counted_address


class Command(BaseCommand):
    help = "解除登录锁定：按登录名，或按网络地址"

    def add_arguments(self, parser: ArgumentParser) -> None:
        subject = parser.add_mutually_exclusive_group(required=True)
        subject.add_argument("--user", metavar="NAME", help="登录名")
        subject.add_argument("--address", metavar="IP", help="网络地址；IPv6 按所在的 /64 网段计")

    def handle(self, *, user: str | None, address: str | None, **options: Any) -> None:
        if user:
            self._say(unlock_account(username=user, at=clock.now()), subject=f"账号 {user}")
            return
        counted = counted_address(str(address).removesuffix("/64"))
        if counted is None:
            raise CommandError(f"{address} 不是网络地址：请写成 203.0.113.7 或 2001:db8::1。")
        self._say(unlock_address(address=counted, at=clock.now()), subject=f"网络地址 {counted}")

    def _say(self, lock: Lock | None, *, subject: str) -> None:
        if lock is None:
            self.stdout.write(f"{subject} 没有被锁定。")
            return
        until = lock.until.astimezone(clock.SHANGHAI)
        self.stdout.write(f"已解除{subject} 的锁定（原定至 {until:%Y-%m-%d %H:%M:%S}）。")
