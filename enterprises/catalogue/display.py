"""Values as their readers see them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from enterprises.catalogue.cells import Audience, LabelledValue
from enterprises.catalogue.types import Code, Day, Field, RecordKind, Visibility, WanYuan
from enterprises.shared.rules.amounts import format_wan_yuan
from enterprises.shared.rules.days import OPEN_END
from enterprises.shared.rules.masking import Masking, public_text
from enterprises.shared.rules.sentences import sentence

NO_END = sentence("长期")
# On authorisation means one by one, so no audience as a whole sees such fields; never means never.
_SEEN_BY = {
    Audience.PUBLIC: frozenset({Visibility.PUBLIC}),
    Audience.GOVERNMENT: frozenset({Visibility.PUBLIC, Visibility.GOVERNMENT}),
}


def cells_of(kind: RecordKind, values: Mapping[str, object], *, audience: Audience) -> tuple[LabelledValue, ...]:
    """Return all fields that the audience may see, in the catalogue's order; a missing value is ""."""
    return tuple(
        LabelledValue(code=field.code, label=field.label, value=shown_value(field, values.get(field.code)))
        for field in visible_fields(kind, audience)
    )


@cache
def visible_fields(kind: RecordKind, audience: Audience) -> tuple[Field, ...]:
    """Return the fields that the audience may see."""
    return tuple(field for field in kind.fields if field.visibility in _SEEN_BY[audience] and not field.transient)


def typed_value(value: object) -> str | list[str]:
    """Return a cleaned value as an officer would type it, a list where several may be chosen."""
    if isinstance(value, tuple):
        return [str(each) for each in value]
    return _written(value)


def shown_value(field: Field, value: object) -> str:
    """Return a cleaned value as anybody may read it who may see the field; a missing one is ""."""
    if value is None:
        return ""
    if value == OPEN_END:
        return NO_END
    text = "、".join(map(str, value)) if isinstance(value, tuple) else _written(value)
    return public_text(text, masking=field.masking, label=_label(field)) if is_typed(field) else text


def is_typed(field: Field) -> bool:
    """Return whether people type the value freely, so that anything may stand in it; unified codes are checked."""
    return not isinstance(field.type, Day | WanYuan) and not getattr(field.type, "unified", False)


def _label(field: Field) -> str:
    """Return what decides how a number is read: 注册号 before fifteen digits, for instance."""
    return field.label if isinstance(field.type, Code) and field.masking is Masking.NONE else ""


def _written(value: object) -> str:
    """Write days by ISO 8601 and amounts in 万元, as the labels state."""
    if isinstance(value, date):
        return value.isoformat()
    return format_wan_yuan(value) if isinstance(value, Decimal) else str(value)
