"""Objects that other apps provide to the credit file (setting CREDIT_FILE_SECTIONS); each room sees what it needs."""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@cache
def credit_file_providers() -> tuple[Any, ...]:
    """Return them in the order of the setting."""
    return tuple(import_string(path) for path in settings.CREDIT_FILE_SECTIONS)
