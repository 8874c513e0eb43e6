"""Recompute the stored periods of published records after a change of the rule table."""

import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.recomputation import Change, recompute_next
from enterprises.shared import clock
from enterprises.shared.rules.days import day_before


class Command(BaseCommand):
    help = "按现行公示规则重新计算已公示记录的公示期；已届满的不再变动"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只列出会有的变动，不写入")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        at = clock.now()
        seen, changed, last_id = 0, 0, 0
        total = Record.objects.filter(state=State.PUBLISHED).count()
        with tqdm(total=total, unit="条", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            while (chunk := recompute_next(after_id=last_id, at=at, write=not dry_run)) is not None:
                seen, changed, last_id = seen + chunk.seen, changed + len(chunk.changes), chunk.last_id
                for change in chunk.changes:
                    self.stdout.write(_line(change))
                bar.update(chunk.seen)
        done = "会变动" if dry_run else "变动"
        self.stdout.write(f"检查{seen}条，{done}{changed}条")


def _line(change: Change) -> str:
    return f"记录{change.record_id}：公示至{_last(change.until_before)} → {_last(change.until_after)}，{change.reason}"


def _last(until: date | None) -> str:
    return day_before(until).isoformat() if until else "无固定期限"
