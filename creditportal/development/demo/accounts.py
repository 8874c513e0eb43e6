"""Officers of the made-up city: recorder and reviewer of every agency, list keepers, two of the credit office."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from creditportal.development.demo.agencies import AGENCIES
from enterprises.agencies.domains import Regulator, RegulatoryDomain
from enterprises.agencies.models import Agency, AgencyAlias, Officer
from enterprises.shared.rules.names import fold_name

PASSWORD = "shili-2026-wuhan"  # noqa: S105 - printed by `make demo`, good for the demonstration alone
RECORDER, REVIEWER = "luru", "shenhe"
CREDIT_OFFICE = ("xyb-a", "xyb-b")
LIST_KEEPER = "mingdan"  # of an authority that decides on a black list
LIST_AUTHORITIES = ("gsj", "rsj", "yjj")
ADMINISTRATOR = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who acts for an agency in the demonstration; ids, to be handed to another process."""

    agency_id: int
    code: str
    name: str
    domain: RegulatoryDomain
    regulator: Regulator
    recorder_id: int
    reviewer_id: int


def demo_logins() -> tuple[tuple[str, str], ...]:
    """Return (user name, what it may do) of the accounts worth naming."""
    return (
        ("gsj-luru", "市市场监管局录入员"),
        ("gsj-shenhe", "市市场监管局审核员"),
        ("xyb-a", "信用办（提出建议、起草名单）"),
        ("xyb-b", "信用办（发布名单、决定红名单）"),
        (f"gsj-{LIST_KEEPER}", "市市场监管局名单工作人员（登记列入决定）"),
        ("pingjia", "评价机构（提交评价）"),
    )


def create_staff() -> dict[str, Staff]:
    """Create agencies and their officers, and return them by the agency's code."""
    password = make_password(PASSWORD)  # one hash for all: hashing is slow on purpose
    staff = {}
    for demo in AGENCIES:
        agency = Agency.objects.create(
            code=demo.code, name=demo.name, domain=demo.domain.value, level=Agency.Level.CITY, region_id="420100"
        )
        AgencyAlias.objects.bulk_create(
            AgencyAlias(
                agency=agency,
                name=each.name,
                folded_name=fold_name(each.name),
                used_until=each.until,
                source=each.source,
            )
            for each in demo.former
        )
        recorder = _officer(f"{demo.slug}-{RECORDER}", password, agency=agency, may_record=True)
        reviewer = _officer(f"{demo.slug}-{REVIEWER}", password, agency=agency, may_review=True)
        if demo.slug in LIST_AUTHORITIES:
            _officer(f"{demo.slug}-{LIST_KEEPER}", password, agency=agency, credit_office=True)
        staff[demo.code] = Staff(
            agency_id=agency.pk,
            code=demo.code,
            name=demo.name,
            domain=demo.domain,
            regulator=agency.governing_regulator,
            recorder_id=recorder.pk,
            reviewer_id=reviewer.pk,
        )
    for name in CREDIT_OFFICE:
        _officer(name, password, credit_office=True)
    return staff


def create_administrator() -> None:
    """Create the login of /admin/, unless it is there; only the demonstration's own command calls it."""
    if not User.objects.filter(username=ADMINISTRATOR).exists():
        User.objects.create_superuser(ADMINISTRATOR, password=PASSWORD)


def _officer(name: str, password: str, *, agency: Agency | None = None, **roles: bool) -> User:
    user = User.objects.create(username=name, password=password)
    Officer.objects.create(user=user, agency=agency, **roles)
    return user
