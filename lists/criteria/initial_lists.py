"""The lists of every portal, written after each `migrate`; what a law fixes follows the code."""

from typing import Any

from django.apps import apps as present_apps

from lists.criteria.definitions import EXTERNAL_LISTS, OWN_LISTS, ExternalList, OwnList
from lists.criteria.kinds import ListKind
from lists.criteria.rules import CRITERIA

REMEDIES = (
    "对列入名单有异议的，可以在异议期内或者名单公布后向认定单位或者本市信用主管部门提出异议；"
    "对列入决定不服的，可以依法申请行政复议或者提起行政诉讼。"
)
REMEDIES_ELSEWHERE = "本名单由其他机关认定，本平台只转载；对列入有异议的，请向认定机关提出。"


def criteria_text(slug: str) -> str:
    """Return the criteria of a list as published, a line each, with their sources."""
    lines = [f"{one.code} {one.text}（{one.source}）" for one in CRITERIA if one.slug == slug]
    return "\n".join([*lines, "系统按上述标准提出建议，是否列入由认定单位依法决定。"])


def law_of(one: OwnList | ExternalList) -> dict[str, Any]:
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
        return shared | {
            "kind": ListKind.EXTERNAL.value,
            "keeper": one.keeper,
            "criteria": one.criteria,
            "entry_conditions": "由认定机关决定；本平台按认定机关提供的文件转载，逐期替换。",
            "minimum_months": None,
        }
    return shared | {
        "kind": ListKind.OURS.value,
        "criteria": criteria_text(one.slug),
        "entry_conditions": one.entry_conditions,
        "minimum_months": one.minimum_months,
    }


def local_of(one: OwnList | ExternalList) -> dict[str, Any]:
    """Return the columns that a city may change, with their first values."""
    if isinstance(one, ExternalList):
        return {"remedies": REMEDIES_ELSEWHERE, "notice_days": 0}
    return {"remedies": REMEDIES, "notice_days": one.notice_days}


def ensure_lists(*, using: str, apps: Any = present_apps, **kwargs: Any) -> None:
    """Create the lists that are missing and renew what laws fix, after every `migrate` (which names its `apps`)."""
    try:
        credit_list = apps.get_model("lists", "CreditList")
    except LookupError:  # migrated back to before the first table
        return
    if not hasattr(credit_list, "keeper"):  # migrated back to before the kinds
        return
    lists = credit_list.objects.using(using)
    every: tuple[OwnList | ExternalList, ...] = (*OWN_LISTS, *EXTERNAL_LISTS)
    for one in every:
        law = law_of(one)
        lists.get_or_create(slug=one.slug, defaults=law | local_of(one))
        lists.filter(slug=one.slug).update(**law)
