"""The little world in which the table of access is tried."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.contrib.auth.models import User

from enterprises.agencies.models import Agency, Officer
from enterprises.cases.kinds.types import CaseStep
from enterprises.cases.models import Case, CaseEvent, CaseLetter
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.documents.letters.content import Addressee, LetterContent, LetterSubject
from enterprises.documents.letters.kinds import LetterCode
from enterprises.documents.letters.models import Letter
from enterprises.documents.models import IssuedDocument
from enterprises.documents.services import store_document
from enterprises.documents.snapshot import to_plain
from enterprises.enforcement.models import Campaign
from enterprises.evaluations.models import EvaluationSubmission, Institution, InstitutionAccount
from enterprises.evaluations.rules import InstitutionState
from enterprises.records.models import ImportBatch, PublicationExtension, Record
from enterprises.register.models import Enterprise
from enterprises.shared.rules.uscc import complete_uscc
from enterprises.shields.models import Shield
from lists.criteria.models import CreditList
from lists.editions.models import Edition, Manifest
from lists.editions.rules import EditionState
from lists.listings.models import Listing
from search.doors.registry import DOORS
from tests.access.rows import Who

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The people, and what addresses are filled with."""

    users: dict[Who, User | None]
    arguments: dict[str, str | int]


def make_world() -> World:
    """Make one person of each sort, and one thing of each sort that belongs to the first agency."""
    ours = Agency.objects.create(code="11420100568372889N", name="武汉市市场监督管理局")
    other = Agency.objects.create(code="11420100MB1A22458D", name="武汉市应急管理局")
    recorder = officer("recorder", agency=ours, may_record=True)
    reviewer = officer("reviewer", agency=ours, may_review=True)
    office = officer("office", credit_office=True)
    institution = User.objects.create(username="institution")
    return World(
        users={
            Who.PUBLIC: None,
            Who.RECORDER: recorder,
            Who.REVIEWER: reviewer,
            Who.OTHER_AGENCY: officer("other", agency=other, may_record=True, may_review=True),
            Who.CREDIT_OFFICE: office,
            Who.INSTITUTION: institution,
        },
        arguments={
            **things_of_evaluations(agency=ours, account=institution, by=recorder),
            "campaign": campaign_of(ours, by=recorder).pk,
            **things_of(agency=ours, by=recorder),
            **things_behind_doors(ours, by=recorder, reviewed_by=reviewer),
            "draft_step": "publish",
            "version_step": "confirm",
            "erratum_step": "issue",
            "external_step": "confirm",
            "unknown_report": "20261120090000ZZZZZZZZ",
            "format": "json",
            **things_of_lists(by=office, other=reviewer),
            "shield": shield_of(by=office).pk,
            "unknown_service": 999_999,
            "unknown_letter": 999_999,
            "unknown_case": "YY-2026-999999",
            "case_step": "refuse",
            "unknown_step": "none",
            "paper": 999_999,
            "unknown_uscc": code(organisation="MA4KBBB2"),
            "kind": "honour",
            "step": "withdraw",
            "lift": "lift",
            "release": "release",
            "unrelease": "unrelease",
        },
    )


def things_of(*, agency: Agency, by: User) -> dict[str, str | int]:
    """Make an enterprise, a draft about it, an extension of the draft, an empty batch and a report."""
    enterprise = new_enterprise(code(organisation="MA4KAAA1"))
    record = Record.objects.create(kind="honour", enterprise=enterprise, agency=agency, recorded_by=by, created_at=AT)
    extension = PublicationExtension.objects.create(
        record=record, legal_basis="第七条", until=date(2027, 1, 1), requested_by=by, requested_at=AT
    )
    batch = ImportBatch.objects.create(kind="honour", agency=agency, imported_by=by, created_at=AT)
    report = report_on(enterprise)
    letter = letter_of(agency, enterprise=enterprise, by=by)
    return {
        "uscc": enterprise.uscc,
        "record": record.pk,
        "extension": extension.pk,
        "batch": batch.pk,
        "report": report.number,
        **case_of(agency, record=record, letter_pk=letter["letter"], by=by),
        **letter,
    }


