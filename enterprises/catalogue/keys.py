"""Natural keys: what makes two rows the same record."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from enterprises.catalogue.types import RecordColumn, RecordKind
from enterprises.shared.rules.document_numbers import fold_document_number
from enterprises.shared.rules.names import fold_words

MAX_LENGTH = 300
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def natural_key(kind: RecordKind, values: Mapping[str, object], *, uscc: str, agency_code: str) -> str:
    """Return the key of a record among those of its kind, or "" while a key field is missing.

    Document numbers are folded: 〔2026〕6号, [2026] 第6号 and (2026)06号 give one key.
    """
    number = _number_of(kind)
    parts = [folded_number(values.get(code)) if code == number else _part(values.get(code)) for code in kind.key]
    if not all(parts):
        return ""
    key = "|".join([agency_code, uscc, *parts])
    if len(key) <= MAX_LENGTH:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{agency_code}|{uscc}|sha256:{digest}"


def key_of_agency(key: str, *, agency_code: str) -> str:
    """Return a key under another code of its agency."""
    return "|".join([agency_code, *key.split("|")[1:]])


@cache
def _number_of(kind: RecordKind) -> str:
    """Return the code of the document number, "" where the kind has none."""
    return next((field.code for field in kind.fields if field.column is RecordColumn.DOCUMENT_NUMBER), "")


def folded_number(value: object) -> str:
    """Return a document number without what only introduces it; one of signs alone stays as it is."""
    folded = fold_document_number(str(value or ""))
    return _LEADING_ZEROS.sub("", folded) or _part(value)


def _part(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    folded = fold_words(str(value or ""))
    return folded.translate(_BRACKETS)


_BRACKETS = str.maketrans({bracket: shape for group, shape in (("〔[【{", "("), ("〕]】}", ")")) for bracket in group})
