"""The two lists that every portal has; their texts can be changed later and are never overwritten.

Legal texts: 国办发〔2020〕49号, 发改财金规〔2017〕1798号, 国家发展改革委令第36号. Terms and windows that no
text at hand confirms are marked so in docs/rules/lists-procedure.md.
"""

from typing import Any

from django.apps import apps as present_apps

from lists.criteria.colors import Color
from lists.criteria.rules import CRITERIA, SERIOUS_DISHONESTY, TRUSTWORTHY


def criteria_text(slug: str) -> str:
    """Return the criteria of a list as published, a line each, with their sources."""
    lines = [f"{one.code} {one.text}（{one.source}）" for one in CRITERIA if one.slug == slug]
    return "\n".join([*lines, "系统按上述标准提出建议，是否列入由认定单位依法决定。"])


REMEDIES = (
    "对列入名单有异议的，可以在异议期内或者名单公布后向认定单位或者本市信用主管部门提出异议；"
    "对列入决定不服的，可以依法申请行政复议或者提起行政诉讼。"
)
LISTS: tuple[dict[str, Any], ...] = (
    {
        "slug": SERIOUS_DISHONESTY,
        "name": "严重失信主体名单",
        "official_type": "严重失信主体名单",
        "color": Color.BLACK.value,
        "legal_basis": (
            "《国务院办公厅关于进一步完善失信约束制度构建诚信建设长效机制的指导意见》（国办发〔2020〕49号）；"
            "《关于加强和规范守信联合激励和失信联合惩戒对象名单管理工作的指导意见》（发改财金规〔2017〕1798号）"
        ),
        "criteria": criteria_text(SERIOUS_DISHONESTY),
        "entry_conditions": (
            "提出建议后书面告知当事人列入的事由、依据、约束措施和陈述、申辩、异议的权利；异议期满并复核异议后，由认定单位作出列入决定并公布。"
        ),
        "exit_conditions": (
            "期限届满自动移出；最短期限届满、履行义务并纠正失信行为的，可以申请信用修复提前移出；认定依据被撤销、变更或者确认无效的，立即移出。"
        ),
        "remedies": REMEDIES,
        "term_months": 36,
        "minimum_months": 12,
        "notice_days": 10,
    },
    {
        "slug": TRUSTWORTHY,
        "name": "守信激励对象",
        "official_type": "守信激励对象",
        "color": Color.RED.value,
        "legal_basis": (
            "《国务院关于建立完善守信联合激励和失信联合惩戒制度加快推进社会诚信建设的指导意见》（国发〔2016〕33号）；"
            "《关于加强和规范守信联合激励和失信联合惩戒对象名单管理工作的指导意见》（发改财金规〔2017〕1798号）"
        ),
        "criteria": criteria_text(TRUSTWORTHY),
        "entry_conditions": (
            "提出建议后与全部严重失信主体名单交叉比对，"
            "剔除冲突主体，向社会公示；公示期内无异议或者异议不成立的，由认定单位决定并公布。"
        ),
        "exit_conditions": "期限届满自动移出；被列入严重失信主体名单、不再符合列入条件或者认定有误的，立即移出。",
        "remedies": REMEDIES,
        "term_months": 12,
        "minimum_months": None,
        "notice_days": 7,
    },
)


def ensure_lists(*, using: str, apps: Any = present_apps, **kwargs: Any) -> None:
    """Create the lists that are missing, after every `migrate` (which names its `apps`) and `flush`."""
    try:
        credit_list = apps.get_model("lists", "CreditList")
    except LookupError:  # migrated back to before the first table
        return
    for values in LISTS:
        credit_list.objects.using(using).get_or_create(slug=values["slug"], defaults=values)