def things_of_evaluations(*, agency: Agency, account: User, by: User) -> dict[str, str | int]:
    """Make an institution with its account, and a submission without report that waits for review."""
    institution = Institution.objects.create(
        code=code(organisation="MA4KEEE5"),
        name="武汉某信用评价有限公司",
        agency=agency,
        valid_from=date(2026, 1, 1),
        state=InstitutionState.ACCEPTED.value,
        proposed_by=by,
        proposed_at=AT,
        accepted_by=account,
        accepted_at=AT,
    )
    InstitutionAccount.objects.create(user=account, institution=institution)
    record = Record.objects.create(
        kind="evaluation",
        enterprise=new_enterprise(code(organisation="MA4KFFF6")),
        agency=agency,
        recorded_by=account,
        created_at=AT,
        state="SUBMITTED",
        natural_key="evaluation",
    )
    submission = EvaluationSubmission.objects.create(
        institution=institution, record=record, submitted_by=account, submitted_at=AT
    )
    return {
        "institution": institution.pk,
        "unknown_institution": 999_999,
        "submission": submission.pk,
        "submitted_record": record.pk,
    }


def campaign_of(agency: Agency, *, by: User) -> Campaign:
    """Make a campaign that waits for a second person."""
    return Campaign.objects.create(
        name="红盾护农专项行动",
        campaign_type="RURAL",
        agency=agency,
        goals="查处假种子。",
        starts_on=date(2026, 3, 1),
        proposed_by=by,
        proposed_at=AT,
    )


def shield_of(*, by: User) -> Shield:
    """Make a shield of the enterprise that is there already; it waits for a second person."""
    enterprise = Enterprise.objects.get(uscc=code(organisation="MA4KAAA1"))
    shield = Shield.objects.create(
        kind="RESTRUCTURING",
        enterprise=enterprise,
        court="湖北省武汉市中级人民法院",
        ruling_number="（2026）鄂01破5号之二",
        ruled_on=date(2026, 11, 1),
        legal_basis="《企业破产法》第八十六条",
        until=date(2027, 5, 1),
        requested_by=by,
        requested_at=AT,
    )
    shield.codes.set([enterprise])
    return shield


def things_behind_doors(agency: Agency, *, by: User, reviewed_by: User) -> dict[str, str | int]:
    """Publish a spot check about the enterprise that is there already."""
    details = {"X_JC_LX": "产品质量监督抽查", "X_JC_SX": "专项抽查", "X_JC_CP": "电热水壶", "X_JC_PC": "2026-03-01"}
    kettle = Record.objects.create(
        kind="inspection",
        enterprise=Enterprise.objects.get(uscc=code(organisation="MA4KAAA1")),
        agency=agency,
        details={**details, "X_JC_JGPD": "合格"},
        folded_batch="20260301",
        decided_on=date(2026, 9, 1),
        natural_key="kettle",
        state="PUBLISHED",
        period_rule="INSPECTION-1Y",
        public_from=date(2026, 9, 2),
        public_until=date(2027, 9, 1),
        recorded_by=by,
        reviewed_by=reviewed_by,
        created_at=AT,
        published_at=AT,
    )
    return {**{slug: slug for slug in DOORS}, "kettle": kettle.pk, "kettle_batch": "20260301"}


