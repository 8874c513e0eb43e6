"""Every write of letters: issue, replace, withdraw, record service."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from enterprises.agencies.models import Agency
from enterprises.documents.identity import require_valid_certificate, signing_identity
from enterprises.documents.letters.access import require_reader, require_writer
from enterprises.documents.letters.content import Addressee, LetterContent
from enterprises.documents.letters.kinds import KINDS, LetterCode, LetterKind, missing_of
from enterprises.documents.letters.models import SERVICE_METHODS, Letter, LetterHead, LetterService
from enterprises.documents.letters.printing import TEMPLATE_VERSION, letter_pdf, letter_snapshot
from enterprises.documents.letters.signals import letter_served
from enterprises.documents.models import IssuedDocument
from enterprises.documents.numbers import report_number
from enterprises.documents.recalls import LONGEST_REASON, recall
from enterprises.documents.refs import Ref
from enterprises.documents.services import store_document
from enterprises.documents.signing import sign
from enterprises.documents.snapshot import canonical
from enterprises.register.models import Enterprise
from enterprises.shared.attachments.store import attach
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.sentences import sentence, together


class LetterIncomplete(Refused):
    """The content lacks what its kind needs."""


class LetterNotInForce(Refused):
    """The letter was withdrawn or replaced before."""


class ServiceInvalid(Refused):
    """The day of service is impossible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterNumber:
    """The place of a letter among those of its agency, series and year, and the official number made of it."""

    year: int
    ordinal: int
    reference: str


@transaction.atomic
def issue_letter(
    *,
    kind: LetterCode,
    content: LetterContent,
    agency: Agency,
    about: Ref,
    actor: User | None,
    at: datetime,
    replaces: Letter | None = None,
) -> Letter:
    """Issue a numbered, signed letter; `actor` is None where a step takes itself.

    The number is the next of the agency's series in that Shanghai year. The agency is locked until the transaction
    ends, so a number whose letter is not stored goes to the next one. `replaces` is a letter that this one corrects.

    :raises NotPermitted: `actor` is an officer of another agency.
    :raises LetterIncomplete: the content lacks something.
    :raises LetterNotInForce: `replaces` was withdrawn or replaced.
    :raises CertificateNotValid: nothing can be signed.
    :raises enterprises.documents.render.RenderingFailed: it cannot be laid out.
    """
    if actor is not None:
        require_writer(actor, agency=agency)
    declared = KINDS[kind]
    require_complete(declared, content)
    require_valid_certificate(signing_identity(), at=at)
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    if replaces is not None:
        replaces = _in_force(replaces, agency=agency)
    number = _next_number(agency, kind=declared, year=day_of(at).year)
    snapshot = letter_snapshot(
        kind=declared,
        content=content,
        agency=agency,
        head=head_of(agency),
        reference=number.reference,
        number=report_number(at=at),
        at=at,
        replaces=replaces.reference if replaces else "",
    )
    return Letter.objects.create(
        document=_sign_and_store(snapshot, kind=declared, addressee=content.addressee, replaces=replaces, at=at),
        kind=kind.value,
        reference=number.reference,
        agency=agency,
        series=declared.series.value,
        year=number.year,
        ordinal=number.ordinal,
        about_kind=about.kind.value,
        about_id=about.id,
        issued_by=actor,
    )


def _next_number(agency: Agency, *, kind: LetterKind, year: int) -> LetterNumber:
    """Return the next number of the agency's series, e.g. 汉市监信函〔2026〕12号; the agency is locked.

    Without 机关代字 it begins with the agency's name.
    """
    numbered = Letter.objects.filter(agency=agency, series=kind.series.value, year=year)
    ordinal = (numbered.aggregate(last=Max("ordinal"))["last"] or 0) + 1
    head = LetterHead.objects.filter(agency=agency).first()
    prefix = head.prefix if head else agency.public_name
    return LetterNumber(year=year, ordinal=ordinal, reference=f"{prefix}信{kind.series.value}〔{year}〕{ordinal}号")


def _sign_and_store(
    snapshot: dict[str, Any], *, kind: LetterKind, addressee: Addressee, replaces: Letter | None, at: datetime
) -> IssuedDocument:
    """Store the signed document of a letter; an addressee who is no registered enterprise has none."""
    pdf = sign(letter_pdf(snapshot), identity=signing_identity(), at=at, reason=f"出具{kind.title}")
    return store_document(
        number=str(snapshot["number"]),
        kind=IssuedDocument.Kind.LETTER,
        snapshot=snapshot,
        refs={},
        files={"pdf": pdf, "json": canonical(snapshot)},
        at=at,
        template_version=TEMPLATE_VERSION,
        enterprise=Enterprise.objects.filter(uscc=addressee.uscc).first(),
        corrects=replaces.document if replaces else None,
    )


