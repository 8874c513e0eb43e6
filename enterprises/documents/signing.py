"""Invisible PAdES signatures: the unsigned file stays an exact prefix of the signed one.

The signature library is loaded by the first signature: most processes neither sign nor verify.
"""

from datetime import datetime

from enterprises.documents.identity import Identity, require_valid_certificate
from enterprises.documents.signature_check import SignatureCheck

__all__ = ["SignatureCheck", "sign", "sign_detached", "verify"]


def sign(content: bytes, *, identity: Identity, at: datetime, reason: str) -> bytes:
    """Return `content` with an invisible signature appended, dated `at`.

    :raises CertificateNotValid: the certificate is not valid at that instant.
    """
    from enterprises.documents import pades  # noqa: PLC0415

    require_valid_certificate(identity, at=at)
    return pades.sign(content, identity=identity, at=at, reason=reason)


def sign_detached(content: bytes, *, identity: Identity, at: datetime) -> bytes:
    """Return a detached CMS signature over any bytes, DER, dated `at`, the certificates up to the root inside.

    The same arguments give the same bytes. `openssl cms -verify -binary -inform DER -purpose any` checks it.

    :raises CertificateNotValid: the certificate is not valid at that instant.
    """
    from enterprises.documents import pades  # noqa: PLC0415

    require_valid_certificate(identity, at=at)
    return pades.sign_detached(content, identity=identity, at=at)


def verify(content: bytes, *, identity: Identity, at: datetime) -> SignatureCheck:
    """Check the last signature of a PDF against the root of `identity` as of `at`."""
    from enterprises.documents import pades  # noqa: PLC0415

    return pades.verify(content, identity=identity, at=at)
