"""Valid agencies, officers, enterprises and records; a test names only what it is about.

Records are made by the services, so each has its history, and by the officers of its `Office`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.contrib.auth.models import User

from enterprises.agencies.models import Agency, Officer
from enterprises.catalogue.registry import kind_of
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.records.services.corrections import withdraw_record
from enterprises.records.services.drafting import draft_record, submit_record
from enterprises.records.services.publication import publish_record
from enterprises.records.services.waiting import return_record
from enterprises.register.models import Enterprise
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.uscc import complete_uscc
from tests.catalogue.rows import ROWS

AT = datetime(2026, 5, 6, 1, 0, tzinfo=UTC)  # nine in the morning in Shanghai
ON = date(2026, 5, 6)
PASSWORD = "wuhan-2026-donghu"


def uscc(number: int = 1, *, department: str = "9", category: str = "1") -> str:
    """Return a valid code; each number gives another one."""
    return complete_uscc(department=department, category=category, region="420100", organisation=f"MA4M{number:04}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An agency with a recorder and a reviewer."""

    agency: Agency
    recorder: User
    reviewer: User


def agency(number: int = 1, *, name: str = "武汉市市场监督管理局", domain: str = "MARKET_REGULATION") -> Agency:
    """Make an agency, of market regulation unless another domain is named."""
    return Agency.objects.create(code=uscc(number, department="1"), name=name, domain=domain)


def officer(name: str, *, agency: Agency | None = None, **roles: bool) -> User:
    """Make a user with roles."""
    user = User.objects.create_user(name, password=PASSWORD)
    Officer.objects.create(user=user, agency=agency, **roles)
    return user


def office(number: int = 1, *, name: str = "武汉市市场监督管理局", domain: str = "MARKET_REGULATION") -> Office:
    """Make an agency with its two officers, whose login names carry the number."""
    made = agency(number, name=name, domain=domain)
    recorder = officer(f"luru{number}", agency=made, may_record=True)
    reviewer = officer(f"shenhe{number}", agency=made, may_review=True)
    return Office(agency=made, recorder=recorder, reviewer=reviewer)


def new_enterprise(
    number: int = 1, *, name: str = "武汉东湖科技有限公司", public: bool = True, **values: object
) -> Enterprise:
    """Make an enterprise, public unless `public` is False."""
    first_day = date(2020, 1, 1) if public else None
    given = {"folded_name": fold_name(name), "public_from": first_day, "legal_representative": "张三", **values}
    return Enterprise.objects.create(uscc=uscc(number), name=name, **given)


def typed(kind: str = "penalty", **changes: object) -> dict[str, object]:
    """Return right content of a kind as an officer types it."""
    return ROWS[kind] | changes


def draft(
    office: Office, *, enterprise: Enterprise, kind: str = "penalty", at: datetime = AT, **changes: str
) -> Record:
    """Make a draft; keyword arguments by field code replace what is typed."""
    raw = typed(kind, **changes)
    return draft_record(
        kind=kind_of(kind), raw=raw, enterprise=enterprise, agency=office.agency, by=office.recorder, at=at
    )


def submitted(
    office: Office, *, enterprise: Enterprise, kind: str = "penalty", at: datetime = AT, **changes: str
) -> Record:
    """Make a record that waits for review."""
    record = draft(office, enterprise=enterprise, kind=kind, at=at, **changes)
    return submit_record(record=record, by=office.recorder, at=at, personal_data_confirmed=True)


def returned(office: Office, *, enterprise: Enterprise, kind: str = "penalty", **changes: str) -> Record:
    """Make a record that was given back to its recorder."""
    record = submitted(office, enterprise=enterprise, kind=kind, at=AT, **changes)
    return return_record(record=record, by=office.reviewer, at=AT, reason="请核对")


def published(
    office: Office, *, enterprise: Enterprise, kind: str = "penalty", at: datetime = AT, **changes: str
) -> Record:
    """Make a published record."""
    record = submitted(office, enterprise=enterprise, kind=kind, at=at, **changes)
    return publish_record(record=record, by=office.reviewer, at=at, personal_data_confirmed=True)


def withdrawn(office: Office, *, enterprise: Enterprise, kind: str = "penalty", **changes: str) -> Record:
    """Make a record that its reviewer withdrew."""
    record = published(office, enterprise=enterprise, kind=kind, at=AT, **changes)
    reason = WithdrawalReason.ANNULLED
    return withdraw_record(record=record, reason=reason, note="复议决定1号", by=office.reviewer, at=AT)
