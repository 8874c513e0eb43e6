"""One decision under two codes of one enterprise is one record (docs/decisions/0044)."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import QuerySet

from enterprises.catalogue.keys import natural_key
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import RecordKind
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.register.selectors import codes_beside, other_codes_of
from enterprises.shared.rules.sentences import sentence

# What no longer stands: given up, or replaced by a version under the same code.
_GONE = (State.DISCARDED, State.SUPERSEDED)


def twins_of(record: Record) -> QuerySet[Record]:
    """Return what stands of the same decision under another code of the enterprise; a version has none."""
    if record.supersedes_id is not None:
        return Record.objects.none()
    uscc = record.enterprise.uscc
    keys = _keys_under(record, codes=other_codes_of([uscc]).get(uscc, ()))
    return records_of_keys(record.kind, keys) if keys else Record.objects.none()


def published_twins_of(records: Iterable[Record]) -> dict[str, int]:
    """Return the ids of published records of the same decisions under other codes, by the keys of these records."""
    firsts = [record for record in records if record.supersedes_id is None]
    heads = {each.uscc: each.now_under_id or each.pk for each in (record.enterprise for record in firsts)}
    others = codes_beside(heads) if heads else {}
    keys = {
        key: record.natural_key
        for record in firsts
        for key in _keys_under(record, codes=others.get(record.enterprise.uscc, ()))
    }
    if not keys:
        return {}
    kinds = {record.kind for record in firsts}
    found = Record.objects.filter(kind__in=kinds, natural_key__in=keys, state=State.PUBLISHED).order_by()
    return {keys[key]: pk for key, pk in found.values_list("natural_key", "pk")}


def twin_sentence(twin: Record) -> str:
    """Name the record that stands under the other code."""
    return sentence(
        "同一决定已记在同一企业的另一代码{code}下（记录{record}），请在那一条上办理，不再重复录入。",
        code=twin.enterprise.uscc,
        record=twin.pk,
    )


def other_keys(
    kind: RecordKind, values: Mapping[str, object], *, codes: Iterable[str], agency_code: str
) -> tuple[str, ...]:
    """Return the natural keys that a record would have under other codes."""
    keys = (natural_key(kind, values, uscc=code, agency_code=agency_code) for code in codes)
    return tuple(key for key in keys if key)


def _keys_under(record: Record, *, codes: Collection[str]) -> tuple[str, ...]:
    """Return the keys of a record under other codes; its values are read only where there are any."""
    if not codes:
        return ()
    return other_keys(kind_of(record.kind), record.field_values(), codes=codes, agency_code=record.agency.code)


def records_of_keys(kind: str, keys: Iterable[str]) -> QuerySet[Record]:
    """Return the records of these keys that are at work, public, kept or withdrawn."""
    records = Record.objects.filter(kind=kind, natural_key__in=list(keys)).exclude(state__in=_GONE)
    return records.select_related("enterprise").order_by("pk")
