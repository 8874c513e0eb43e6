"""The kinds of case: every module beside this one that declares `KIND`."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from enterprises.cases import kinds as package
from enterprises.cases.kinds.types import CaseKind


@cache
def case_kinds() -> Mapping[str, CaseKind]:
    """Return the kinds by code, in the order of their codes.

    :raises ValueError: two kinds have one code or one prefix.
    """
    names = [f"{package.__name__}.{each.name}" for each in iter_modules(package.__path__)]
    modules = [import_module(name) for name in names if name != __name__]
    found = sorted((m.KIND for m in modules if isinstance(getattr(m, "KIND", None), CaseKind)), key=lambda k: k.code)
    if len({kind.code for kind in found}) < len(found) or len({kind.prefix for kind in found}) < len(found):
        raise ValueError("two kinds of case share a code or a prefix")
    return MappingProxyType({kind.code: kind for kind in found})


def case_kind(code: str) -> CaseKind:
    """Return the kind of that code.

    :raises KeyError: there is none.
    """
    return case_kinds()[code]