def case_of(agency: Agency, *, record: Record, letter_pk: int | str, by: User) -> dict[str, str | int]:
    """Make a case about a record, with a letter."""
    case = Case.objects.create(
        number="YY-2026-900001",
        kind="objection",
        about_kind="record",
        about_id=record.pk,
        about_label="荣誉",
        enterprise=record.enterprise,
        agency=agency,
        ground="content",
        code_digest="0" * 64,
        received_at=AT,
        due_step=CaseStep.ACCEPT.value,
    )
    event = CaseEvent.objects.create(case=case, at=AT, actor=by, verb="accept", after=CaseState.ACCEPTED.value)
    CaseLetter.objects.create(event=event, letter_id=letter_pk)
    return {"case": case.number, "case_letter": letter_pk}


def letter_of(
    agency: Agency, *, enterprise: Enterprise, by: User, number: str = "20261120090000LETTERAA", ordinal: int = 1
) -> dict[str, str | int]:
    """Make a letter about a record, without printing it."""
    content = LetterContent(addressee=Addressee(name=enterprise.name), about=LetterSubject(label="荣誉"))
    document = store_document(
        number=number,
        kind=IssuedDocument.Kind.LETTER,
        snapshot={"content": to_plain(content)},
        refs={},
        files={"pdf": b"%PDF-", "json": b"{}"},
        at=AT,
        template_version="1",
        enterprise=enterprise,
    )
    letter = Letter.objects.create(
        document=document,
        kind=LetterCode.ACCEPTANCE.value,
        reference=f"汉市监信函〔2026〕{ordinal}号",
        agency=agency,
        series="函",
        year=2026,
        ordinal=ordinal,
        about_kind="record",
        about_id=1,
        issued_by=by,
    )
    return {"letter": letter.pk, "letter_number": document.number}


def report_on(enterprise: Enterprise) -> IssuedDocument:
    """Make a report without printing it."""
    return store_document(
        number="20261120090000ABCDEFGH",
        kind=IssuedDocument.Kind.REPORT,
        snapshot={"issuer": "武汉市公共信用信息中心"},
        refs={},
        files={"json": b"{}"},
        at=AT,
        template_version="1",
        enterprise=enterprise,
    )


def things_of_lists(*, by: User, other: User) -> dict[str, str | int]:
    """Make a proposal, and a published edition of the same list with nobody on it."""
    black = CreditList.objects.get(slug="market-regulation")
    listing = Listing.objects.create(
        credit_list=black,
        color=black.color,
        enterprise=new_enterprise(code(organisation="MA4KCCC3")),
        criterion="M-01",
        reason="吊销许可证件",
        proposed_by=by,
        proposed_at=AT,
    )
    document = store_document(
        number="market-regulation-1",
        kind=IssuedDocument.Kind.EDITION,
        snapshot={},
        refs={},
        files={"csv": b""},
        at=AT,
        template_version="1",
    )
    edition = Edition.objects.create(
        credit_list=black,
        number=1,
        as_of=AT.date(),
        state=EditionState.PUBLISHED,
        drafted_by=by,
        drafted_at=AT,
        published_by=other,
        published_at=AT,
        document=document,
    )
    Manifest.objects.create(edition=edition, revision=1, content=b"{}", sha256="0" * 64, signature=b"", made_at=AT)
    return {
        "slug": black.slug,
        "unknown_slug": "unknown",
        "unknown_pk": 999_999,
        "external": "dishonest-debtors",
        "listing": listing.pk,
        "edition": edition.number or 0,
        "suffix": "csv",
        "digest": "0" * 64,
        "revision": 1,
        "manifest_suffix": "json",
        "notify": "notify",
    }


def code(*, organisation: str) -> str:
    """Make a valid code of a Wuhan enterprise."""
    return complete_uscc(department="9", category="1", region="420100", organisation=organisation)


def new_enterprise(uscc: str) -> Enterprise:
    """Make an enterprise that everybody may see."""
    return Enterprise.objects.create(uscc=uscc, name=uscc, folded_name=uscc, public_from=date(2020, 1, 1))


def officer(name: str, **roles: object) -> User:
    """Make a user with roles."""
    user = User.objects.create_user(name)
    Officer.objects.create(user=user, **roles)
    return user
