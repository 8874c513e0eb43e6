"""Enterprises as the register gives them: created, confirmed, changed, or left as they are.

docs/rules/imports.md describes what each column does to what is stored.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from enterprises.register.models import CodeStep, Enterprise, FormerName
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.register.services.links import LinkRefused, register_states_link
from enterprises.shared.bulk import RowMaker, insert_rows, reserved_ids
from enterprises.shared.clock import SHANGHAI
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.register_codes import CodeKind, code_kind
from enterprises.shared.rules.uscc import DEPARTMENTS, LENGTH
from enterprises.shared.typed_texts.models import TypedText
from enterprises.shared.typed_texts.services import keep_typed

INDIVIDUAL_BUSINESS_PREFIX = "92"

# Columns that a register row may bring, as attributes of `Enterprise`.
COLUMNS = (
    "register_number",
    "legal_form",
    "legal_representative",
    "registered_capital_yuan",
    "established_on",
    "status",
    "region_id",
    "region_as_typed",
    "industry_id",
    "address",
    "business_scope",
)
_WRITTEN = (
    *(column.removesuffix("_id") for column in COLUMNS),
    "name",
    "folded_name",
    "category",
    "origin",
    "public_from",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameUntil:
    """A former name; `until` is the first day it was no longer borne, None where the file has no day."""

    name: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One enterprise of a register extract, checked.

    `columns` holds what the file states alone, by attribute of `Enterprise`. What it does not state, for want of a
    column, of a value or of a readable one, stays as it is.
    """

    uscc: str
    name: str
    columns: Mapping[str, str | Decimal | date | None]
    former_names: tuple[NameUntil, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)  # texts as typed, where other characters are stored
    capital_has_unit: bool = field(
        default=False, repr=False, compare=False
    )  # the cell of the capital names 元 or 万元 itself

    @property
    def register_number(self) -> str:
        """Return the register number that the row states beside a unified code, else ""."""
        return str(self.columns.get("register_number", "")) if len(self.uscc) == LENGTH else ""


class _Created(NamedTuple):
    """What is needed of an enterprise that was stored without an instance of the model, which costs more than the rest.

    Its attributes are those of the model.
    """

    pk: int
    uscc: str
    name: str
    folded_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChanges:
    """How many enterprises a call created, changed and left as they were.

    `namesakes` has the codes of those that got a name that another enterprise bears, with the code of that one.
    """

    created: int
    updated: int
    unchanged: int
    namesakes: Mapping[str, str]


@transaction.atomic
def register_enterprises(rows: Sequence[RegisterRow], *, on: date) -> RegisterChanges:
    """Bring the enterprises of these rows to the register's content; `on` is the day of the import.

    Unchanged ones write nothing. A changed name becomes a former name that ends on that day. An
    enterprise that only a record had named becomes confirmed and public. Of two rows with one
    code the later one counts. One that was kept under its register number is linked to its unified code.
    """
    latest = {row.uscc: row for row in _under_unified_codes(_one_for_each(rows))}
    stored = {enterprise.uscc: enterprise for enterprise in _locked(latest)}
    former = _FormerNames(enterprise.pk for enterprise in stored.values())
    numbered = _kept_by_number(latest.values())
    created = _created([row for row in latest.values() if row.uscc not in stored], numbered=numbered, on=on)
    names = {enterprise.pk: enterprise.folded_name for enterprise in stored.values()}
    changed = [
        enterprise
        for enterprise in stored.values()
        if _update(enterprise, latest[enterprise.uscc], former=former, on=on)
    ]
    Enterprise.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN)
    every: list[Enterprise | _Created] = [*created, *stored.values()]
    for enterprise in every:
        former.take(enterprise, latest[enterprise.uscc].former_names, on=on)
    former.save()
    _record_confirmed(created, on=on)
    _link_numbers(numbered, on=on)
    touched = {each.pk for each in created} | {each.pk for each in changed} | former.changed_enterprises
    touch_credit_files(touched)
    written = [each for each in every if each.pk in touched]
    keep_typed(((each.uscc, latest[each.uscc].typed) for each in written), subject=TypedText.ENTERPRISE, on=on)
    return RegisterChanges(
        created=len(created),
        updated=len(touched) - len(created),
        unchanged=len(rows) - len(touched),
        namesakes=_namesakes([each for each in changed if each.folded_name != names[each.pk]]),
    )


