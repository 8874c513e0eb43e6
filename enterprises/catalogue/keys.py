"""Natural keys: what makes two rows the same record."""

import hashlib
from collections.abc import Mapping
from datetime import date

from enterprises.catalogue.types import RecordKind
from enterprises.shared.rules.names import fold_name

MAX_LENGTH = 300


def natural_key(kind: RecordKind, values: Mapping[str, object], *, uscc: str, agency_code: str) -> str:
    """Return the key of a record among those of its kind, or "" while a key field is missing.

    Numbers are folded, so that 〔2026〕, [2026] and (2026) give one key.
    """
    parts = [_part(values.get(code)) for code in kind.key]
    if not all(parts):
        return ""
    key = "|".join([agency_code, uscc, *parts])
    if len(key) <= MAX_LENGTH:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{agency_code}|{uscc}|sha256:{digest}"


def _part(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    folded = fold_name(str(value or ""))
    return folded.translate(_BRACKETS)


_BRACKETS = str.maketrans({bracket: shape for group, shape in (("〔[【{", "("), ("〕]】}", ")")) for bracket in group})
