"""The kinds of the catalogue, and the headers by which files name their columns."""

import re
from collections.abc import Collection
from functools import cache
from types import MappingProxyType

from enterprises.catalogue.kinds.abnormal_operation import ABNORMAL_OPERATION
from enterprises.catalogue.kinds.commitment import COMMITMENT
from enterprises.catalogue.kinds.evaluation import EVALUATION
from enterprises.catalogue.kinds.honour import HONOUR
from enterprises.catalogue.kinds.inspection import INSPECTION
from enterprises.catalogue.kinds.judgment import JUDGMENT
from enterprises.catalogue.kinds.licence import LICENCE
from enterprises.catalogue.kinds.penalty import PENALTY
from enterprises.catalogue.kinds.recall import RECALL
from enterprises.catalogue.kinds.standard_declaration import STANDARD_DECLARATION
from enterprises.catalogue.types import Field, Generation, RecordKind, Role
from enterprises.shared.rules.names import fold_name

# In the order of the chapters of the credit file.
KINDS: MappingProxyType[str, RecordKind] = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            LICENCE,
            PENALTY,
            INSPECTION,
            HONOUR,
            ABNORMAL_OPERATION,
            COMMITMENT,
            EVALUATION,
            JUDGMENT,
            RECALL,
            STANDARD_DECLARATION,
        )
    }
)

# Marks of required and optional columns in the headers of sheets.
_MARKS = re.compile(r"[*:]|\((?:必填|选填|必填项|选填项|可选|y|n)\)")


def kind_of(code: str) -> RecordKind:
    """Return the kind of that code.

    :raises KeyError: the catalogue has no such kind.
    """
    return KINDS[code]


def kinds_with(*roles: Role) -> tuple[str, ...]:
    """Return the codes of the kinds that have a field of any of these roles."""
    return tuple(kind.code for kind in KINDS.values() if any(kind.has_role(role) for role in roles))


def normalise_header(text: str) -> str:
    """Fold a header as names are folded, without stars and remarks like (必填)."""
    return _MARKS.sub("", fold_name(text))


@cache
def header_index(kind: RecordKind) -> MappingProxyType[str, str]:
    """Return the field code for each normalised code, label and alias of the kind."""
    return MappingProxyType(
        {normalise_header(header): field.code for field in kind.fields for header in headers_of(field)}
    )


@cache
def ignored_headers(kind: RecordKind) -> frozenset[str]:
    """Return the normalised headers of columns that are known and not wanted."""
    return frozenset(map(normalise_header, kind.ignored_headers))


def headers_of(field: Field) -> tuple[str, ...]:
    """Return all headers by which files name the field."""
    return (field.code, field.label, *field.aliases)


def generation_of(kind: RecordKind, codes: Collection[str]) -> Generation:
    """Return the generation of a file from the fields that its headers name.

    The first has none of the fields that later ones always require; the legal representative,
    whom both name, decides nothing.
    """
    later = {field.code for field in kind.fields if field.since is Generation.CURRENT and field.required}
    return Generation.FIRST if later and not later & set(codes) else Generation.CURRENT
