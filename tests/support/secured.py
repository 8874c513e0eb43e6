"""Certificates of our own, and an Elasticsearch with its security on."""

import base64
import hashlib
import json
import secrets
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from creditportal.development.servers.elasticsearch import ANSWER_S, Elasticsearch

USER = "portal"
# What an account needs by docs/operations/search.md.
ROLE = """portal:
  cluster: [monitor]
  indices: [{names: ["PREFIX-v*", "PREFIX-entries-v*"], privileges: [all]}]
"""
SETTINGS = {
    "xpack.security.enabled": "true",
    "xpack.security.autoconfiguration.enabled": "false",
    **{f"xpack.security.{layer}.ssl.enabled": "true" for layer in ("http", "transport")},
    **{f"xpack.security.{layer}.ssl.key": "node.key" for layer in ("http", "transport")},
    **{f"xpack.security.{layer}.ssl.certificate": "node.crt" for layer in ("http", "transport")},
    "xpack.security.transport.ssl.certificate_authorities": "node.crt",
}


def self_signed() -> tuple[str, str]:
    """Return certificate and key, in PEM, of a server on loopback that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "node")])
    now = datetime.now(UTC)  # noqa: TID251 - a certificate is valid now or never
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return (
        certificate.public_bytes(Encoding.PEM).decode(),
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
    )


def account_files(*, prefix: str, password: str, certificate: str, key: str) -> dict[str, str]:
    """Return the files of a node's configuration that hold the portal's account, and its certificate."""
    return {
        "node.crt": certificate,
        "node.key": key,
        "users": f"{USER}:{_hashed(password)}\n",
        "users_roles": f"portal:{USER}\n",
        "roles.yml": ROLE.replace("PREFIX", prefix),
    }


def _hashed(password: str) -> str:
    salt, rounds = secrets.token_bytes(32), 1000
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, rounds, 32)
    encoded = "$".join(base64.b64encode(part).decode() for part in (salt, digest))
    return f"{{PBKDF2}}{rounds}${encoded}"


class SecuredNode(Elasticsearch):
    """A node that is asked over TLS, by the account of its files."""

    scheme = "https"
    password = secrets.token_urlsafe(16)

    def answer(self, path: str) -> Any:
        """Return what it answers to a GET."""
        context = ssl.create_default_context(cafile=str(Path(self.folder) / "config/node.crt"))
        account = base64.b64encode(f"{USER}:{self.password}".encode()).decode()
        request = Request(f"{self.url}{path}", headers={"Authorization": f"Basic {account}"})
        with urlopen(request, timeout=ANSWER_S, context=context) as answer:
            return json.load(answer)
