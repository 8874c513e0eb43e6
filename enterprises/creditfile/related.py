"""Rows that belong together: a penalty and the failed spot checks that end with it (docs/rules/penalty-links.md)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q
from django.urls import reverse

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.display import shown_value
from enterprises.catalogue.registry import kind_of
from enterprises.creditfile.types import RelatedRow
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record
from enterprises.shared.rules.masking import public_text


def related_among(records: Sequence[Record]) -> Mapping[int, tuple[RelatedRow, ...]]:
    """Return what belongs to each of these records among them, by its id; no query."""
    by_id = {each.pk: each for each in records}
    found: dict[int, list[RelatedRow]] = {}
    for check in records:
        penalty = by_id.get(check.penalty_id or 0)
        if penalty is not None:
            found.setdefault(check.pk, []).append(_related(penalty))
            found.setdefault(penalty.pk, []).append(_related(check))
    return {pk: tuple(rows) for pk, rows in found.items()}


def related_of(records: Iterable[Record], *, on: date) -> Mapping[int, tuple[RelatedRow, ...]]:
    """Return what belongs to each record and is public that day, by its id; one query, if anything can be."""
    own = list(records)
    penalties = [each.penalty_id for each in own if each.penalty_id]
    behind = [each.pk for each in own if each.kind == KindCode.PENALTY]
    if not (penalties or behind):
        return {}
    rows = Record.objects.public(on=on).filter(Q(pk__in=penalties) | Q(penalty__in=behind))
    others = rows.exclude(pk__in=[each.pk for each in own]).select_related("enterprise", "agency").order_by("pk")
    return related_among([*own, *others])


def _related(record: Record) -> RelatedRow:
    kind = kind_of(record.kind)
    file = reverse("enterprises:file", args=[record.enterprise.uscc])
    ref = Ref(kind=RefKind.RECORD, id=record.pk)
    return RelatedRow(
        ref=ref,
        kind=kind.code,
        kind_label=kind.label,
        title=shown_value(kind.field(kind.title), record.details.get(kind.title)),
        document_number=public_text(record.document_number),
        address=f"{file}#{ref.kind}-{ref.id}",
    )
