#!/usr/bin/env python3
"""Verify the bundle of a list's edition offline: digests, chain of manifests, signatures.

    python3 verify.py [--root root.pem] [BUNDLE]
    python3 verify.py [--root root.pem] check CODE [BUNDLE]

BUNDLE is a folder or a .zip, by default the script's folder. With `check` a unified social credit code is looked up.

Exit status: 0 verified, or the code is listed; 1 the code is not listed; 2 not verified. Status 3: whether the code
is listed cannot be answered, for it is no code, or entries were taken off. Needs Python 3.8 or later and nothing else.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

FORMAT = "creditportal-edition-manifest/1"
FREE = {"README.txt", "verify.py", "manifest.json", "manifest.p7s", "root.pem"}  # readers save root.pem here
CODE_SIGNS, CODE_LENGTH = "0123456789ABCDEFGHJKLMNPQRTUWXY", 18  # GB 32100
LISTED, NOT_LISTED, NOT_VERIFIED, NO_ANSWER = 0, 1, 2, 3

SEQUENCE, SET, OCTET_STRING, BOOLEAN = 0x30, 0x31, 0x04, 0x01
EXPLICIT_0, EXPLICIT_3 = 0xA0, 0xA3
UTC_TIME = 0x17
LONG_FORM, LENGTH_BITS, LONGEST_LENGTH = 0x80, 0x7F, 4
FEWEST_RSA_BITS = 2048
RSA = "2a864886f70d010101"
EC_KEY = "2a8648ce3d0201"
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = "2a864886f70d010903", "2a864886f70d010904", "2a864886f70d010905"
DATA, BASIC_CONSTRAINTS = "2a864886f70d010701", "551d13"
DIGESTS = {"608648016503040201": "sha256", "608648016503040202": "sha384", "608648016503040203": "sha512"}
DIGEST_INFO = {name: bytes.fromhex(f"0609{oid}0500") for oid, name in DIGESTS.items()}
# Algorithms of signatures, each with its digest; plain RSA takes that of the signer.
SIGNATURES = {
    "2a8648ce3d040302": "sha256",
    "2a8648ce3d040303": "sha384",
    "2a8648ce3d040304": "sha512",
    "2a864886f70d01010b": "sha256",
    "2a864886f70d01010c": "sha384",
    "2a864886f70d01010d": "sha512",
}
# Curves by object identifier: p, a, b, n, Gx, Gy (FIPS 186-4).
P256, P384 = "2a8648ce3d030107", "2b81040022"
CURVES = {
    P256: (
        0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
        -3,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
    P384: (
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        -3,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    ),
}


class NotVerified(Exception):
    """Something does not fit; the message names it."""


# --- DER


def der(data: bytes) -> list[tuple[int, bytes, bytes]]:
    """Return the elements in `data`: tag, content, and the element as a whole."""
    elements, place = [], 0
    while place < len(data):
        start, tag, length = place, data[place], data[place + 1]
        place += 2
        if length >= LONG_FORM:
            size = length & LENGTH_BITS
            if not 1 <= size <= LONGEST_LENGTH:
                raise NotVerified("a signature cannot be read")
            length = int.from_bytes(data[place : place + size], "big")
            place += size
        if place + length > len(data):
            raise NotVerified("a signature is cut off")
        elements.append((tag, data[place : place + length], data[start : place + length]))
        place += length
    return elements


def time_of(element: tuple[int, bytes, bytes]) -> str:
    """Return a time as YYYYMMDDHHMMSSZ."""
    text = element[1].decode("ascii")
    if element[0] != UTC_TIME:
        return text
    return ("19" if text[:2] >= "50" else "20") + text


class Certificate:
    """What of an X.509 certificate a signature is checked by."""

    def __init__(self, data: bytes) -> None:
        body, algorithm, signature = der(der(data)[0][1])
        self.data, self.signed, self.signature = data, body[2], signature[1][1:]
        self.algorithm = der(algorithm[1])[0][1].hex()
        fields = der(body[1])
        if fields[0][0] == EXPLICIT_0:
            fields = fields[1:]
        self.serial, self.issuer, self.subject, self.key = fields[0][2], fields[2][2], fields[4][2], fields[5][1]
        self.valid_from, self.valid_until = map(time_of, der(fields[3][1]))
        self.may_issue = self._may_issue(fields[6:])

    @staticmethod
    def _may_issue(fields: list[tuple[int, bytes, bytes]]) -> bool:
        for tag, content, _ in fields:
            if tag != EXPLICIT_3:
                continue
            for extension in der(der(content)[0][1]):
                parts = der(extension[1])
                if parts[0][1].hex() == BASIC_CONSTRAINTS:
                    inside = der(der(parts[-1][1])[0][1])
                    return bool(inside) and inside[0][0] == BOOLEAN and inside[0][1] != b"\0"
        return False


# --- Signatures


def is_signed_by(key: bytes, *, signature: bytes, signed: bytes, digest: str) -> bool:
    """Return whether `signature` over `signed` was made with the private half of a public key (RSA, P-256, P-384)."""
    algorithm, bits = der(key)
    parts = der(algorithm[1])
    hashed = hashlib.new(digest, signed).digest()
    if parts[0][1].hex() == RSA:
        modulus, exponent = (int.from_bytes(one[1], "big") for one in der(der(bits[1][1:])[0][1]))
        return _rsa(modulus, exponent, signature, hashed, digest)
    curve = CURVES.get(parts[1][1].hex()) if parts[0][1].hex() == EC_KEY else None
    if curve is None:
        raise NotVerified("this script knows RSA, P-256 and P-384 alone; check manifest.p7s with OpenSSL")
    return _ecdsa(curve, bits[1][1:], signature, hashed)


def _rsa(modulus: int, exponent: int, signature: bytes, hashed: bytes, digest: str) -> bool:
    """Verify by RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.2)."""
    size = (modulus.bit_length() + 7) // 8
    if len(signature) != size or modulus.bit_length() < FEWEST_RSA_BITS:
        return False
    algorithm = DIGEST_INFO[digest]
    info = bytes([SEQUENCE, len(algorithm)]) + algorithm + bytes([OCTET_STRING, len(hashed)]) + hashed
    info = bytes([SEQUENCE, len(info)]) + info
    expected = b"\0\1" + b"\xff" * (size - len(info) - 3) + b"\0" + info
    return pow(int.from_bytes(signature, "big"), exponent, modulus).to_bytes(size, "big") == expected


def _ecdsa(curve: tuple[int, ...], point: bytes, signature: bytes, hashed: bytes) -> bool:
    """Verify by ECDSA (FIPS 186-4, 6.4)."""
    p, a, b, n, gx, gy = curve
    half = (len(point) - 1) // 2
    x, y = int.from_bytes(point[1 : half + 1], "big"), int.from_bytes(point[half + 1 :], "big")
    if point[:1] != b"\4" or max(x, y) >= p or (y * y - x * x * x - a * x - b) % p:
        return False
    r, s = (int.from_bytes(one[1], "big") for one in der(der(signature)[0][1]))
    if not (0 < r < n and 0 < s < n):
        return False
    e = int.from_bytes(hashed, "big") >> max(0, len(hashed) * 8 - n.bit_length())
    w = pow(s, -1, n)
    found = _add(_times(e * w % n, (gx, gy), p, a), _times(r * w % n, (x, y), p, a), p, a)
    return found is not None and found[0] % n == r


def _add(one: tuple[int, int] | None, two: tuple[int, int] | None, p: int, a: int) -> tuple[int, int] | None:
    if one is None or two is None:
        return one or two
    if one[0] == two[0]:
        if (one[1] + two[1]) % p == 0:
            return None
        slope = (3 * one[0] * one[0] + a) * pow(2 * one[1], -1, p) % p
    else:
        slope = (two[1] - one[1]) * pow(two[0] - one[0], -1, p) % p
    x = (slope * slope - one[0] - two[0]) % p
    return x, (slope * (one[0] - x) - one[1]) % p


def _times(factor: int, point: tuple[int, int] | None, p: int, a: int) -> tuple[int, int] | None:
    found = None
    while factor:
        if factor & 1:
            found = _add(found, point, p, a)
        point, factor = _add(point, point, p, a), factor >> 1
    return found


def root_behind(signature: bytes, content: bytes) -> Certificate:
    """Verify a detached CMS signature over `content` and its certificates; return the root they lead to."""
    try:
        return _root_behind(signature, content)
    except (IndexError, ValueError, KeyError, StopIteration) as problem:
        raise NotVerified("a signature cannot be read") from problem


def _root_behind(signature: bytes, content: bytes) -> Certificate:
    signed_data = der(der(der(der(signature)[0][1])[1][1])[0][1])
    inside = next(part for part in signed_data if part[0] == EXPLICIT_0)
    certificates = [Certificate(one[2]) for one in der(inside[1])]
    (info,) = der(signed_data[-1][1])
    parts = der(info[1])
    issuer, serial = der(parts[1][1])
    signer = next(one for one in certificates if (one.issuer, one.serial) == (issuer[2], serial[2]))
    digest = DIGESTS[der(parts[2][1])[0][1].hex()]
    attributes, algorithm, value = parts[3], der(parts[4][1])[0][1].hex(), parts[5][1]
    values = {der(one[1])[0][1].hex(): der(der(one[1])[1][1])[0] for one in der(attributes[1])}
    if values[CONTENT_TYPE][1].hex() != DATA or values[MESSAGE_DIGEST][1] != hashlib.new(digest, content).digest():
        raise NotVerified("a manifest is not the one that was signed")
    signed = bytes([SET]) + attributes[2][1:]
    by = digest if algorithm == RSA else SIGNATURES[algorithm]
    if not is_signed_by(signer.key, signature=value, signed=signed, digest=by):
        raise NotVerified("a signature is not that of its certificate")
    return _root_of(signer, certificates, time_of(values[SIGNING_TIME]))


def _root_of(certificate: Certificate, certificates: list[Certificate], at: str) -> Certificate:
    """Follow the issuers up to the certificate that issued itself."""
    for _ in range(len(certificates) + 1):
        if not certificate.valid_from <= at <= certificate.valid_until:
            raise NotVerified("a certificate was not valid when the manifest was signed")
        issuer = next((one for one in certificates if one.subject == certificate.issuer), None)
        if issuer is None or not issuer.may_issue:
            raise NotVerified("the certificates lead to no root")
        digest = SIGNATURES[certificate.algorithm]
        if not is_signed_by(issuer.key, signature=certificate.signature, signed=certificate.signed, digest=digest):
            raise NotVerified("a certificate is not signed by its issuer")
        if issuer.data == certificate.data:
            return issuer
        certificate = issuer
    raise NotVerified("the certificates lead to no root")


# --- The bundle


def read_bundle(place: Path) -> dict[str, bytes]:
    """Return the files of a bundle by name, from a folder or a ZIP with one folder in it."""
    if place.is_dir():
        return {one.relative_to(place).as_posix(): one.read_bytes() for one in place.rglob("*") if one.is_file()}
    with zipfile.ZipFile(place) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        return {name.partition("/")[2]: archive.read(name) for name in names}


def sha256(data: bytes) -> str:
    """Return the digest as in manifests."""
    return hashlib.sha256(data).hexdigest()


def verify(files: dict[str, bytes]) -> tuple[dict[str, Any], Certificate]:
    """Verify digests, chain and signatures; return the manifest and the root certificate."""
    manifest, root = _manifest(files, "manifest")
    _check_chain(files, manifest, root)
    for name, digest in manifest["files"].items():
        if name not in files:
            raise NotVerified(f"{name} is missing")
        if sha256(files[name]) != digest:
            raise NotVerified(f"{name} is not the file that the manifest names")
    known = {*manifest["files"], *FREE}
    strange = sorted(name for name in files if name not in known and not name.startswith(("chain/", "__pycache__/")))
    if strange:
        raise NotVerified(f"{strange[0]} is not named by the manifest")
    data = data_of(files, manifest)
    if [one["position"] for one in data["entries"] if one["withdrawn"]] != manifest["taken_off"]:
        raise NotVerified("the entries taken off are not those that the manifest names")
    if [one["document_number"] for one in data.get("errata", [])] != manifest.get("errata", []):
        raise NotVerified("the errata are not those that the manifest names")
    return manifest, root


def data_of(files: dict[str, bytes], manifest: dict[str, Any]) -> dict[str, Any]:
    """Return the edition's data."""
    data: dict[str, Any] = json.loads(files[f"{manifest['document_number']}.json"])
    return data


