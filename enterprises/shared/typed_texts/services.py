"""Keeping texts as they were typed."""

from collections.abc import Iterable, Mapping
from datetime import date

from enterprises.shared.typed_texts.models import TypedText


def keep_typed(texts: Iterable[tuple[str | int, Mapping[str, str]]], *, subject: TypedText.Subject, on: date) -> None:
    """Keep texts as typed, given by the key of whose they are and by field; `on` is the day of the step."""
    TypedText.objects.bulk_create(
        TypedText(subject=subject, key=str(key), field=field, typed=typed, on=on)
        for key, fields in texts
        for field, typed in fields.items()
    )
