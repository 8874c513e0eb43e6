"""The lists of every portal, written after each `migrate`; what a law fixes follows the release."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.apps import apps as present_apps
from django.db.models import Max

from enterprises.shared.clock import day_of
from lists.criteria.cards import OF_CARD, OF_LAW, VersionState
from lists.criteria.colors import Color
from lists.criteria.definitions import EXTERNAL_LISTS, OWN_LISTS, REMEDIES_ELSEWHERE, ExternalList, OwnList
from lists.criteria.kinds import ListKind
from lists.criteria.predicates import criteria_text, criteria_to_json

POPULAR_NAMES = {Color.BLACK: "黑名单", Color.RED: "红名单"}
FIRST, OF_RELEASE = "初始版本", "设列依据的规定有变化，随版本更新"


def ensure_lists(*, using: str, now: Callable[[], datetime], apps: Any = present_apps, **kwargs: Any) -> None:
    """Create the lists that are missing and renew what laws fix, after every `migrate` (which names its `apps`).

    Each change of a card by a release is a version that nobody proposed; `now` gives its instant.
    """
    try:
        versions = apps.get_model("lists", "ListVersion").objects.using(using)
    except LookupError:  # migrated back to before the versions
        return
    lists = apps.get_model("lists", "CreditList").objects.using(using)
    every: tuple[OwnList | ExternalList, ...] = (*OWN_LISTS, *EXTERNAL_LISTS)
    for one in every:
        first = _law_of(one) | _first_card(one) | _first_criteria(one)
        row, is_new = lists.get_or_create(slug=one.slug, defaults=first)
        known = not is_new and versions.filter(credit_list=row).exists()
        is_changed = _renew(row, one, known=known)
        if is_changed or not known:
            _write_version(versions, row, at=now() if known else None)


def _law_of(one: OwnList | ExternalList) -> dict[str, Any]:
    """Return the columns of a list that its law fixes."""
    shared = {
        "name": one.name,
        "official_type": one.official_type,
        "color": one.color.value,
        "legal_basis": one.legal_basis,
        "exit_conditions": one.exit_conditions,
        "term_months": one.term_months,
    }
    if isinstance(one, ExternalList):
        external = {"kind": ListKind.EXTERNAL.value, "keeper": one.keeper, "criteria": one.criteria}
        return shared | external | {"minimum_months": None}
    return shared | {"kind": ListKind.OURS.value, "minimum_months": one.minimum_months}


def _first_card(one: OwnList | ExternalList) -> dict[str, Any]:
    """Return the columns that two people may change later, with their first values."""
    popular = {"popular_name": POPULAR_NAMES[one.color]}
    if isinstance(one, ExternalList):
        return popular | {
            "entry_conditions": "由认定机关决定；本平台按认定机关提供的文件转载，逐期替换。",
            "repair": "由认定机关办理，本平台随其文件更新。",
            "remedies": REMEDIES_ELSEWHERE,
            "measures": "由认定机关和有关部门依照设列依据实施。",
            "notice_days": 0,
            "period": "",
            "columns": [],
        }
    return popular | {
        "entry_conditions": one.entry_conditions,
        "repair": one.repair,
        "remedies": one.remedies,
        "measures": one.measures,
        "notice_days": one.notice_days,
        "period": one.period.value,
        "columns": [column.value for column in one.columns],
    }


def _first_criteria(one: OwnList | ExternalList) -> dict[str, Any]:
    """Return the criteria of a list as its law has them, the widest; an external one has its text alone."""
    if isinstance(one, ExternalList):
        return {"chosen_criteria": []}
    text = criteria_text(one.criteria, law=one.criteria)
    return {"chosen_criteria": criteria_to_json(one.criteria), "criteria": text}


def _renew(row: Any, one: OwnList | ExternalList, *, known: bool) -> bool:
    """Write into a row what its law fixes, and before its first version what it lacks; return whether it changed."""
    columns = _law_of(one)
    if not known:
        columns |= {name: value for name, value in _first_card(one).items() if not getattr(row, name)}
    columns |= _criteria_within(row, one) if isinstance(one, OwnList) else {}
    changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=sorted(changed))
    return bool(changed)


def _criteria_within(row: Any, one: OwnList) -> dict[str, Any]:
    """Return the criteria that were chosen in the law's words, all of the law's where one is no longer within it."""
    law = {each["code"]: each for each in criteria_to_json(one.criteria)}
    chosen = {each["code"]: each for each in row.chosen_criteria}
    if not chosen or not all(_is_within(each, law.get(code)) for code, each in chosen.items()):
        return _first_criteria(one)
    criteria = [
        replace(each, values=tuple(chosen[each.code]["values"]), months=chosen[each.code]["months"])
        for each in one.criteria
        if each.code in chosen
    ]
    return {"chosen_criteria": criteria_to_json(criteria), "criteria": criteria_text(criteria, law=one.criteria)}


def _is_within(chosen: dict[str, Any], law: dict[str, Any] | None) -> bool:
    return law is not None and chosen["predicate"] == law["predicate"] and set(chosen["values"]) <= set(law["values"])


def _write_version(versions: Any, row: Any, *, at: datetime | None) -> None:
    """Add a version of the row as it is now; `at` None: the first one, without a day."""
    last = versions.filter(credit_list=row).aggregate(last=Max("number"))["last"] or 0
    versions.create(
        credit_list=row,
        number=last + 1,
        state=VersionState.CONFIRMED.value,
        content={
            **{name: getattr(row, name) for name in (*OF_LAW, *OF_CARD)},
            "authority": row.authority_id,
            "criteria": row.chosen_criteria,
        },
        reason=OF_RELEASE if at else FIRST,
        proposed_at=at,
        decided_at=at,
        valid_from=day_of(at) if at else None,
    )
