"""Failed spot checks and the penalty behind them: found by its number, ended with it (docs/rules/penalty-links.md)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import Max, Q

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.keys import natural_key
from enterprises.catalogue.kinds.inspection import INSPECTION
from enterprises.catalogue.kinds.penalty import PENALTY
from enterprises.catalogue.types import Role
from enterprises.records.models import PublicationExtension, Record
from enterprises.records.rules.lifecycle import PENDING, State, WithdrawalReason
from enterprises.records.rules.penalty_links import bounded_end, end_of_penalty, followed_end
from enterprises.records.rules.visibility import extended_end
from enterprises.records.services.events import EventRow, write_events
from enterprises.register.selectors import other_codes_of
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.clock import day_of
from enterprises.shared.problems import Problem
from enterprises.shared.rules.days import day_before

FOLLOWED = "follow-penalty"
NUMBER = INSPECTION.role(Role.PENALTY_NUMBER)
NONE_FITS = "本机关没有对该企业公示、留存或者待审核的这一文书号的行政处罚，请核对文书号；先录入处罚，再录入抽查结果"
SEVERAL_FIT = "本机关对该企业有几条这一文书号的行政处罚（记录{ids}），请先处理重复的处罚"
CHECKED_LATER = "抽查日期晚于该处罚的决定日期（{day}），请核对文书号"
# Of several with one key the first that there is.
_STANDING = (State.PUBLISHED, State.KEPT, State.SUBMITTED, State.WITHDRAWN)
# Checks whose stored end follows: a withdrawn one may be published again.
_FOLLOWING = (State.PUBLISHED.value, State.WITHDRAWN.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyNumber:
    """What a check states of the penalty behind it, with its own day and the code of its enterprise."""

    number: str
    uscc: str
    agency_code: str
    checked_on: date | None


def named_by(record: Record) -> PenaltyNumber | None:
    """Return what a record states of the penalty behind it; None for a record that states nothing."""
    if record.kind != INSPECTION.code or not record.details.get(NUMBER.code):
        return None
    return PenaltyNumber(
        number=str(record.details[NUMBER.code]),
        uscc=record.enterprise.uscc,
        agency_code=record.agency.code,
        checked_on=record.decided_on,
    )


def penalties_of(named: Collection[PenaltyNumber], *, lock: bool = False) -> Mapping[PenaltyNumber, Record | str]:
    """Return the one penalty that each number names, or in Chinese why there is none. No query where nothing is named.

    Sought are penalties of the same agency and enterprise, under any of its codes: published, kept, waiting for review,
    or repaired. `lock` keeps them as they are until the transaction ends.
    """
    if not named:
        return {}
    others = other_codes_of({each.uscc for each in named})
    keys = {each: _keys(each, codes=(each.uscc, *others.get(each.uscc, ()))) for each in named}
    standing = _standing({key for of_one in keys.values() for key in of_one}, lock=lock)
    return {each: _one_of([standing[key] for key in keys[each] if key in standing], named=each) for each in named}


def penalty_problem(record: Record) -> Problem | None:
    """Return what is wrong with the penalty that a record names, None where it names none or the right one."""
    named = named_by(record)
    found = penalties_of([named])[named] if named else None
    return Problem(code=NUMBER.code, label=NUMBER.label, message=found) if isinstance(found, str) else None


def attach_penalties(records: Iterable[Record]) -> dict[int, str]:
    """Set and lock the penalty of each record before its publication; return the refusals by id of the record."""
    named = {record: each for record in records if (each := named_by(record))}
    found = penalties_of(set(named.values()), lock=True)
    refused = {}
    for record, each in named.items():
        penalty = found[each]
        if isinstance(penalty, str):
            refused[record.pk] = f"{NUMBER.label}：{penalty}。"
        else:
            record.penalty = penalty
    return refused


def records_beside(record: Record) -> list[Record]:
    """Return the penalty behind a check, that which a waiting one names, or the checks behind a penalty."""
    if record.kind == KindCode.PENALTY:
        return list(record.spot_checks.filter(state__in=_FOLLOWING).order_by("pk"))
    if record.penalty is not None:
        return [record.penalty]
    named = named_by(record) if record.state in PENDING else None
    found = penalties_of([named])[named] if named else None
    return [found] if isinstance(found, Record) else []


def penalty_end(penalty: Record | None) -> date | None:
    """Return the first day on which a penalty is public no more, None where it sets no end."""
    if penalty is None:
        return None
    withdrawn_at = penalty.withdrawn_at
    return end_of_penalty(
        state=penalty.state,
        public_until=penalty.public_until,
        withdrawn_reason=penalty.withdrawn_reason,
        withdrawn_on=day_of(withdrawn_at) if withdrawn_at else None,
    )


def follow_penalties(penalties: Sequence[Record], *, by: User | None, at: datetime, reopens: bool = False) -> None:
    """Bring the ends of the checks behind penalties to theirs; call it in the transaction of the change.

    `reopens`: the step undoes what ended a penalty, so that a check which ended with it is public again. Costs one
    query where no check is behind them.
    """
    changed = {each.pk: each for each in penalties if each.kind == KindCode.PENALTY}
    if changed:
        _follow(_checks(Q(penalty__among=set(changed))), changed, by=by, at=at, reopens=reopens)


def adopt_checks(penalties: Sequence[Record], *, by: User, at: datetime) -> None:
    """Give published penalties the checks of the versions and namesakes that they replace, and bring their ends up."""
    fresh = [each for each in penalties if each.kind == KindCode.PENALTY]
    if not fresh:
        return
    heirs = {each.supersedes_id: each for each in fresh if each.supersedes_id}
    by_key = {each.natural_key: each for each in fresh}
    same = Record.objects.filter(kind=KindCode.PENALTY.value, natural_key__among=by_key).order_by()
    heirs |= {pk: by_key[key] for pk, key in same.values_list("pk", "natural_key")}
    checks = _checks(Q(penalty__among=set(heirs)))
    for check in checks:
        check.penalty = heirs[check.penalty_id or 0]
    _follow(checks, {each.pk: each for each in fresh}, by=by, at=at, reopens=False)


def own_ends(checks: Collection[Record]) -> Mapping[int, date | None]:
    """Return the end that each check has by itself, its extensions in force included; one query."""
    running = PublicationExtension.objects.filter(record__in=checks, confirmed_at__isnull=False, lifted_at__isnull=True)
    extended = dict(running.order_by().values_list("record_id").annotate(last=Max("until")))
    return {
        each.pk: each.unheld_until
        if each.unheld_until is None or each.pk not in extended
        else extended_end(unheld_until=each.unheld_until, extension_until=extended[each.pk])
        for each in checks
    }


def _keys(named: PenaltyNumber, *, codes: Iterable[str]) -> tuple[str, ...]:
    values = {PENALTY.key[0]: named.number}
    return tuple(natural_key(PENALTY, values, uscc=code, agency_code=named.agency_code) for code in codes)


def _standing(keys: Collection[str], *, lock: bool) -> dict[str, Record]:
    """Return the penalty that stands for each key."""
    stands = Q(state__in=_STANDING[:-1]) | Q(state=State.WITHDRAWN, withdrawn_reason=WithdrawalReason.REPAIRED)
    rows = Record.objects.filter(stands, kind=PENALTY.code, natural_key__in=keys).order_by("pk")
    found: dict[str, Record] = {}
    for row in rows.select_for_update() if lock else rows:
        other = found.get(row.natural_key)
        if other is None or _rank(row) <= _rank(other):
            found[row.natural_key] = row
    return found


def _rank(record: Record) -> int:
    return _STANDING.index(State(record.state))


def _one_of(found: Sequence[Record], *, named: PenaltyNumber) -> Record | str:
    if not found:
        return NONE_FITS
    if len(found) > 1:
        return SEVERAL_FIT.format(ids="、".join(str(each.pk) for each in found))
    decided_on = found[0].decided_on
    if named.checked_on and decided_on and decided_on < named.checked_on:
        return CHECKED_LATER.format(day=decided_on)
    return found[0]


def _checks(of_penalties: Q) -> list[Record]:
    """Return the checks behind penalties, locked."""
    rows = Record.objects.filter(of_penalties, state__in=_FOLLOWING).order_by("pk")
    return list(rows.select_for_update())


def _follow(
    checks: Sequence[Record], penalties: Mapping[int, Record], *, by: User | None, at: datetime, reopens: bool
) -> None:
    """Store ends and penalties of checks, with a line in the history of each whose end moves."""
    if not checks:
        return
    on, own = day_of(at), own_ends(checks)
    moved = []
    for check in checks:
        penalty = penalties[check.penalty_id or 0]
        wanted = bounded_end(own[check.pk], penalty_end=penalty_end(penalty))
        until = followed_end(stored=check.public_until, wanted=wanted, on=on, reopens=reopens)
        if until != check.public_until:
            check.public_until = until
            moved.append(EventRow(check.pk, at, by.pk if by else None, FOLLOWED, check.state, check.state, _why(check)))
    for check in checks:  # few
        Record.objects.filter(pk=check.pk).update(penalty=check.penalty, public_until=check.public_until)
    write_events(moved)
    touch_credit_files(check.enterprise_id for check in checks)


def _why(check: Record) -> str:
    penalty, until = check.penalty, check.public_until
    end = f"公示至{day_before(until)}" if until else "公示无截止日期"
    return f"随行政处罚（记录{penalty.pk if penalty else ''}）：{end}"
