"""The signature library at work (`enterprises.documents.signing`)."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from hashlib import md5
from io import BytesIO
from typing import Any, TypeVar

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.pdf_utils.generic import ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from enterprises.documents.identity import Identity
from enterprises.documents.signature_check import SignatureCheck

_Result = TypeVar("_Result")
FIELD_NAME = "Signature"


def sign(content: bytes, *, identity: Identity, at: datetime, reason: str) -> bytes:
    """Return `content` with an invisible signature appended."""
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=FIELD_NAME, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason
        ),
        signer=_signer(identity),
    )
    return _run(_signed(signer, content, at=at))


async def _signed(signer: PdfSigner, content: bytes, *, at: datetime) -> bytes:
    session = signer.init_signing_session(RepeatableWriter(content))
    session.system_time = at
    size = await session.estimate_signature_container_size(None)
    to_sign = session.prepare_tbs_document(validation_info=None, bytes_reserved=size)
    output = BytesIO()
    digest, _ = to_sign.digest_tbs_document(output=output)
    attributes = PdfCMSSignedAttributes(signing_time=at)
    done = await to_sign.perform_signature(document_digest=digest.document_digest, pdf_cms_signed_attrs=attributes)
    await done.post_signature_processing(output)
    return output.getvalue()


def sign_detached(content: bytes, *, identity: Identity, at: datetime) -> bytes:
    """Return a detached CMS signature over any bytes."""
    attributes = PdfCMSSignedAttributes(signing_time=at)
    work = _signer(identity).async_sign_general_data(content, "sha256", signed_attr_settings=attributes)
    signature: bytes = _run(work).dump()
    return signature


def verify(content: bytes, *, identity: Identity, at: datetime) -> SignatureCheck:
    """Check the last signature of a PDF against the root of `identity` as of `at`."""
    try:
        signatures = PdfFileReader(BytesIO(content)).embedded_regular_signatures
        if not signatures:
            return _failed("文件没有电子签名。")
        status = _run(_status(signatures[-1], identity=identity, at=at))
    except (PdfError, SignatureValidationError, SigningError, ValueError, KeyError, TypeError, IndexError):
        return _failed("电子签名无法读取。")
    return _check(status)


async def _status(signature: Any, *, identity: Identity, at: datetime) -> PdfSignatureStatus:
    certificates = [x509.Certificate.load(one) for one in identity.certificates]
    context = ValidationContext(
        trust_roots=[certificates[-1]], other_certs=certificates[1:-1], moment=at, allow_fetching=False
    )
    return await async_validate_pdf_signature(signature, signer_validation_context=context)


def _check(status: PdfSignatureStatus) -> SignatureCheck:
    intact = bool(status.intact and status.valid)
    whole = status.coverage is not None and status.coverage.name == "ENTIRE_FILE"
    trusted = bool(status.trusted)
    problem = ""
    if not intact:
        problem = "签名之后文件内容被改动。"
    elif not whole:
        problem = "签名之后文件被追加了内容。"
    elif not trusted:
        problem = "签名证书不是本平台的证书。"
    subject = status.signing_cert.subject.native.get("common_name", "")
    return SignatureCheck(
        intact=intact,
        whole=whole,
        trusted=trusted,
        signer=str(subject),
        signed_at=status.signer_reported_dt,
        problem=problem,
    )


def _failed(problem: str) -> SignatureCheck:
    return SignatureCheck(intact=False, whole=False, trusted=False, signer="", signed_at=None, problem=problem)


class RepeatableWriter(IncrementalPdfFileWriter):
    """Appends a revision without the clock or chance: the same file is signed the same way each time."""

    def __init__(self, content: bytes) -> None:
        super().__init__(BytesIO(content))
        self._document_id[1] = ByteStringObject(md5(content, usedforsecurity=False).digest())

    def _update_meta(self) -> None:
        """Leave the metadata as they are; the library would date them by the machine's clock."""


class RepeatableSigner(SimpleSigner):
    """Signs the same bytes the same way each time: ECDSA takes its nonce from key and digest (RFC 6979)."""

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        key = load_der_private_key(self.signing_key.dump(), password=None)
        if isinstance(key, ec.EllipticCurvePrivateKey) and digest_algorithm == "sha256":
            return key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        signature: bytes = super().sign_raw(data, digest_algorithm)
        return signature


def _signer(identity: Identity) -> RepeatableSigner:
    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    certificates = [x509.Certificate.load(one) for one in identity.certificates]
    store.register_multiple(certificates)
    return RepeatableSigner(
        signing_cert=certificates[0],
        signing_key=keys.PrivateKeyInfo.load(identity.key),
        cert_registry=store,
        embed_roots=True,
    )


def _run(work: Coroutine[Any, Any, _Result]) -> _Result:
    """Finish a coroutine in a thread of its own, for the caller's may have an event loop running."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()
