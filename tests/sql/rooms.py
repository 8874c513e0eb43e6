"""What the small city has beside records and lists: a campaign, papers that anybody may read, and one's own case."""

import hashlib
import secrets
from decimal import Decimal
from typing import Any

from enterprises.cases.models import CaseLetter, CasePaper
from enterprises.enforcement.rules import MonthResults, Results
from enterprises.enforcement.services.campaigns import GivenReport, publish_report, report_results
from enterprises.evaluations.models import EvaluationSubmission, Institution
from enterprises.records.models import Record, RecordPaper
from enterprises.register.models import Enterprise
from enterprises.shared.attachments.models import Attachment
from enterprises.shared.attachments.store import folder
from tests import make
from tests.access.world import AT, letter_of
from tests.cases import make as cases
from tests.enforcement import make as enforcement
from tests.make import Office

Things = dict[str, str | int]


def make_rooms(office: Office, *, institution: Institution) -> Things:
    """Make one of each; the records are there already. Returns what addresses are filled with."""
    public = Record.objects.public(on=AT.date())
    penalty, grade = (public.filter(kind=kind).earliest("pk") for kind in ("penalty", "evaluation"))
    _release_text(penalty, office=office)
    EvaluationSubmission.objects.create(
        institution=institution, record=grade, report=_paper(office), submitted_by=office.recorder, submitted_at=AT
    )
    return {
        "public_campaign": _campaign(office),
        "with_text": penalty.pk,
        "with_report": grade.pk,
        "an_honour": public.filter(kind="honour").earliest("pk").pk,
        "a_case": enforcement.case(office, penalty.enterprise).pk,
        "a_standard": public.filter(kind="standard-declaration").earliest("pk").pk,
        "too_early": _too_early(penalty.enterprise).pk,
        "red": "trustworthy",
        **_own_case(public.filter(kind="licence").earliest("pk"), office=office),
    }


def _campaign(office: Office) -> int:
    campaign = enforcement.published(office)
    done = Results(cases=3, goods=10, value_yuan=Decimal(500), persons=0)
    given = GivenReport(months=[MonthResults(month=campaign.starts_on, results=done)], stated=None, sha256="0" * 64)
    report = report_results(campaign=campaign, given=given, by=office.recorder, at=AT)
    publish_report(report=report, by=office.reviewer, at=AT)
    return campaign.pk


def _too_early(enterprise: Enterprise) -> Record:
    """Publish a penalty of an authority that decides on repairs itself, none of which may be asked for yet."""
    office = make.office(7, name="武汉市生态环境局", domain="ENVIRONMENT")
    return make.published(
        office, enterprise=enterprise, CF_CFLB="吊销许可证件", CF_NR_FK="", CF_NR_ZKDX="排污许可证 第1号"
    )


def _release_text(penalty: Record, *, office: Office) -> None:
    given: dict[str, Any] = {"record": penalty, "added_by": office.recorder, "added_at": AT}
    full = RecordPaper.objects.create(kind=RecordPaper.Kind.DECISION, attachment=_paper(office), **given)
    released = {"released_by": office.reviewer, "released_at": AT}
    RecordPaper.objects.create(
        kind=RecordPaper.Kind.REDACTED, attachment=_paper(office), made_from=full, **given, **released
    )


def _own_case(record: Record, *, office: Office) -> Things:
    """Hand an objection in, with a paper and a letter."""
    receipt = cases.objection(cases.ref(record), on=AT.date())
    case = receipt.cases[0]
    paper = CasePaper.objects.create(case=case, code="other", attachment=_paper(office), handed_in_at=AT)
    letter = letter_of(
        office.agency, enterprise=record.enterprise, by=office.recorder, number="20261120090000LETTERBB", ordinal=2
    )
    CaseLetter.objects.create(event=case.events.earliest("pk"), letter_id=letter["letter"])
    return {
        "own_case": case.number,
        "own_code": receipt.code,
        "own_paper": paper.pk,
        "own_letter": letter["letter"],
        "own_letter_number": letter["letter_number"],
    }


def _paper(office: Office) -> Attachment:
    """Keep a paper that no child has read."""
    name, content = secrets.token_hex(16), b"%PDF-"
    (folder() / name).write_bytes(content)
    return Attachment.objects.create(
        name=name,
        media_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=office.recorder,
        added_at=AT,
    )
