"""What in the public fields of a record looks like personal data (docs/rules/personal-data.md)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from enterprises.catalogue.storage import RELATION_COLUMNS
from enterprises.catalogue.types import Choice, Code, Day, Field, RecordKind, Visibility, WanYuan
from enterprises.shared.rules.masking import Suspicion, is_ordinary, suspicions_of

_TEXTS_KEPT = 4_096  # laws, agencies and kinds of penalty come again in thousands of rows


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSuspicion:
    """A suspicion and the field that it is about; `excerpt` holds no number."""

    code: str
    label: str
    what: str
    excerpt: str

    def __str__(self) -> str:
        return f"{self.label}“{self.excerpt}”（{self.what}）"


def suspicions_in(kind: RecordKind, value_of: Callable[[Field], object]) -> tuple[FieldSuspicion, ...]:
    """Return what looks personal in the fields that anybody may read, in the catalogue's order."""
    return tuple(_found(kind, value_of))


def _found(kind: RecordKind, value_of: Callable[[Field], object]) -> Iterator[FieldSuspicion]:
    for field in public_fields(kind):
        value = value_of(field)
        if not value:
            continue
        text = (
            value if isinstance(value, str) else "、".join(map(str, value)) if isinstance(value, list | tuple) else ""
        )
        if is_ordinary(text):
            continue
        for one in _suspicions(text, field.label if isinstance(field.type, Code) else ""):
            yield FieldSuspicion(code=field.code, label=field.label, what=one.label, excerpt=one.excerpt)


@lru_cache(_TEXTS_KEPT)
def _suspicions(text: str, label: str) -> tuple[Suspicion, ...]:
    return suspicions_of(text, label=label)


@cache
def public_fields(kind: RecordKind) -> tuple[Field, ...]:
    """Return the public fields that people type freely: no day, amount, checked code or fixed choice."""
    return tuple(
        field
        for field in kind.fields
        if field.visibility is Visibility.PUBLIC
        and not field.transient
        and field.column not in RELATION_COLUMNS
        and not isinstance(field.type, Day | WanYuan)
        and not (isinstance(field.type, Choice) and field.type.open_prefix is None)
        and not getattr(field.type, "unified", False)
    )
