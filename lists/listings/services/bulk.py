"""Many listings in one step: each row by the ordinary service, in its own savepoint."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.models import Agency
from enterprises.agencies.permissions import require_credit_office
from enterprises.register.models import Enterprise
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.names import fold_name
from enterprises.shared.sheets.report import RefusedRow
from lists.criteria.models import CreditList
from lists.criteria.predicates import EXCLUSIONS
from lists.listings.models import Listing
from lists.listings.queries import obstacle_labels, red_facts_of
from lists.listings.red_list import RedFacts
from lists.listings.rules import PENDING
from lists.listings.services.decisions import decide_listing, propose_listing
from lists.listings.services.evaluation import records_found
from lists.listings.services.letters import has_portal_notice
from lists.listings.services.notices import notify_listing, require_ours
from lists.listings.sheets import BulkColumn, BulkRow, BulkStep


class RowRefused(Refused):
    """A row names nobody who can take the step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkDone:
    """What became of the rows: how many took the step, and those that did not."""

    done: int
    refused: tuple[RefusedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Office:
    credit_list: CreditList
    by: User
    agency: Agency | None  # the authority of the officer
    at: datetime


@transaction.atomic
def take_bulk_step(
    *, credit_list: CreditList, step: BulkStep, rows: Iterable[BulkRow], by: User, at: datetime, dry_run: bool
) -> BulkDone:
    """Take a step for every row that the ordinary service allows; `dry_run` takes everything back.

    The second person is the service's: who proposed a row does not decide it. A row that looks like personal data is
    refused, for a person has to confirm it on its own page.

    :raises NotPermitted: `by` keeps no lists.
    :raises NotOurs: no authority of this city decides on the list.
    """
    officer = require_credit_office(by)
    require_ours(credit_list)
    office = _Office(credit_list=credit_list, by=by, agency=officer.agency, at=at)
    done, refused = 0, list[RefusedRow]()
    for row in rows:
        try:
            with transaction.atomic():
                _STEPS[step](row, office)
        except Refused as refusal:
            refused.append(row.refused(refusal.sentence.rstrip("。")))
        else:
            done += 1
    if dry_run:
        transaction.set_rollback(True)
    return BulkDone(done=done, refused=tuple(refused))


def _propose(row: BulkRow, office: _Office) -> None:
    """Propose with the records that carry the criterion or, without any, on the document of the row."""
    enterprise, on = _enterprise(row), day_of(office.at)
    chosen = {one.code: one for one in office.credit_list.criteria_in_force}
    criterion = chosen.get(row.text(BulkColumn.CRITERION))
    if criterion is None or criterion.predicate in EXCLUSIONS:
        raise RowRefused("列入标准应为本名单现行标准的编号。")
    if not office.credit_list.is_black:
        against = red_facts_of([enterprise.pk]).get(enterprise.pk, RedFacts())
        if labels := obstacle_labels(against, on=on):
            raise RowRefused("{names}，不能列入。", names="；".join(labels))
    records = records_found(enterprise, criterion=criterion, on=on)
    if not records and not row.text(BulkColumn.GROUND_DOCUMENT):
        raise RowRefused("没有符合该标准的公示记录，须写明依据文书。")
    propose_listing(
        credit_list=office.credit_list,
        enterprise=enterprise,
        criterion=criterion.code,
        reason=row.text(BulkColumn.REASON),
        record_ids=records,
        by=office.by,
        at=office.at,
        ground_document=row.text(BulkColumn.GROUND_DOCUMENT),
        ground_penalty=row.text(BulkColumn.GROUND_PENALTY),
    )


def _notify(row: BulkRow, office: _Office) -> None:
    listing = _pending(row, office)
    if has_portal_notice(listing):
        raise RowRefused("拟列入告知书已经出具或者正在出具，请登记它的送达。")
    notify_listing(listing=listing, served_on=row.days[BulkColumn.SERVED_ON], by=office.by, at=office.at)


def _decide(row: BulkRow, office: _Office) -> None:
    found = row.text(BulkColumn.FOUND).replace("，", "、").replace(",", "、")
    decide_listing(
        listing=_pending(row, office),
        document_number=row.text(BulkColumn.DOCUMENT_NUMBER),
        decided_on=row.days[BulkColumn.DECIDED_ON],
        authority=_authority(row, office),
        term_months=row.term_months or 0,
        term_basis=row.text(BulkColumn.TERM_BASIS),
        objection_outcome=row.text(BulkColumn.OBJECTION_OUTCOME),
        finding=row.text(BulkColumn.FINDING),
        found=tuple(filter(None, found.split("、"))),
        by=office.by,
        at=office.at,
    )


_STEPS: Mapping[BulkStep, Callable[[BulkRow, _Office], None]] = {
    BulkStep.PROPOSE: _propose,
    BulkStep.NOTIFY: _notify,
    BulkStep.DECIDE: _decide,
}


def _enterprise(row: BulkRow) -> Enterprise:
    """Return the enterprise of a row, whose name is as the register has it where the row states one."""
    found = Enterprise.objects.filter(uscc=row.uscc).first()
    if found is None:
        raise RowRefused("登记库中没有这个统一社会信用代码。")
    name = row.text(BulkColumn.NAME)
    if name and fold_name(name) != found.folded_name:
        raise RowRefused("单位名称与登记的名称不一致。")
    return found


def _pending(row: BulkRow, office: _Office) -> Listing:
    """Return the listing of a row on its way onto the list."""
    waiting = Listing.objects.filter(credit_list=office.credit_list, state__in=sorted(PENDING))
    found = waiting.filter(enterprise=_enterprise(row)).first()
    if found is None:
        raise RowRefused("该主体在本名单中没有待办理的建议。")
    return found


def _authority(row: BulkRow, office: _Office) -> Agency:
    """Return the deciding body: the one that the row names, else the officer's own, else the list's."""
    name = row.text(BulkColumn.AUTHORITY)
    named = Agency.objects.filter(name=name).first() if name else office.agency or office.credit_list.authority
    if named is None:
        raise RowRefused("没有写明认定单位，或没有这个名称的机关。")
    return named
