"""Who signs: the authority's PKCS#12 file, or a development certificate made on first use."""

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused

STILL_VALID = "信用档案和名单页面照常公示，此前出具的文件仍然有效，可照常下载和核验。"
DEVELOPMENT_MARK = "开发测试用 NOT FOR PRODUCTION"
# Fixed days: the certificate is made without a clock, and never runs out during development.
DEVELOPMENT_FROM = datetime(2020, 1, 1, tzinfo=UTC)
DEVELOPMENT_UNTIL = datetime(2049, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A private key (PKCS#8, DER) and the certificates (DER) from the signer's to the root's."""

    key: bytes
    certificates: tuple[bytes, ...]
    development: bool

    @property
    def root_pem(self) -> bytes:
        """Return the certificate that readers have to trust."""
        return x509.load_der_x509_certificate(self.certificates[-1]).public_bytes(Encoding.PEM)

    @property
    def valid_from(self) -> datetime:
        """Return the instant from which all certificates are valid."""
        return max(one.not_valid_before_utc for one in map(x509.load_der_x509_certificate, self.certificates))

    @property
    def valid_until(self) -> datetime:
        """Return the last instant at which all certificates are valid."""
        return min(one.not_valid_after_utc for one in map(x509.load_der_x509_certificate, self.certificates))


class CertificateNotValid(Refused):
    """The certificate has run out, or is not valid yet: what it would sign, nobody could trust."""


def require_valid_certificate(identity: Identity, *, at: datetime) -> None:
    """Refuse to sign with a certificate that is not valid at that instant.

    :raises CertificateNotValid: names the day on which it ended or begins.
    """
    until = day_of(identity.valid_until)
    if at > identity.valid_until:
        raise CertificateNotValid(
            "签章证书已于{day}到期，更换证书之前不能出具新的文件。{rest}", day=until, rest=STILL_VALID
        )
    if at < identity.valid_from:
        since = day_of(identity.valid_from)
        raise CertificateNotValid(
            "签章证书自{day}起才有效，在此之前不能出具新的文件。{rest}", day=since, rest=STILL_VALID
        )


def signing_identity() -> Identity:
    """Return the identity that settings name.

    :raises ImproperlyConfigured: the PKCS#12 file cannot be read or opened.
    """
    if settings.SIGNING_PKCS12:
        return _authority(Path(settings.SIGNING_PKCS12), settings.SIGNING_PASSPHRASE)
    return _development(Path(settings.DATA_DIR))


@cache
def _authority(path: Path, passphrase: str) -> Identity:
    try:
        key, own, others = pkcs12.load_key_and_certificates(path.read_bytes(), passphrase.encode() or None)
    except OSError as error:
        raise ImproperlyConfigured(f"SIGNING_PKCS12: {path} cannot be read ({error.strerror}).") from error
    except ValueError as error:
        raise ImproperlyConfigured(f"SIGNING_PKCS12: {path} does not open with SIGNING_PASSPHRASE.") from error
    if key is None or own is None:
        raise ImproperlyConfigured(f"SIGNING_PKCS12: {path} holds no private key with its certificate.")
    return Identity(
        key=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        certificates=tuple(part.public_bytes(Encoding.DER) for part in _chain(own, others)),
        development=False,
    )


def _chain(own: x509.Certificate, others: list[x509.Certificate]) -> list[x509.Certificate]:
    """Put the certificates in order, each issued by the next."""
    chain, left = [own], list(others)
    while issuer := next((one for one in left if one.subject == chain[-1].issuer), None):
        left.remove(issuer)
        chain.append(issuer)
    return chain


@cache
def _development(data_dir: Path) -> Identity:
    path = data_dir / "signing" / "development.pem"
    if not path.exists():
        _write_once(path, _development_pem())
    pem = path.read_bytes()
    key = load_pem_private_key(pem, password=None)
    return Identity(
        key=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        certificates=tuple(one.public_bytes(Encoding.DER) for one in x509.load_pem_x509_certificates(pem)),
        development=True,
    )


def _write_once(path: Path, content: bytes) -> None:
    """Create `path` for its owner only, whole or not at all; the first of several writers wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _development_pem() -> bytes:
    """Make a root, let it sign one signer's certificate, and forget the root's key."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, name = (
        _name("信用公示根证书（开发测试用 NOT FOR PRODUCTION）"),
        _name("信用公示签章（开发测试用 NOT FOR PRODUCTION）"),
    )
    root = (
        _certificate(subject=root_name, issuer=root_name, key=root_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(for_root=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    own = (
        _certificate(subject=name, issuer=root_name, key=key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(for_root=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + own.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM)


def _certificate(*, subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(DEVELOPMENT_FROM)
        .not_valid_after(DEVELOPMENT_UNTIL)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, DEVELOPMENT_MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _usage(*, for_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not for_root,
        content_commitment=not for_root,
        key_cert_sign=for_root,
        crl_sign=for_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