def _manifest(files: dict[str, bytes], name: str) -> tuple[dict[str, Any], Certificate]:
    if f"{name}.json" not in files or f"{name}.p7s" not in files:
        raise NotVerified(f"{name}.json or its signature {name}.p7s is missing")
    root = root_behind(files[f"{name}.p7s"], files[f"{name}.json"])
    manifest = json.loads(files[f"{name}.json"])
    if manifest.get("format") != FORMAT:
        raise NotVerified(f"{name}.json is of another format")
    return manifest, root


def _check_chain(files: dict[str, bytes], manifest: dict[str, Any], root: Certificate) -> None:
    """Follow the manifests as published from the first edition to this one."""
    before = None
    for number in range(1, manifest["edition"] + 1):
        name = f"chain/{number}"
        link, own_root = _manifest(files, name)
        expected = {"edition": number - 1, "sha256": before} if before else None
        if (link["list"], link["edition"], link["revision"]) != (manifest["list"], number, 1):
            raise NotVerified(f"{name}.json is that of another edition")
        if link["previous"] != expected:
            raise NotVerified(f"{name}.json does not name the manifest before it")
        if own_root.data != root.data:
            raise NotVerified(f"{name}.json is signed under another root")
        before = sha256(files[f"{name}.json"])
    as_published = manifest["as_published"] or sha256(files["manifest.json"])
    if before != as_published:
        raise NotVerified("manifest.json does not belong to the last manifest of the chain")


