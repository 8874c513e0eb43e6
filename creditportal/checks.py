"""Checks at start of what the machine must bring."""

import ctypes
import shutil
from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage

from enterprises.documents.fonts import missing_families

PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")
SUBSETTER = "libharfbuzz-subset.so.0"


def is_loadable(library: str) -> bool:
    """Return whether the loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def pdf_libraries(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """Look for the libraries with which reports are printed."""
    if not all(map(is_loadable, PANGO)):
        hint = "apt-get install libpango-1.0-0 libpangoft2-1.0-0"
        return [checks.Error("Pango is missing: no PDF can be made.", hint=hint, id="creditportal.E001")]
    if not is_loadable(SUBSETTER):
        text = "libharfbuzz-subset is missing: every PDF takes thirty times as long and six times the memory."
        return [checks.Warning(text, hint="apt-get install libharfbuzz-subset0", id="creditportal.W001")]
    return []


def document_fonts(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """Look for the fonts with which reports are printed."""
    if shutil.which("fc-match") is None:
        return [
            checks.Error(
                "fontconfig is missing: no PDF can be made.", hint="apt-get install fontconfig", id="creditportal.E002"
            )
        ]
    missing = ", ".join(missing_families())
    if not missing:
        return []
    text = f"Fonts are missing: {missing}. No PDF can be made."
    return [checks.Error(text, hint="apt-get install fonts-noto-cjk", id="creditportal.E003")]
