"""Errata of published editions: proposed by one person, issued by another; the worker puts them into the files."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from enterprises.agencies.permissions import require_credit_office
from enterprises.documents.models import IssuedDocument
from enterprises.documents.services import store_document
from enterprises.documents.snapshot import canonical
from enterprises.records.services.personal_data import suspicions_of_texts
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.second_person import require_second_person
from lists.editions.errata import LONGEST_TEXT, Erratum
from lists.editions.files.content import TEMPLATE_VERSION
from lists.editions.models import Edition, Entry
from lists.editions.rules import EditionState


class ErratumRefused(Refused):
    """The erratum cannot be proposed or issued like this."""


@transaction.atomic
def propose_erratum(*, edition: Edition, position: int | None, text: str, by: User, at: datetime) -> Erratum:
    """Propose a correction of a published edition; an earlier proposal for the edition is replaced.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ErratumRefused: no text, one too long, no such entry, or the text names somebody or looks personal.
    """
    require_credit_office(by)
    edition = _locked(edition)
    text = text.strip()
    _check_text(edition, position=position, text=text)
    Erratum.objects.filter(edition=edition, number__isnull=True).delete()
    return Erratum.objects.create(edition=edition, position=position, text=text, proposed_by=by, proposed_at=at)


@transaction.atomic
def issue_erratum(*, erratum: Erratum, by: User, at: datetime) -> Erratum:
    """Issue a proposal as the second person: it gets its number, its document, and stands on the edition's page.

    :raises NotPermitted: `by` is not of the credit office.
    :raises FourEyes: `by` proposed it.
    :raises ErratumRefused: it was issued, replaced or dropped meanwhile.
    """
    require_credit_office(by)
    edition = _locked(erratum.edition)
    found = _waiting(erratum)
    require_second_person(by, first_id=found.proposed_by_id, sentence="勘误须由提出人以外的另一人发布。")
    last: int | None = Erratum.objects.filter(edition=edition).aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    found.document = _document_of(found, edition=edition, number=number, at=at)
    found.number, found.issued_by, found.issued_at = number, by, at
    found.save(update_fields=["number", "issued_by", "issued_at", "document"])
    return found


@transaction.atomic
def drop_erratum(*, erratum: Erratum, by: User) -> None:
    """Drop a proposal that nobody issued.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ErratumRefused: it was issued, replaced or dropped meanwhile.
    """
    require_credit_office(by)
    _locked(erratum.edition)
    _waiting(erratum).delete()


def erratum_number(*, document_number: str, number: int) -> str:
    """Return the public number of an erratum's document."""
    return f"{document_number}-e{number}"


def _document_of(erratum: Erratum, *, edition: Edition, number: int, at: datetime) -> IssuedDocument:
    """Store the erratum as a document that corrects the edition's, and ends with the entry that it is about."""
    corrected = edition.document
    if corrected is None:
        raise ValueError("a draft has no errata")
    document_number = erratum_number(document_number=corrected.number, number=number)
    plain = {
        "document_number": document_number,
        "corrects": corrected.number,
        "number": number,
        "position": erratum.position,
        "text": erratum.text,
    }
    entries = Entry.objects.filter(edition=edition, position=erratum.position or 0)
    return store_document(
        number=document_number,
        kind=IssuedDocument.Kind.EDITION,
        snapshot=plain,
        refs={"listing": list(entries.values_list("listing_id", flat=True))},
        files={"json": canonical(plain)},
        at=at,
        template_version=TEMPLATE_VERSION,
        corrects=corrected,
    )


def _locked(edition: Edition) -> Edition:
    rows = Edition.objects.select_for_update(of=["self"]).select_related("document", "credit_list")
    return rows.get(pk=edition.pk)


def _waiting(erratum: Erratum) -> Erratum:
    found = Erratum.objects.filter(pk=erratum.pk, number__isnull=True).first()
    if found is None:
        raise ErratumRefused("这条勘误已发布、已撤回或已被替换，请刷新页面。")
    return found


def _check_text(edition: Edition, *, position: int | None, text: str) -> None:
    """An erratum about no entry names nobody: it would outlive the entry that it names."""
    if edition.state != EditionState.PUBLISHED:
        raise ErratumRefused("只能对已发布的期次提出勘误。")
    if not text or len(text) > LONGEST_TEXT:
        raise ErratumRefused("请写明勘误内容，最多{most}字。", most=LONGEST_TEXT)
    if found := suspicions_of_texts(勘误内容=text):
        raise ErratumRefused("勘误内容疑似含有{what}，请改写。", what=found[0].what)
    entries = Entry.objects.filter(edition=edition)
    if position is not None and not entries.filter(position=position).exists():
        raise ErratumRefused("本期没有第{position}条。", position=position)
    others = entries.exclude(position=position) if position is not None else entries
    named = others.values_list("position", "name", "uscc").order_by("position")
    for other, name, uscc in named.iterator():
        if name in text or uscc in text.upper():
            raise ErratumRefused("勘误内容写有第{other}条的名称或代码，请只写序号，或者对那一条提出勘误。", other=other)