@transaction.atomic
def assign_parents(parents: Mapping[str, str]) -> set[str]:
    """Store whose branch an enterprise is, by codes; return the codes whose parent is not known.

    A pair that would make an enterprise its own parent counts as unknown.
    """
    enterprises = Enterprise.objects.filter(uscc__in={*parents, *parents.values()}).order_by("pk")
    known = {enterprise.uscc: enterprise for enterprise in enterprises.only("uscc", "parent_id")}
    changed = []
    unknown = set()
    for code, parent_code in parents.items():
        enterprise, parent = known.get(code), known.get(parent_code)
        if enterprise is None or parent is None or parent is enterprise:
            unknown.add(code)
        elif enterprise.parent_id != parent.pk:
            enterprise.parent = parent
            changed.append(enterprise)
    Enterprise.objects.bulk_update(changed, ["parent"], batch_size=500)
    touch_credit_files(enterprise.pk for enterprise in changed)
    return unknown


@transaction.atomic
def assign_industries(industries: Mapping[str, str]) -> None:
    """Store the industry of stored enterprises, by unified code."""
    changed = []
    for enterprise in _locked(industries):
        if enterprise.industry_id != industries[enterprise.uscc]:
            enterprise.industry_id = industries[enterprise.uscc]
            changed.append(enterprise)
    Enterprise.objects.bulk_update(changed, ["industry"], batch_size=500)
    touch_credit_files(enterprise.pk for enterprise in changed)


def category_of(uscc: str) -> Enterprise.Category:
    """Return the category that follows from a code's first characters; none follows from a register number."""
    if len(uscc) != LENGTH or uscc[0] not in DEPARTMENTS:
        return Enterprise.Category.NOT_STATED
    if uscc.startswith(INDIVIDUAL_BUSINESS_PREFIX):
        return Enterprise.Category.INDIVIDUAL_BUSINESS
    return Enterprise.Category.LEGAL_PERSON


def _locked(codes: Iterable[str]) -> Iterable[Enterprise]:
    return Enterprise.objects.filter(uscc__among=set(codes)).order_by("pk").select_for_update()


def _one_for_each(rows: Sequence[RegisterRow]) -> Sequence[RegisterRow]:
    """Join the row of a register number with the row that states number, name and unified code; the latter counts."""
    by_number = {row.uscc: row for row in rows if len(row.uscc) != LENGTH}
    if not by_number:
        return rows
    others = {
        row.uscc: other
        for row in rows
        if row.register_number
        and (other := by_number.get(row.register_number))
        and fold_name(other.name) == fold_name(row.name)
    }
    given_up = {other.uscc for other in others.values()}
    return [_joined(row, others.get(row.uscc)) for row in rows if row.uscc not in given_up]


def _joined(row: RegisterRow, other: RegisterRow | None) -> RegisterRow:
    """Return a row with what the other one states beside it."""
    if other is None:
        return row
    former_names = tuple(dict.fromkeys((*row.former_names, *other.former_names)))
    return replace(row, columns={**other.columns, **row.columns}, former_names=former_names)


def _under_unified_codes(rows: Iterable[RegisterRow]) -> Iterator[RegisterRow]:
    """Give rows under a register number the unified code, where an enterprise of that number and name has one."""
    rows = list(rows)
    numbers = [row.uscc for row in rows if len(row.uscc) != LENGTH]
    bearers: dict[tuple[str, str], str] = {}
    if numbers:
        known = Enterprise.objects.filter(register_number__in=numbers, now_under__isnull=True).order_by("-uscc")
        facts = known.values_list("register_number", "folded_name", "uscc")
        bearers = {(number, name): code for number, name, code in facts if len(code) == LENGTH}
    for row in rows:
        code = bearers.get((row.uscc, fold_name(row.name))) if numbers else None
        yield replace(row, uscc=code) if code else row


def _kept_by_number(rows: Iterable[RegisterRow]) -> dict[str, Enterprise]:
    """Return the enterprises that are kept under the register numbers of these rows, by the rows' unified codes."""
    numbers = {row.register_number: row for row in rows if row.register_number}
    kept = Enterprise.objects.filter(uscc__among=numbers, now_under__isnull=True).order_by("pk").select_for_update()
    return {
        numbers[enterprise.uscc].uscc: enterprise
        for enterprise in kept
        if enterprise.folded_name == fold_name(numbers[enterprise.uscc].name)
    }


def _link_numbers(numbered: Mapping[str, Enterprise], *, on: date) -> None:
    stored = {each.uscc: each for each in Enterprise.objects.filter(uscc__in=numbered)} if numbered else {}
    for code, enterprise in numbered.items():
        reason = f"登记信息：注册号{enterprise.uscc}的企业已有统一社会信用代码"
        with suppress(LinkRefused):  # the number leads on already
            register_states_link(earlier=enterprise, later=stored[code], reason=reason, on=on)


