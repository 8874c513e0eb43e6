"""The bundle of an edition: verified offline by the script inside it, whatever was taken off since."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import jsonschema
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from enterprises.documents import identity as identities
from enterprises.documents.identity import Identity, signing_identity
from enterprises.documents.models import IssuedDigest, IssuedFile
from enterprises.documents.signing import sign_detached
from enterprises.shared.clock import SHANGHAI
from lists.editions.files.bundle import SCHEMA, own_file
from lists.editions.files.make import content_of_snapshot, json_of
from lists.editions.files.sealing import sealed_files
from lists.editions.files.tables import xlsx_of
from lists.editions.files.verify import LISTED, NO_ANSWER, NOT_LISTED, NOT_VERIFIED, NotVerified, root_behind
from lists.editions.models import Edition, Manifest
from lists.editions.services.rebuilding import rebuild_stale_files, seal_unsealed_editions
from lists.editions.services.sealing import chain_of
from tests.lists.files import content, entry, run, stored, unpacked
from tests.lists.make import TODAY, annulled, decided, new_enterprise, noon, published, the_list

LATER = noon(TODAY) + timedelta(hours=2)


def two_editions() -> tuple[Edition, Edition]:
    decided()
    first = published(as_of=TODAY - timedelta(days=2))
    decided()
    return first, published()


@pytest.mark.django_db
def test_a_stranger_verifies_and_looks_up_without_a_network(tmp_path: Path) -> None:
    listing = decided()
    _, edition = two_editions()
    bundle = unpacked(edition, tmp_path / "bundle")
    found = run(bundle)
    assert (found.returncode, found.stderr) == (LISTED, "")
    assert "第2期" in found.stdout
    found = run(bundle, "check", listing.enterprise.uscc.lower())
    assert found.returncode == LISTED
    assert listing.enterprise.name in found.stdout
    found = run(bundle, "check", new_enterprise().uscc)
    assert found.returncode == NOT_LISTED
    (tmp_path / "one.zip").write_bytes(stored(edition, "zip"))
    assert run(bundle, "check", listing.enterprise.uscc, str(tmp_path / "one.zip")).returncode == LISTED


@pytest.mark.django_db
def test_a_code_is_found_however_it_is_written(tmp_path: Path) -> None:
    listing = decided()
    bundle = unpacked(published(), tmp_path / "bundle")
    code = listing.enterprise.uscc
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    for written in (code.lower(), f"{code[:8]} {code[8:]}", f" {code}\u200b", wide, "-".join(code)):
        assert run(bundle, "check", written).returncode == LISTED, written


@pytest.mark.django_db
def test_what_is_no_code_is_never_answered_with_no(tmp_path: Path) -> None:
    code = new_enterprise().uscc
    decided()
    bundle = unpacked(published(), tmp_path / "bundle")
    assert run(bundle, "check", code).returncode == NOT_LISTED
    other = "A" if code[-1] != "A" else "B"
    for wrong in (code[:-1], f"{code}1", code[:-1] + other, f"{code[:-1]}I", "江汉桥", "11010519491231002X"):
        found = run(bundle, "check", wrong)
        assert found.returncode == NO_ANSWER, wrong
        assert "不是有效的统一社会信用代码" in found.stdout
        assert wrong not in found.stdout


@pytest.mark.django_db
def test_the_root_may_lie_beside_the_files(tmp_path: Path) -> None:
    decided()
    bundle = unpacked(published(), tmp_path / "bundle")
    root = bundle / "root.pem"
    root.write_bytes(signing_identity().root_pem)
    command = [sys.executable, "-I", "verify.py", "--root", "root.pem"]
    for words in ([], [str(bundle)]):
        assert subprocess.run([*command, *words], cwd=bundle, check=False).returncode == LISTED
    manifest = [sys.executable, "-I", "verify.py", "--root", "manifest.json"]
    assert subprocess.run(manifest, cwd=bundle, check=False).returncode == NOT_VERIFIED


def overwrite(name: str) -> Callable[[Path], None]:
    def change(bundle: Path) -> None:
        data = bytearray((bundle / name).read_bytes())
        data[len(data) // 2] ^= 1
        (bundle / name).write_bytes(data)

    return change


def forge_manifest(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    (bundle / "market-regulation-2.csv").write_text("伪造")
    manifest["files"]["market-regulation-2.csv"] = sha256("伪造".encode()).hexdigest()
    (bundle / "manifest.json").write_text(json.dumps(manifest))


def swap_links(bundle: Path) -> None:
    for suffix in ("json", "p7s"):
        shutil.copy(bundle / f"chain/2.{suffix}", bundle / f"chain/1.{suffix}")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a table": overwrite("market-regulation-2.csv"),
    "the PDF": overwrite("market-regulation-2.pdf"),
    "the Parquet": overwrite("market-regulation-2.parquet"),
    "the data": overwrite("market-regulation-2.json"),
    "the changes": overwrite("market-regulation-2-changes.json"),
    "the manifest": overwrite("manifest.json"),
    "the signature": overwrite("manifest.p7s"),
    "a link": overwrite("chain/1.json"),
    "a link's signature": overwrite("chain/1.p7s"),
    "a forged manifest": forge_manifest,
    "swapped links": swap_links,
    "a missing file": lambda bundle: (bundle / "market-regulation-2.xlsx").unlink(),
    "a missing link": lambda bundle: (bundle / "chain/1.json").unlink(),
    "another file": lambda bundle: (bundle / "more.csv").write_text("多"),
}


@pytest.mark.django_db
def test_whatever_is_changed_is_found(tmp_path: Path) -> None:
    _, edition = two_editions()
    for name, change in CHANGES.items():
        bundle = unpacked(edition, tmp_path / "bundle")
        change(bundle)
        found = run(bundle)
        assert (found.returncode, found.stderr) == (NOT_VERIFIED, ""), name


@pytest.mark.django_db
def test_a_bundle_signed_under_another_root_is_not_verified(tmp_path: Path) -> None:
    _, edition = two_editions()
    bundle = unpacked(edition, tmp_path / "bundle")
    (tmp_path / "bundle" / "root.pem").write_bytes(identity_of(ec.generate_private_key(ec.SECP256R1())).root_pem)
    assert run(bundle).returncode == NOT_VERIFIED


@pytest.mark.django_db
def test_the_chain_verifies_after_an_entry_was_taken_off(tmp_path: Path) -> None:
    gone, staying = decided(enterprise=new_enterprise("武汉将走有限公司")), decided()
    first = published(as_of=TODAY - timedelta(days=2))
    annulled(gone)
    assert rebuild_stale_files(at=LATER) == 1
    second = published(at=LATER)
    for edition in (first, second):
        bundle = unpacked(edition, tmp_path / "bundle")
        assert run(bundle).returncode == LISTED
        assert run(bundle, "check", staying.enterprise.uscc).returncode == LISTED
        texts = b"".join(path.read_bytes() for path in bundle.rglob("*") if path.suffix in {".json", ".csv", ".txt"})
        assert gone.enterprise.name.encode() not in texts
        assert gone.enterprise.uscc.encode() not in texts
    assert run(unpacked(first, tmp_path / "bundle"), "check", gone.enterprise.uscc).returncode == NO_ANSWER
    assert run(unpacked(second, tmp_path / "bundle"), "check", gone.enterprise.uscc).returncode == NOT_LISTED
    manifests = [json.loads(bytes(one.content)) for one in Manifest.objects.filter(edition=first)]
    assert [(one["revision"], one["taken_off"]) for one in manifests] == [(1, []), (2, [1])]
    assert manifests[1]["as_published"] == chain_of(the_list(), up_to=1)[0].sha256
    changes = json.loads(stored(second, "json"))["changes"]
    assert changes == {
        "since": 1,
        "entered": [],
        "left": [{"position_before": 1, "reason_class": "ANNULLED"}],
        "changed": [],
    }


@pytest.mark.django_db
def test_every_file_is_made_again_from_the_snapshot_to_the_last_byte() -> None:
    _, edition = two_editions()
    document = edition.document
    assert document is not None
    assert edition.published_at is not None
    again = sealed_files(
        content_of_snapshot(document.snapshot), chain=chain_of(the_list(), up_to=1), revision=1, at=edition.published_at
    )
    assert set(again.files) == {"pdf", "csv", "xlsx", "parquet", "json", "zip"}
    for suffix, data in again.files.items():
        assert data == stored(edition, suffix), suffix


def test_workbook_and_data_are_the_same_in_whatever_zone_the_time_is_given() -> None:
    one = content(entry())
    other = replace(one, published_at=one.published_at.astimezone(SHANGHAI))
    assert xlsx_of(one) == xlsx_of(other)
    assert json_of(one) == json_of(other)


@pytest.mark.django_db
def test_editions_published_before_there_were_manifests_are_sealed(tmp_path: Path) -> None:
    gone = decided()
    decided()
    first, second = published(as_of=TODAY - timedelta(days=2)), published()
    annulled(gone)
    rebuild_stale_files(at=LATER)
    Manifest.objects.all().delete()
    IssuedDigest.objects.filter(file__format="zip").delete()
    IssuedFile.objects.filter(format="zip").delete()
    assert seal_unsealed_editions(at=LATER) == 2
    assert seal_unsealed_editions(at=LATER) == 0
    for edition in (first, second):
        assert run(unpacked(edition, tmp_path / "bundle")).returncode == LISTED
        assert [one.revision for one in Manifest.objects.filter(edition=edition)] == [1, 2]


@pytest.mark.django_db
def test_openssl_verifies_the_manifest(tmp_path: Path) -> None:
    decided()
    bundle = unpacked(published(), tmp_path / "bundle")
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any", "-in", "manifest.p7s"]
    command += ["-content", "manifest.json", "-CAfile", "../root.pem", "-out", "/dev/null"]
    assert subprocess.run(command, cwd=bundle, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("entries", [(), (entry(), replace(entry(2), is_withdrawn=True))], ids=["empty", "one gone"])
def test_the_data_is_as_its_schema_says(entries: tuple[object, ...]) -> None:
    schema = json.loads(own_file(SCHEMA))
    jsonschema.Draft202012Validator.check_schema(schema)
    data = json.loads(json_of(content(*entries)))  # type: ignore[arg-type]
    jsonschema.validate(data, schema, cls=jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, "entries": [{"position": 1}]}, schema)


def identity_of(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, *, may_issue: bool = True) -> Identity:
    """Make an identity under a root of the same kind; `may_issue`: the root's certificate is an authority's."""
    name = identities._name("试验根证书")
    root = (
        identities._certificate(subject=name, issuer=name, key=key)  # type: ignore[arg-type]
        .add_extension(x509.BasicConstraints(ca=may_issue, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    own = identities._certificate(subject=identities._name("试验"), issuer=name, key=key)  # type: ignore[arg-type]
    certificates = (own.sign(key, hashes.SHA256()), root)
    return Identity(
        key=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        certificates=tuple(one.public_bytes(Encoding.DER) for one in certificates),
        development=True,
    )


def make_key(kind: str) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    if kind == "RSA":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1() if kind == "P-256" else ec.SECP384R1())


@pytest.mark.parametrize("kind", ["RSA", "P-256", "P-384"])
def test_the_script_knows_the_usual_kinds_of_key(kind: str) -> None:
    identity = identity_of(make_key(kind))
    signature = sign_detached(b"content", identity=identity, at=LATER)
    assert root_behind(signature, b"content").data == identity.certificates[-1]
    with pytest.raises(NotVerified):
        root_behind(signature, b"contents")


def test_a_signature_under_a_certificate_that_may_not_issue_is_refused() -> None:
    identity = identity_of(make_key("P-256"), may_issue=False)
    with pytest.raises(NotVerified, match="no root"):
        root_behind(sign_detached(b"content", identity=identity, at=LATER), b"content")


def test_the_same_signature_comes_out_each_time() -> None:
    first, second = (sign_detached(b"x", identity=signing_identity(), at=LATER) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("data", [b"", b"0", b"\x30\x82", bytes(50), b"\x30\x80" + bytes(20)])
def test_rubbish_is_no_signature(data: bytes) -> None:
    with pytest.raises(NotVerified):
        root_behind(data, b"content")
