"""Every write of tasks about lists: requested in the desk, done by the worker in slices (decision 0060)."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_credit_office
from enterprises.shared.clock import day_of
from enterprises.shared.incoming.kept import KeptName
from enterprises.shared.outages import outage_of
from enterprises.shared.refusals import Refused
from enterprises.shared.sheets.source import UnreadableFile
from lists.criteria.cards import card_from_json
from lists.criteria.models import CreditList, ListVersion
from lists.listings.services.dry_run import dry_run, dry_run_to_json
from lists.listings.services.notices import require_ours
from lists.listings.services.proposals import propose_listings
from lists.listings.services.sheet_tasks import advance_sheet
from lists.listings.sheets import BulkStep
from lists.listings.tasks import OF_SHEETS, ListTask, TaskKind

FAILED = "未能完成，已记入日志。请重试；再次失败时请联系系统管理员。"
_KEPT_FOR = timedelta(days=7)

logger = logging.getLogger(__name__)


class SheetUnderWay(Refused):
    """An earlier sheet of the same officer is still being taken."""


class SheetNotChecked(Refused):
    """The sheet is not there any more, or was not checked."""


@transaction.atomic
def request_dry_run(*, credit_list: CreditList, version: ListVersion | None, by: User, at: datetime) -> None:
    """Have the worker apply the criteria in force, or those of a version; the earlier result goes.

    :raises NotPermitted: `by` keeps no lists.
    :raises NotOurs: no authority of this city decides on the list.
    """
    require_credit_office(by)
    require_ours(credit_list)
    kind = TaskKind.DRY_RUN
    ListTask.objects.filter(credit_list=credit_list, kind=kind, version=version).delete()
    ListTask.objects.create(credit_list=credit_list, kind=kind, version=version, requested_by=by, requested_at=at)


@transaction.atomic
def request_proposals(*, credit_list: CreditList, by: User, at: datetime) -> None:
    """Have the worker propose whom the criteria find; a request that waits stands for this one.

    :raises NotPermitted: `by` keeps no lists.
    :raises NotOurs: no authority of this city decides on the list.
    """
    require_credit_office(by)
    require_ours(credit_list)
    rows = ListTask.objects.filter(credit_list=credit_list, kind=TaskKind.PROPOSE)
    if rows.waiting().exists():
        return
    rows.delete()
    ListTask.objects.create(credit_list=credit_list, kind=TaskKind.PROPOSE, requested_by=by, requested_at=at)


@transaction.atomic
def request_check(*, credit_list: CreditList, step: BulkStep, sheet: KeptName, by: User, at: datetime) -> None:
    """Have the worker check a kept sheet; the officer's earlier one goes.

    :raises NotPermitted: `by` keeps no lists.
    :raises NotOurs: no authority of this city decides on the list.
    :raises SheetUnderWay: the earlier one is still being taken.
    """
    require_credit_office(by)
    require_ours(credit_list)
    require_no_taking(by)
    ListTask.objects.filter(requested_by=by, kind__in=OF_SHEETS).delete()
    ListTask.objects.create(
        credit_list=credit_list,
        kind=TaskKind.CHECK,
        step=step.value,
        file_token=sheet.token,
        file_name=sheet.name[:255],
        requested_by=by,
        requested_at=at,
    )


def require_no_taking(by: User) -> None:
    """Check that no sheet of an officer is being taken.

    :raises SheetUnderWay: one is.
    """
    if ListTask.objects.waiting().filter(requested_by=by, kind=TaskKind.TAKE).exists():
        raise SheetUnderWay("您的上一张表格还在办理，请等它办完。")


def request_taking(*, credit_list: CreditList, by: User, at: datetime) -> None:
    """Have the worker take the step of the sheet that the officer had checked; a second request changes nothing.

    :raises NotPermitted: `by` keeps no lists.
    :raises SheetNotChecked: there is no such sheet.
    """
    require_credit_office(by)
    own = ListTask.objects.filter(credit_list=credit_list, requested_by=by)
    if own.waiting().filter(kind=TaskKind.TAKE).exists():
        return
    checked = own.filter(kind=TaskKind.CHECK, finished_at__isnull=False, refusal="")
    again = {"done": 0, "rows_read": 0, "result": {}, "finished_at": None, "requested_at": at}
    if not checked.update(kind=TaskKind.TAKE, **again):
        raise SheetNotChecked("请先检查表格，再办理。")


def run_list_tasks(*, at: datetime) -> int:
    """Do the tasks that wait, a slice of each sheet, the oldest first; return how many were finished.

    A worker that is killed leaves the row with what was done, and the next one goes on there.
    """
    ListTask.objects.filter(requested_at__lt=at - _KEPT_FOR).delete()
    waiting = ListTask.objects.waiting().select_related("credit_list", "version", "requested_by")
    return sum(_run(task, at=at) for task in list(waiting))


def _run(task: ListTask, *, at: datetime) -> bool:
    try:
        _RUNS[TaskKind(task.kind)](task, at)
    except (Refused, UnreadableFile) as refusal:
        _finish(task, at=at, refusal=refusal.sentence[:500])
    except Exception as error:
        if outage_of(error) is not None:
            raise  # tried again as it is
        logger.exception("Task %s of list %s could not be done", task.pk, task.credit_list_id)
        _finish(task, at=at, refusal=FAILED)
    return ListTask.objects.filter(pk=task.pk, finished_at__isnull=False).exists()


def _finish(task: ListTask, *, at: datetime, **columns: object) -> None:
    ListTask.objects.filter(pk=task.pk).update(finished_at=at, **columns)


def _dry_run(task: ListTask, at: datetime) -> None:
    def note(found: int) -> None:
        ListTask.objects.filter(pk=task.pk).update(done=found)

    criteria = card_from_json(task.version.content).criteria if task.version else None
    found = dry_run(credit_list=task.credit_list, on=day_of(at), criteria=criteria, progress=note)
    _finish(task, at=at, result=dry_run_to_json(found))


@transaction.atomic
def _propose(task: ListTask, at: datetime) -> None:
    proposed = propose_listings(credit_list=task.credit_list, on=day_of(at), by=task.requested_by, at=at)
    _finish(task, at=at, done=len(proposed))


_RUNS: Mapping[TaskKind, Callable[[ListTask, datetime], None]] = {
    TaskKind.DRY_RUN: _dry_run,
    TaskKind.PROPOSE: _propose,
    TaskKind.CHECK: lambda task, at: advance_sheet(task, at=at),
    TaskKind.TAKE: lambda task, at: advance_sheet(task, at=at),
}
