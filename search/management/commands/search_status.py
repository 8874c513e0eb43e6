"""manage.py search_status: what answers, how current it is, what was built."""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand

from enterprises.register.models import Enterprise
from enterprises.shared import clock
from search.engines import index
from search.indexing.entries import once_public
from search.indexing.models import IndexBuild, OutboxEntry
from search.indexing.status import LAST_BUILDS, Status, status_of
from search.port import SCHEMA


class Command(BaseCommand):
    help = "Tell what answers searches and how current it is; status 1 when it is stale, hindered or unavailable."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the status."""
        at = clock.now()
        status = status_of(index=index(), at=at)
        for line in [*_engine(status), *_outbox(status), *_builds(at)]:
            self.stdout.write(line)
        if not status.is_ok or status.problem:
            sys.exit(1)


def _engine(status: Status) -> Iterator[str]:
    yield f"search     {status.currency}"
    if status.problem:
        yield f"problem    {status.problem}"
    yield f"schema     {SCHEMA}"
    if state := status.engine:
        yield f"engine     {state.engine}, index {state.index}"
        yield f"documents  {state.documents} of {Enterprise.objects.count()} enterprises"
        yield f"entries    {state.entries} of {once_public().count()} records"
        yield f"size       {state.size_bytes / 1e6:.1f} MB"


def _outbox(status: Status) -> Iterator[str]:
    yield f"outbox     {OutboxEntry.objects.count()} changes wait, lag {status.lag.total_seconds():.0f} s"


def _builds(at: datetime) -> Iterator[str]:
    leased = set(IndexBuild.objects.leased(at=at).values_list("pk", flat=True))
    for build in IndexBuild.objects.all()[:LAST_BUILDS]:
        yield f"build {build.pk:<4} {_ending(build, is_leased=build.pk in leased)}: {_facts(build)}"


def _ending(build: IndexBuild, *, is_leased: bool) -> str:
    if build.state == IndexBuild.State.RUNNING and not is_leased:
        return "no sign of life"
    return build.state.lower()


def _facts(build: IndexBuild) -> str:
    began = build.started_at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    took = timedelta(seconds=round(build.duration.total_seconds()))
    rate = f"{build.rate:.0f} a second" if build.rate else "at once"
    parts = [
        f"by {build.holder}",
        f"begun {began}",
        f"{build.documents} documents and {build.entries} entries in {took}, {rate}",
    ]
    return ", ".join([*parts, *filter(None, (build.index_name, build.problem))])
