"""What the portal has of a new record before anybody has typed."""

from collections.abc import Mapping

from enterprises.agencies.models import Agency
from enterprises.catalogue.types import RecordColumn, RecordKind
from enterprises.register.models import Enterprise


def suggestions(kind: RecordKind, *, agency: Agency, enterprise: Enterprise) -> dict[str, object]:
    """Return what nearly every new record holds: the agency as its own source, the enterprise as registered."""
    columns = {RecordColumn.SOURCE_NAME: agency.name, RecordColumn.SOURCE_CODE: agency.code}
    endings = {
        "_XDR_LB": _category(enterprise),
        "_FRDB": enterprise.legal_representative,
        "_YC_ZCH": enterprise.register_number,
        "_YC_SLRQ": enterprise.established_on.isoformat() if enterprise.established_on else "",
    }
    filled: dict[str, object] = {field.code: columns[field.column] for field in kind.fields if field.column in columns}
    known = {(field.code, value) for field in kind.fields for end, value in endings.items() if field.code.endswith(end)}
    return filled | dict(known)


def _category(enterprise: Enterprise) -> str:
    """Return the category as records name it, "" where nobody has stated it."""
    stated = enterprise.category != Enterprise.Category.NOT_STATED
    return enterprise.get_category_display() if stated else ""


def is_blank(raw: Mapping[str, object], *, suggested: Mapping[str, object]) -> bool:
    """Return whether a form holds nothing but what was suggested."""
    return all(value in ("", None, [], ()) or value == suggested.get(code) for code, value in raw.items())
