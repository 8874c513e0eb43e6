"""`manage.py tag_infringements`: find the infringement cases among all published penalties."""

from typing import Any

from django.core.management.base import BaseCommand

from enterprises.enforcement.tagging import tag_all_penalties


class Command(BaseCommand):
    help = "在全部已公示的行政处罚中识别侵权假冒案件；升级或改变识别规则后运行一次"

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"新增 {tag_all_penalties()} 条标记。")
