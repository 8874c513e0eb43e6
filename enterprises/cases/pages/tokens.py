"""The token of a form: it lets one form be handed in once, and not after a day."""

import secrets
from datetime import timedelta

from django.core import signing

_SALT = "cases.form"
VALID_FOR = timedelta(hours=24)


def new_form_token() -> str:
    """Return a token for a form that is shown now."""
    return signing.dumps(secrets.token_hex(12), salt=_SALT)


def token_id(token: str) -> str:
    """Return what identifies a form, empty for a token that is not ours or too old."""
    try:
        found = signing.loads(token, salt=_SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return ""
    return found if isinstance(found, str) else ""