def preview_letter(*, kind: LetterCode, content: LetterContent, agency: Agency, at: datetime) -> bytes:
    """Return the PDF of a letter without number and signature, marked as a preview; nothing is stored.

    What the content lacks is left out.
    """
    snapshot = letter_snapshot(
        kind=KINDS[kind], content=content, agency=agency, head=head_of(agency), reference="", number="", at=at
    )
    return letter_pdf(snapshot)


@transaction.atomic
def withdraw_letter(*, letter: Letter, reason: str, by: User, at: datetime) -> Letter:
    """Withdraw a letter: from now on its verification answers "withdrawn", its number is not given again.

    :raises NotPermitted: it is another agency's.
    :raises LetterNotInForce: it was withdrawn or replaced before.
    :raises ReasonInvalid: no reason, or one too long to be kept.
    """
    require_reader(by, letter=letter)
    letter = _in_force(letter, agency=letter.agency)
    recall(letter.document, reason=reason, by=by, at=at)
    return letter


def withdraw_if_in_force(*, letter: Letter, reason: str, by: User, at: datetime) -> bool:
    """Withdraw the letter of a step that was undone; whoever undoes it has checked the right. Return whether it was.

    Call inside the transaction of that step.
    """
    document = IssuedDocument.objects.select_for_update().get(pk=letter.document_id)
    if document.recalled_at is not None or document.state != IssuedDocument.State.ISSUED:
        return False
    recall(document, reason=reason[:LONGEST_REASON], by=by, at=at)
    return True


@transaction.atomic
def record_service(
    *,
    letter: Letter,
    method: str,
    served_on: date,
    by: User,
    at: datetime,
    note: str = "",
    proof: Path | None = None,
) -> LetterService:
    """Record that a letter was served, with the scanned proof; earlier services stay.

    :raises NotPermitted: it is another agency's letter.
    :raises LetterNotInForce: it was withdrawn or replaced.
    :raises ServiceInvalid: an unknown way of service, served in the future or before the letter's day.
    :raises AttachmentRefused: the proof may not be attached.
    :raises Refused: the room of what the letter is about cannot take the step that begins with service.
    """
    require_reader(by, letter=letter)
    letter = _in_force(letter, agency=letter.agency)
    if method not in dict(SERVICE_METHODS):
        raise ServiceInvalid("请选择送达方式。")
    if not letter.document.issued_on <= served_on <= day_of(at):
        raise ServiceInvalid("送达日期应在出具日期{day}与今天之间。", day=letter.document.issued_on)
    service = LetterService.objects.create(
        letter=letter,
        method=method,
        served_on=served_on,
        note=public_text(note.strip()),
        proof=attach(proof, by=by, at=at) if proof else None,
        recorded_by=by,
        recorded_at=at,
    )
    letter_served.send(sender=Letter, service=service)
    return service


def require_complete(kind: LetterKind, content: LetterContent) -> None:
    """Check that a letter holds what its kind needs.

    :raises LetterIncomplete: something is missing; the sentence names it.
    """
    if lack := lack_of(kind, content):
        raise LetterIncomplete(lack)


def lack_of(kind: LetterKind, content: LetterContent) -> str:
    """Return the sentence that names what a letter lacks of what its kind needs, "" if it lacks nothing."""
    given = {name: getattr(content, name) for name in (*kind.needs, "reasons", "remedies")}
    missing = missing_of(kind, given=given, is_refusal=content.is_refusal)
    named = together(missing, between="、")
    return sentence("{letter}缺少：{missing}。", letter=kind.title, missing=named) if missing else ""


def head_of(agency: Agency) -> str:
    """Return the head line of an agency's letters."""
    head = LetterHead.objects.filter(agency=agency).first()
    return (head.title if head else "") or agency.public_name


def _in_force(letter: Letter, *, agency: Agency) -> Letter:
    """Read a letter again, locked with its document.

    :raises LetterNotInForce: it was withdrawn, replaced, or is of another agency.
    """
    document = IssuedDocument.objects.select_for_update().get(pk=letter.document_id)
    if document.recalled_at is not None or document.state != IssuedDocument.State.ISSUED:
        raise LetterNotInForce("这份函件已经撤回或者被替代。")
    if letter.agency_id != agency.pk:
        raise LetterNotInForce("只能替代本机关的函件。")
    return Letter.objects.select_related("document", "agency").get(pk=letter.pk)