def _record_confirmed(created: Iterable[_Created], *, on: date) -> None:
    """Keep the step for codes that the register bears though their check character does not fit."""
    at = datetime.combine(on, time(), tzinfo=SHANGHAI)
    CodeStep.objects.bulk_create(
        CodeStep(
            kind=CodeStep.Kind.CONFIRM,
            code=enterprise.uscc,
            name=enterprise.name,
            reason="登记信息载明",
            outcome=CodeStep.Outcome.BY_REGISTER,
            requested_at=at,
            decided_at=at,
        )
        for enterprise in created
        if code_kind(enterprise.uscc) is CodeKind.AS_REGISTERED
    )


def _created(rows: Sequence[RegisterRow], *, numbered: Mapping[str, Enterprise], on: date) -> list[_Created]:
    """Store new enterprises.

    What a row does not state comes from what was kept under its register number.
    """
    if not rows:
        return []
    maker = RowMaker(Enterprise, without=("id",))
    created = [
        _Created(pk, row.uscc, row.name, fold_name(row.name))
        for pk, row in zip(reserved_ids(Enterprise, count=len(rows)), rows, strict=True)
    ]
    made = []
    for each, row in zip(created, rows, strict=True):
        kept = {column: getattr(numbered[row.uscc], column) for column in COLUMNS} if row.uscc in numbered else {}
        own = {"uscc": row.uscc, "name": row.name, "folded_name": each.folded_name, "category": category_of(row.uscc)}
        state = {"origin": Enterprise.Origin.REGISTER, "public_from": on}
        made.append((each.pk, *maker.row({**kept, **row.columns, **own, **state})))
    insert_rows(Enterprise, ("id", *maker.columns), made)
    return created


def _update(enterprise: Enterprise, row: RegisterRow, *, former: "_FormerNames", on: date) -> bool:
    """Bring one enterprise up to date in memory; return whether its row has to be written."""
    wanted = dict(row.columns)
    if enterprise.name != row.name:
        folded = fold_name(row.name)
        if folded != enterprise.folded_name:
            former.add(enterprise, NameUntil(name=enterprise.name, until=on))
        wanted |= {"name": row.name, "folded_name": folded}
    if enterprise.origin != Enterprise.Origin.REGISTER:
        wanted["origin"] = Enterprise.Origin.REGISTER
    if enterprise.public_from is None:
        wanted["public_from"] = on
    differing = {column: value for column, value in wanted.items() if getattr(enterprise, column) != value}
    for column, value in differing.items():
        setattr(enterprise, column, value)
    return bool(differing)


def _namesakes(renamed: Sequence[Enterprise]) -> dict[str, str]:
    """Return by code which other enterprise bears the name that one got."""
    if not renamed:
        return {}
    found = Enterprise.objects.filter(folded_name__in={each.folded_name for each in renamed}).order_by("uscc")
    bearers: dict[str, list[str]] = {}
    for name, uscc in found.values_list("folded_name", "uscc"):
        bearers.setdefault(name, []).append(uscc)
    others = ((each.uscc, [code for code in bearers[each.folded_name] if code != each.uscc]) for each in renamed)
    return {uscc: codes[0] for uscc, codes in others if codes}


class _FormerNames:
    """The former names of some enterprises, and what has to be written about them."""

    def __init__(self, enterprise_ids: Iterable[int]) -> None:
        names = FormerName.objects.filter(enterprise__among=set(enterprise_ids)).order_by("pk")
        self._known = {(name.enterprise_id, name.name): name for name in names}
        self._written: dict[tuple[int, str], FormerName] = {}
        self.changed_enterprises: set[int] = set()

    def take(self, enterprise: Enterprise | _Created, names: Iterable[NameUntil], *, on: date) -> None:
        """Add what the file lists: with its day, else ending on the import's day; a known day stays."""
        for each in names:
            if fold_name(each.name) == enterprise.folded_name:
                continue
            if each.until is not None:
                self.add(enterprise, each)
            elif (enterprise.pk, each.name) not in self._known:
                self.add(enterprise, NameUntil(name=each.name, until=on))

    def add(self, enterprise: Enterprise | _Created, each: NameUntil) -> None:
        key = (enterprise.pk, each.name)
        row = self._known.get(key)
        if row is None:
            row = FormerName(enterprise_id=enterprise.pk, name=each.name, folded_name=fold_name(each.name))
        elif row.used_until == each.until:
            return
        row.used_until = each.until
        self._known[key] = self._written[key] = row
        self.changed_enterprises.add(enterprise.pk)

    def save(self) -> None:
        known = [row for row in self._written.values() if row.pk is not None]
        FormerName.objects.bulk_update(known, ["used_until"], batch_size=500)
        FormerName.objects.bulk_create([row for row in self._written.values() if row.pk is None])
