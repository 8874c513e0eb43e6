"""What the verification of an edition's document adds: the edition that superseded it, and its errata."""

from django.urls import reverse

from enterprises.documents.refs import DocumentNote
from lists.editions.errata import Erratum
from lists.editions.models import Edition
from lists.editions.queries import superseded_by


def edition_notes(*, document_id: int) -> list[DocumentNote]:
    """Return the notes on a document; none where it is neither a published edition nor an erratum of one."""
    published = Edition.objects.published().select_related("credit_list")
    edition = published.filter(document=document_id).first()
    if edition is not None:
        return [*_later(edition), *_errata(edition)]
    erratum = Erratum.objects.filter(document=document_id, edition__in=Edition.objects.published()).first()
    if erratum is None:
        return []
    corrected = published.get(pk=erratum.edition_id)
    name = f"{corrected.credit_list.name} 第{corrected.number}期"
    return [DocumentNote(label="勘误对象", text=name, address=_address(corrected, corrected.number))]


def _later(edition: Edition) -> list[DocumentNote]:
    newest = superseded_by(edition)
    if newest is None:
        return []
    return [DocumentNote(label="后续期次", text=f"已被第{newest}期取代", address=_address(edition, newest))]


def _errata(edition: Edition) -> list[DocumentNote]:
    count = Erratum.objects.filter(edition=edition, number__isnull=False).count()
    if not count:
        return []
    address = f"{_address(edition, edition.number)}#errata"
    return [DocumentNote(label="勘误", text=f"本期有{count}条勘误", address=address)]


def _address(edition: Edition, number: int | None) -> str:
    return reverse("lists:edition", kwargs={"slug": edition.credit_list.slug, "number": number})
