"""What the doors mark, made once: a number declared twice, a title given twice, a grade of who is on a black list."""

from datetime import date, timedelta

from creditportal.development.demo.records import EVALUATORS, evaluator_code
from creditportal.development.demo.typed_records import published
from enterprises.catalogue.codes import KindCode
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from enterprises.shared.rules.days import add_months
from lists.criteria.colors import Color
from lists.listings.models import Listing

_NUMBER, _LAMP_MAKERS = "Q/SLZM 001-2026", ("38", "39")


def add_odd_records(*, on: date) -> list[Record]:
    """Declare one standard by two enterprises, give a title twice, and grade an enterprise on a black list AAA."""
    enterprises = Enterprise.objects.public(on=on).filter(
        category=Enterprise.Category.LEGAL_PERSON, status=Enterprise.Status.ACTIVE
    )
    made = [
        _standard(enterprise, on=on) for enterprise in enterprises.filter(industry__in=_LAMP_MAKERS).order_by("pk")[:2]
    ]
    for enterprise in enterprises.filter(industry="14").order_by("pk")[:1]:
        made += [_title(enterprise, given_on=add_months(on, -months)) for months in (30, 5)]
    black = Listing.objects.public(on=on).filter(color=Color.BLACK, enterprise__in=enterprises)
    made += [_grade(listing.enterprise, on=on) for listing in black.select_related("enterprise").order_by("pk")[:1]]
    return made


def _standard(enterprise: Enterprise, *, on: date) -> Record:
    declared = on - timedelta(days=30)
    raw: dict[str, object] = {
        "X_ZM_BH": _NUMBER,
        "X_ZM_MC": "LED台灯通用技术条件",
        "X_ZM_LX": "企业标准",
        "X_ZM_CP": "LED台灯",
        "X_ZM_YY": "GB 7000.204",
        "X_ZM_GKRQ": declared.isoformat(),
        "X_ZM_WZ": f"https://standards.example.org/{enterprise.uscc}/001",
    }
    return published(
        KindCode.STANDARD_DECLARATION, raw, enterprise=enterprise, slug="gsj", day=declared + timedelta(days=3)
    )


def _title(enterprise: Enterprise, *, given_on: date) -> Record:
    raw: dict[str, object] = {
        "X_RY_MC": "武汉老字号",
        "X_RY_LB": "老字号",
        "X_RY_JB": "市级",
        "X_RY_PJND": str(given_on.year - 1),
        "X_RY_CP": "糕点",
        "X_RY_RDRQ": given_on.isoformat(),
        "X_RY_YXQZ": "2099-12-31",
    }
    return published(KindCode.HONOUR, raw, enterprise=enterprise, slug="swj", day=given_on + timedelta(days=3))


def _grade(enterprise: Enterprise, *, on: date) -> Record:
    decided = on - timedelta(days=60)
    raw: dict[str, object] = {
        "X_PJ_LX": "信用评价",
        "X_PJ_NR": "企业信用等级",
        "X_PJ_DJ": "AAA",
        "X_PJ_BGBH": f"PJ{decided.year}-{enterprise.pk}",
        "X_PJ_RQ": decided.isoformat(),
        "X_PJ_YXQZ": (add_months(decided, 36) - timedelta(days=1)).isoformat(),
        "X_PJ_DW": EVALUATORS[0],
        "X_PJ_DWDM": evaluator_code(EVALUATORS[0]),
    }
    return published(KindCode.EVALUATION, raw, enterprise=enterprise, slug="fgw", day=decided + timedelta(days=3))
