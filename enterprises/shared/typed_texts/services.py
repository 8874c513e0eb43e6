"""Keeping texts as they were typed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db.models import CharField, Model, TextField

from enterprises.shared.rules.characters import UnifiedText, as_typed, unified_text
from enterprises.shared.typed_texts.models import TypedText

ModelT = TypeVar("ModelT", bound=Model)


def keep_typed(texts: Iterable[tuple[str | int, Mapping[str, str]]], *, subject: str, on: date) -> None:
    """Keep texts as typed, given by the key of whose they are and by field; `on` is the day of the step."""
    TypedText.objects.bulk_create(
        TypedText(subject=subject, key=str(key), field=field, typed=typed, on=on)
        for key, fields in texts
        for field, typed in fields.items()
    )


def save_unified(row: Model, *, on: date, update_fields: Iterable[str] | None = None) -> None:
    """Save a row with unified characters in all its texts, and keep how they were typed; `on` is the day of the step.

    Only texts among `update_fields` are looked at, all without them.
    """
    names = _texts_of(row)
    if update_fields is not None:
        update_fields = set(update_fields)
        names = [name for name in names if name in update_fields]
    texts = _unify(row, fields=names)
    row.save(update_fields=update_fields)
    keep_typed_of(row, texts, on=on)


def create_unified(rows: Sequence[ModelT], *, on: date, batch_size: int | None = None) -> list[ModelT]:
    """Store rows of one model with unified characters in their texts, and keep how they were typed."""
    given = [_unify(row, fields=_texts_of(row)) for row in rows]
    stored = type(rows[0])._default_manager.bulk_create(rows, batch_size=batch_size) if rows else []
    typed = [(row.pk, as_typed(texts)) for row, texts in zip(stored, given, strict=True)]
    if any(texts for _, texts in typed):
        keep_typed(typed, subject=subject_of(stored[0]), on=on)
    return stored


def unified_columns(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns with unified characters in their texts, which carry the typed form."""
    return {name: unified_text(value) if isinstance(value, str) else value for name, value in columns.items()}


def keep_typed_of(row: Model, texts: Mapping[str, object], *, on: date) -> None:
    """Keep how the texts of a stored row, by field, were typed, of those that carry it."""
    if typed := as_typed(texts):
        keep_typed([(row.pk, typed)], subject=subject_of(row), on=on)


def subject_of(row: Model | type[Model]) -> str:
    """Return what the texts of a row are kept under: the name of its model."""
    return str(row._meta.model_name).upper()


def _texts_of(row: Model) -> list[str]:
    return [field.attname for field in row._meta.concrete_fields if isinstance(field, CharField | TextField)]


def _unify(row: Model, *, fields: Iterable[str]) -> dict[str, Any]:
    """Unify texts of an unsaved row; return them, as texts that carry the typed form."""
    texts = unified_columns({name: getattr(row, name) for name in fields})
    for name, text in texts.items():
        if isinstance(text, UnifiedText):
            setattr(row, name, str(text))
    return texts


def forget_typed(row: Model) -> None:
    """Delete what was typed of a row."""
    TypedText.objects.filter(subject=subject_of(row), key=str(row.pk)).delete()
