"""Products of the made-up city that failed a check, with what their makers commented and the penalties behind them."""

from dataclasses import dataclass
from datetime import date, timedelta

from creditportal.development.demo.accounts import RECORDER, REVIEWER
from creditportal.development.demo.agencies import BY_SLUG
from creditportal.development.demo.products import BED, KETTLE, Product, spot_check
from creditportal.development.demo.rows import instant_of
from creditportal.development.demo.typed_records import officer, published, submitted
from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds.inspection import FAILED, SPOT_CHECK
from enterprises.records.models import Record
from enterprises.records.services.maker_notices import accept_comment, give_comment, inform_maker
from enterprises.records.services.publication import publish_record
from enterprises.records.services.repairs import confirm_repair, propose_repair
from enterprises.register.models import Enterprise
from enterprises.shared.holidays.services import working_calendar
from lists.listings.models import Listing

COMMENT = "不合格系供应商更换零件所致，本单位已停产整改，该批产品已全部召回，已销售的免费退换。"
_OFFICE = "gsj"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """A product of an industry that failed, and its penalty: the days of both are counted back from today."""

    product: Product
    industry: str
    serial: str
    fine_wan: str
    decided: int
    recorded: int
    repaired: int | None = None


# The fine of the first is minor: it is public for three months, and the check ends with it before its own year is over.
_FAILURES = (
    _Failure(product=KETTLE, industry="38", serial="K2", fine_wan="0.3", decided=55, recorded=40),
    _Failure(product=BED, industry="21", serial="K3", fine_wan="4.5", decided=200, recorded=180, repaired=10),
)


def add_failed_checks(*, on: date) -> list[Record]:
    """Publish two failed checks of makers of such products, with comment and penalty; the second has ended with it.

    Every step is on a working day, and nothing is published before the maker's time has passed. Fewer where the city
    has fewer such makers.
    """
    enterprises = Enterprise.objects.public(on=on).filter(
        category=Enterprise.Category.LEGAL_PERSON, status=Enterprise.Status.ACTIVE
    )
    unlisted = enterprises.exclude(pk__in=Listing.objects.order_by().values("enterprise")).order_by("pk")
    makers = [(failure, unlisted.filter(industry=failure.industry).first()) for failure in _FAILURES]
    return [_published(failure, enterprise, on=on) for failure, enterprise in makers if enterprise is not None]


def _published(failure: _Failure, enterprise: Enterprise, *, on: date) -> Record:
    """Publish the penalty, then the check: the maker is informed, comments, and its comment is accepted."""
    calendar = working_calendar()
    penalty = _penalty(failure, enterprise, on=on)
    recorded = calendar.workdays_after(on - timedelta(days=failure.recorded), 1).day
    check = submitted(
        "inspection", _check(failure, enterprise, penalty), enterprise=enterprise, slug=_OFFICE, day=recorded
    )
    informed, commented, accepted = (calendar.workdays_after(recorded, number).day for number in (2, 4, 5))
    by = officer(_OFFICE, RECORDER)
    notice = inform_maker(record=check, maker=enterprise.name, by=by, at=instant_of(informed, hour=10))
    give_comment(notice=notice, comment=COMMENT, at=instant_of(commented, hour=16))
    accept_comment(notice=notice, personal_data_confirmed=True, by=by, at=instant_of(accepted, hour=9))
    at = instant_of(calendar.workdays_after(notice.comment_until, 1).day, hour=15)
    shown = publish_record(record=check, by=officer(_OFFICE, REVIEWER), at=at, personal_data_confirmed=True)
    if failure.repaired is not None:
        at = instant_of(on - timedelta(days=failure.repaired), hour=10)
        propose_repair(record=penalty, note="已履行义务并作出信用承诺，准予修复", by=officer(_OFFICE, REVIEWER), at=at)
        confirm_repair(record=penalty, by=by, at=at + timedelta(hours=1))
    return shown


def _penalty(failure: _Failure, enterprise: Enterprise, *, on: date) -> Record:
    decided = working_calendar().workdays_after(on - timedelta(days=failure.decided), 1).day
    raw: dict[str, object] = {
        "CF_WSH": f"{BY_SLUG[_OFFICE].short}罚字〔{decided.year}〕{failure.serial}号",
        "CF_CFWS": f"{BY_SLUG[_OFFICE].name}行政处罚决定书",
        "CF_WFXW": "生产不合格产品",
        "CF_SY": f"经抽样检验，当事人生产的{failure.product.name}不符合强制性国家标准。",
        "CF_YJ": "《中华人民共和国产品质量法》第四十九条",
        "CF_CFLB": "罚款",
        "X_CFCX": "普通程序",
        "CF_NR": f"罚款人民币{failure.fine_wan}万元",
        "CF_NR_FK": failure.fine_wan,
        "CF_JDRQ": decided.isoformat(),
        "CF_YXQ": "2099-12-31",
        "CF_FRDB": enterprise.legal_representative,
    }
    return published(KindCode.PENALTY, raw, enterprise=enterprise, slug=_OFFICE, day=decided + timedelta(days=2))


def _check(failure: _Failure, enterprise: Enterprise, penalty: Record) -> dict[str, object]:
    """Return a check of three weeks before its penalty, as it is typed."""
    checked_on = (penalty.decided_on or penalty.created_at.date()) - timedelta(days=21)
    found = spot_check(
        name=enterprise.name,
        trade=failure.product.maker,
        brand="江城月",
        serial=failure.serial,
        decided_on=checked_on,
        is_failed=True,
        product=failure.product,
    )
    return {
        "X_JC_BH": f"{BY_SLUG[_OFFICE].short}检〔{checked_on.year}〕{failure.serial}号",
        "X_JC_LX": SPOT_CHECK,
        "X_JC_SX": "产品质量监督抽查",
        "X_JC_RQ": checked_on.isoformat(),
        "X_JC_JGPD": FAILED,
        "X_JC_CFWSH": penalty.document_number,
        **found,
    }