def check_root(root: Certificate, path: str | None) -> None:
    """Compare the root with the one that the reader trusts; without one, show its fingerprint."""
    if path is None:
        write_line(f"根证书指纹 Root fingerprint (SHA-256): {sha256(root.data)}")
        write_line("未用 --root 指定根证书：请核对指纹。No --root given: compare this with the portal's own.")
        return
    lines = Path(path).read_text("ascii").split("-----BEGIN CERTIFICATE-----")[-1]
    if base64.b64decode(lines.split("-----END")[0]) != root.data:
        raise NotVerified("the manifest is signed under another root than the one given")
    write_line("根证书相符。The root is the one given.")


def is_code(text: str) -> bool:
    """Return whether a text is a unified social credit code with the right check character."""
    if len(text) != CODE_LENGTH or not set(text) <= set(CODE_SIGNS):
        return False
    total = sum(CODE_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(text[:-1]))
    return CODE_SIGNS.index(text[-1]) == -total % 31


def look_up(code: str, files: dict[str, bytes], manifest: dict[str, Any]) -> int:
    """Answer whether a code is in the edition, and what cannot be answered."""
    code = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", code))).upper()
    found = [one for one in data_of(files, manifest)["entries"] if not one["withdrawn"] and one["uscc"] == code]
    for one in found:
        write_errata(data_of(files, manifest), position=one["position"])
        write_line(f"在列 Listed: 第{one['position']}条 {one['name']} {one['uscc']}，公示至{one['last_public_on']}")
        write_line(f"列入事由 Ground: {one['reason']}")
    if found:
        return LISTED
    if not is_code(code):
        write_line("不能回答：不是有效的统一社会信用代码，请核对。Cannot be answered: this is no valid code.")
        return NO_ANSWER
    if count := len(manifest["taken_off"]):
        write_line(f"不能回答：本期有{count}条已撤下。Cannot be answered: {count} entries were taken off.")
        return NO_ANSWER
    write_line("不在本期名单中。Not in this edition.")
    return NOT_LISTED


