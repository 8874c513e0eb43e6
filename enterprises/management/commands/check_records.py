"""Check all stored records against the catalogue."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.records.models import Record
from enterprises.records.revalidation import faults_of_records
from enterprises.shared import clock


class Command(BaseCommand):
    help = "按目录重新校验所有已存的记录，逐条报告问题"

    def handle(self, **options: Any) -> None:
        faulty = set()
        for fault in faults_of_records(on=clock.today()):
            faulty.add(fault.record_id)
            self.stdout.write(str(fault))
        self.stdout.write(f"共{Record.objects.count()}条记录，{len(faulty)}条有问题")
        if faulty:
            raise CommandError(f"有{len(faulty)}条记录不符合目录", returncode=1)
