"""A product of the made-up city that failed its check: what its maker commented, and the penalty behind the check."""

from datetime import date, timedelta

from django.contrib.auth.models import User

from creditportal.development.demo.accounts import RECORDER, REVIEWER
from creditportal.development.demo.agencies import BY_SLUG
from creditportal.development.demo.products import makes_things, spot_check
from creditportal.development.demo.rows import instant_of
from enterprises.cases.models import Case
from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds.inspection import FAILED, INSPECTION, SPOT_CHECK
from enterprises.records.models import Record
from enterprises.records.services.drafting import draft_record, submit_record
from enterprises.records.services.maker_notices import accept_comment, give_comment, inform_maker
from enterprises.records.services.publication import publish_record
from enterprises.register.models import Enterprise
from enterprises.shared.holidays.services import working_calendar

COMMENT = "不合格系供应商更换零件所致，本单位已停产整改，该批产品已全部召回，已销售的免费退换。"
_OFFICE, _OFFENCE, _SERIAL = "gsj", "生产不合格产品", "K2"
# Days before today: the record, and the penalty at the latest, which had been published by then.
_RECORDED, _PENALISED = 40, 46
# Of a penalty, so that neither its own year nor that of the check ends now.
_OLDEST = 330


def add_failed_check(*, on: date) -> Record | None:
    """Publish a failed check with its maker's comment and penalty; None where no enterprise has a penalty for it.

    Every step is on a working day, and nothing is published before the maker's time has passed.
    """
    penalty = _penalty(on=on)
    if penalty is None:
        return None
    calendar = working_calendar()
    recorded = calendar.workdays_after(on - timedelta(days=_RECORDED), 1).day
    informed, commented, accepted = (calendar.workdays_after(recorded, number).day for number in (2, 4, 5))
    record = _record(penalty, day=recorded)
    maker, at = penalty.enterprise.name, instant_of(informed, hour=10)
    notice = inform_maker(record=record, maker=maker, by=_officer(RECORDER), at=at)
    give_comment(notice=notice, comment=COMMENT, at=instant_of(commented, hour=16))
    by = _officer(RECORDER)
    accept_comment(notice=notice, personal_data_confirmed=True, by=by, at=instant_of(accepted, hour=9))
    at = instant_of(calendar.workdays_after(notice.comment_until, 1).day, hour=15)
    return publish_record(record=record, by=_officer(REVIEWER), at=at, personal_data_confirmed=True)


def _penalty(*, on: date) -> Record | None:
    """Return a public penalty that no case is about; rather for a product, of a maker, and young."""
    days = (on - timedelta(days=_OLDEST), on - timedelta(days=_PENALISED))
    decided = Record.objects.public(on=on).filter(kind=KindCode.PENALTY, decided_on__range=days)
    lasting = decided.filter(agency__code=BY_SLUG[_OFFICE].code, public_until__gt=on + timedelta(days=1))
    free = lasting.exclude(pk__in=Case.objects.order_by().values("about_id")).filter(disputed_at=None)
    active = free.filter(enterprise__status=Enterprise.Status.ACTIVE)
    rows = active.select_related("enterprise", "agency").order_by("-decided_on", "-pk")
    return max(rows, key=_fits, default=None)


def _fits(penalty: Record) -> tuple[bool, bool, bool]:
    firm = penalty.enterprise
    is_company = firm.category == Enterprise.Category.LEGAL_PERSON
    return penalty.details.get("CF_WFXW") == _OFFENCE, is_company, makes_things(firm.industry_id or "")


def _record(penalty: Record, *, day: date) -> Record:
    """Record a check of three weeks before its penalty, and hand it to the reviewers."""
    firm, agency = penalty.enterprise, penalty.agency
    checked_on = (penalty.decided_on or day) - timedelta(days=21)
    raw: dict[str, object] = {
        "X_JC_XDR_MC": firm.name,
        "X_JC_XDR_SHXYM": firm.uscc,
        "X_JC_BH": f"{BY_SLUG[_OFFICE].short}检〔{checked_on.year}〕{_SERIAL}号",
        "X_JC_LX": SPOT_CHECK,
        "X_JC_SX": "产品质量监督抽查",
        "X_JC_RQ": checked_on.isoformat(),
        "X_JC_JGPD": FAILED,
        "X_JC_CFWSH": penalty.document_number,
        "X_JC_JG": agency.name,
        "X_JC_JGDM": agency.code,
        "X_JC_LYDW": agency.name,
        "X_JC_LYDWDM": agency.code,
        **spot_check(firm.name, is_maker=True, serial=_SERIAL, decided_on=checked_on, is_failed=True),
    }
    by, at = _officer(RECORDER), instant_of(day, hour=9)
    draft = draft_record(kind=INSPECTION, raw=raw, enterprise=firm, agency=agency, by=by, at=at)
    return submit_record(record=draft, by=by, at=at, personal_data_confirmed=True)


def _officer(role: str) -> User:
    return User.objects.get(username=f"{_OFFICE}-{role}")
