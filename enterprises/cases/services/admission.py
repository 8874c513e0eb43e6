"""Whether one may apply: the facts behind `rules.admission.may_apply`, read from the database."""

from datetime import date

from django.conf import settings

from enterprises.agencies.domains import Regulator
from enterprises.cases.kinds.types import NOTICE, CaseKind
from enterprises.cases.models import Ban, Case
from enterprises.cases.rules.admission import AdmissionFacts, CaseAdmission, Standing, may_apply
from enterprises.cases.subjects.types import CaseSubject

GSXT = "国家企业信用信息公示系统"


def admission_of(
    kind: CaseKind,
    subject: CaseSubject,
    *,
    on: date,
    field_code: str = "",
    is_own: bool = False,
    is_transferred: bool = False,
) -> CaseAdmission:
    """Return whether a case of that kind about that thing may be handed in on that day, with the sentence why not.

    `is_own`: the authority that decides enters it for somebody, so no shield hides the thing. `is_transferred`: it
    comes with the case of another authority. In both cases the portal through which one applies matters no more.
    """
    is_known = is_own and subject.standing is Standing.UNAVAILABLE
    cases = Case.objects.about(subject.ref).filter(kind=kind.code)
    running = cases.filter(ended_at__isnull=True).order_by("pk").first() if kind.one_at_a_time else None
    ban = Ban.objects.in_force(on=on).filter(enterprise=subject.enterprise).order_by("-until_on").first()
    last = cases.filter(again_from__isnull=False).order_by("-again_from").first()
    facts = AdmissionFacts(
        category=subject.category,
        standing=Standing.PUBLIC if is_known else subject.standing,
        adverse=subject.adverse,
        has_fields=bool(subject.fields),
        has_field=bool(subject.field_label(field_code)),
        public_until=subject.public_until,
        window_until=subject.window_until if subject.category == NOTICE else None,
        has_minimum=subject.has_minimum,
        repairable_from=subject.repairable_from,
        repair_basis=subject.repair_basis,
        again_from=last.again_from if last else None,
        decided_elsewhere="" if is_own or is_transferred else _elsewhere(subject),
        through=GSXT,
        banned_until=ban.until_on if ban else None,
        open_case=running.number if running else "",
    )
    return may_apply(kind, facts, on)


def _elsewhere(subject: CaseSubject) -> str:
    """Name the market regulator whose repairs go through gsxt, empty for others."""
    agency = subject.agency
    if settings.MARKET_REGULATION_REPAIRS or agency is None or agency.governing_regulator is not Regulator.SAMR:
        return ""
    return agency.public_name
