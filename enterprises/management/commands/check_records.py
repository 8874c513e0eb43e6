"""Check all stored records against the catalogue."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.records.models import Record
from enterprises.records.revalidation import problems_of_records
from enterprises.shared import clock


class Command(BaseCommand):
    help = "按目录重新校验所有已存的记录，逐条报告问题"

    def handle(self, **options: Any) -> None:
        wrong = set()
        for problem in problems_of_records(on=clock.today()):
            wrong.add(problem.record_id)
            self.stdout.write(str(problem))
        self.stdout.write(f"共{Record.objects.count()}条记录，{len(wrong)}条有问题")
        if wrong:
            raise CommandError(f"有{len(wrong)}条记录不符合目录", returncode=1)