def write_errata(data: dict[str, Any], *, position: int | None) -> None:
    """Write the errata about an entry, or those about the edition as a whole."""
    for one in data.get("errata", []):
        if one["position"] == position:
            write_line(
                f"勘误 Erratum {one['document_number']} ({one['issued_on']}): {one['text'] or '已撤下 taken off'}"
            )


def write_line(line: str) -> None:
    """Write a line."""
    sys.stdout.write(line + "\n")


def main(arguments: list[str]) -> int:
    """Verify as the arguments want."""
    parser = argparse.ArgumentParser(description="Verify the bundle of an edition offline.")
    parser.add_argument("--root", metavar="ROOT.PEM", help="the portal's root certificate")
    parser.add_argument("words", nargs="*", metavar="[check CODE] [BUNDLE]")
    given = parser.parse_args(arguments)
    code = given.words[1] if given.words[:1] == ["check"] and len(given.words) > 1 else None
    rest = given.words[2:] if code else given.words
    if len(rest) > 1 or rest[:1] == ["check"]:
        parser.error("expected [check CODE] [BUNDLE]")
    try:
        files = read_bundle(Path(rest[0]) if rest else Path(__file__).resolve().parent)
        manifest, root = verify(files)
        check_root(root, given.root)
    except (NotVerified, OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as problem:
        write_line(f"核验不通过 NOT VERIFIED: {problem}")
        return NOT_VERIFIED
    write_line(
        f"核验通过 Verified: {manifest['list_name']} 第{manifest['edition']}期，{manifest['entries']}条，"
        f"截至{manifest['as_of']}，清单第{manifest['revision']}版"
    )
    write_errata(data_of(files, manifest), position=None)
    return LISTED if code is None else look_up(code, files, manifest)


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
