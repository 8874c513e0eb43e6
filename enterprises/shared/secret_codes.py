"""Secret codes that let people without an account in: shown once or made anew, kept as a digest."""

import hmac
import secrets
from hashlib import sha256

from django.conf import settings

from enterprises.shared.rules.width import half_width

# Without characters that are taken for one another; sixteen of them are 79 bits, so a plain digest withstands trying.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GROUPS, GROUP = 4, 4


def new_code() -> str:
    """Return a new code in four groups of four characters."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP)))


def derived_code(purpose: str) -> str:
    """Return the code of a purpose: the same as long as our key is, so nobody has to keep it."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), purpose.encode(), "sha256")
    return _grouped("".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[: GROUPS * GROUP]))


def digest_of(code: str, *, number: str) -> str:
    """Return the digest of a code as typed: case, width, spaces and hyphens do not matter."""
    plain = "".join(one for one in half_width(code).upper() if one.isalnum())
    return sha256(f"{number}:{plain}".encode()).hexdigest()


def _grouped(characters: str) -> str:
    return "-".join(characters[start : start + GROUP] for start in range(0, GROUPS * GROUP, GROUP))
