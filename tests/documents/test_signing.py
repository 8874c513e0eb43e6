"""Signatures: anybody can check them, and one changed byte breaks them."""

import re
import stat
import subprocess
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    load_der_private_key,
    pkcs12,
)
from cryptography.x509 import load_der_x509_certificate
from django.core.exceptions import ImproperlyConfigured

from enterprises.documents.identity import Identity, _development, signing_identity
from enterprises.documents.render import render
from enterprises.documents.signing import sign, verify
from tests.documents.files import INSTANT
from tests.documents.printed import page


@pytest.fixture(scope="module")
def unsigned() -> bytes:
    return render(page(), number="N-1", at=INSTANT)


@pytest.fixture(scope="module")
def signed(unsigned: bytes) -> bytes:
    return sign(unsigned, identity=signing_identity(), at=INSTANT, reason="试签")


def test_a_signed_file_is_valid(signed: bytes) -> None:
    check = verify(signed, identity=signing_identity(), at=INSTANT)
    assert check.valid
    assert check.problem == ""
    assert check.signed_at == INSTANT
    assert "NOT FOR PRODUCTION" in check.signer
    assert "开发测试用" in check.signer


def test_the_unsigned_file_is_a_prefix(unsigned: bytes, signed: bytes) -> None:
    assert signed.startswith(unsigned)
    assert len(signed) > len(unsigned)


def one_byte_changed(content: bytes) -> bytes:
    """Change the type of the first dictionary that has one, so that the file stays readable."""
    place = content.index(b"/Type /") + len(b"/Type /")
    return content[:place] + content[place : place + 1].swapcase() + content[place + 1 :]


def test_one_changed_byte_breaks_it(signed: bytes) -> None:
    check = verify(one_byte_changed(signed), identity=signing_identity(), at=INSTANT)
    assert not check.valid
    assert check.problem


def test_bytes_added_behind_break_it(signed: bytes) -> None:
    check = verify(signed + b"\n% more\n", identity=signing_identity(), at=INSTANT)
    assert not check.valid


def test_a_file_without_signature(unsigned: bytes) -> None:
    check = verify(unsigned, identity=signing_identity(), at=INSTANT)
    assert not check.valid
    assert check.problem == "文件没有电子签名。"


@pytest.mark.parametrize("content", [b"", b"garbage", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\nstartxref\n9\n%%EOF"])
def test_garbage_is_no_error(content: bytes) -> None:
    assert not verify(content, identity=signing_identity(), at=INSTANT).valid


def test_another_authority_is_not_trusted(signed: bytes, tmp_path: Path) -> None:
    check = verify(signed, identity=_development(tmp_path), at=INSTANT)
    assert check.intact
    assert not check.trusted
    assert not check.valid


def openssl(signed: bytes, *, root: bytes, folder: Path) -> int:
    """Check as a stranger would, with nothing of ours: the exit code of `openssl cms -verify`."""
    found = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", signed)
    _, until, start, length = map(int, found[-1])
    der = bytes.fromhex(signed[until + 1 : start - 1].decode().rstrip("0").ljust(start - until - 2, "0"))
    (folder / "sig.der").write_bytes(der)
    (folder / "signed.bin").write_bytes(signed[:until] + signed[start : start + length])
    (folder / "root.pem").write_bytes(root)
    command = "openssl cms -verify -binary -inform DER -in sig.der -content signed.bin -CAfile root.pem -out out.bin"
    return subprocess.run(
        [*command.split(), "-purpose", "any"], cwd=folder, capture_output=True, check=False
    ).returncode


def test_openssl_agrees(signed: bytes, tmp_path: Path) -> None:
    root = signing_identity().root_pem
    assert openssl(signed, root=root, folder=tmp_path) == 0
    assert openssl(one_byte_changed(signed), root=root, folder=tmp_path) != 0


def test_the_key_is_its_owners_alone(data_dir: Path) -> None:
    signing_identity()
    path = data_dir / "signing" / "development.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["development.pem"]


def root_of(folder: Path) -> bytes:
    return _development(folder).root_pem


def test_two_processes_that_start_at_once_share_one_certificate(tmp_path: Path) -> None:
    with ProcessPoolExecutor(max_workers=2) as pool:
        assert len(set(pool.map(root_of, [tmp_path] * 6))) == 1


def write_pkcs12(identity: Identity, path: Path, *, password: bytes) -> None:
    own, *others = (load_der_x509_certificate(one) for one in identity.certificates)
    key = load_der_private_key(identity.key, password=None)
    content = pkcs12.serialize_key_and_certificates(
        b"signer",
        key,  # type: ignore[arg-type]
        own,
        others,
        BestAvailableEncryption(password),
    )
    path.write_bytes(content)


def test_the_authority_signs_with_its_own_certificate(unsigned: bytes, settings: Any, tmp_path: Path) -> None:
    write_pkcs12(_development(tmp_path), tmp_path / "signer.p12", password=b"secret")
    settings.SIGNING_PKCS12 = str(tmp_path / "signer.p12")
    settings.SIGNING_PASSPHRASE = "secret"
    identity = signing_identity()
    assert not identity.development
    assert identity.root_pem == load_der_x509_certificate(_development(tmp_path).certificates[-1]).public_bytes(
        Encoding.PEM
    )
    assert verify(sign(unsigned, identity=identity, at=INSTANT, reason="x"), identity=identity, at=INSTANT).valid


def test_a_wrong_passphrase_is_one_sentence(settings: Any, tmp_path: Path) -> None:
    write_pkcs12(_development(tmp_path), tmp_path / "signer.p12", password=b"secret")
    settings.SIGNING_PKCS12 = str(tmp_path / "signer.p12")
    settings.SIGNING_PASSPHRASE = "wrong"
    with pytest.raises(ImproperlyConfigured, match="does not open with SIGNING_PASSPHRASE"):
        signing_identity()


def test_a_missing_file_is_one_sentence(settings: Any, tmp_path: Path) -> None:
    settings.SIGNING_PKCS12 = str(tmp_path / "none.p12")
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        signing_identity()
