"""Letters as printed: text, data inside, preview, the claims of the file."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from enterprises.documents.identity import signing_identity
from enterprises.documents.letters.kinds import KINDS, LetterCode
from enterprises.documents.letters.printing import letter_pdf, letter_snapshot
from enterprises.documents.letters.services import preview_letter
from enterprises.documents.models import IssuedDocument
from enterprises.documents.signing import sign, verify
from tests import make
from tests.documents import rows
from tests.documents.letters import AT, content, letter
from tests.documents.test_claims import PROFILES
from tests.support.verapdf import claims_of

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def office() -> make.Office:
    return make.office()


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_a_letter_is_signed_and_holds_its_data(office: make.Office) -> None:
    made = letter(office, LetterCode.REPAIR_DECISION)
    pdf = rows.bytes_of(made.document)
    assert verify(pdf, identity=signing_identity(), at=AT).valid
    text = text_of(pdf)
    for expected in (made.reference, "信用修复决定书", "一、审查情况", "60日内向武汉市人民政府", "2026年11月22日"):
        assert expected in text
    assert made.document.number in text
    (attached,) = pypdf.PdfReader(io.BytesIO(pdf)).attachments.values()
    assert json.loads(attached[0])["reference"] == made.reference


def test_a_preview_has_no_number_and_stores_nothing(office: make.Office) -> None:
    lacking = replace(content(LetterCode.REPAIR_DECISION), reasons=(), legal_basis=())
    pdf = preview_letter(kind=LetterCode.REPAIR_DECISION, content=lacking, agency=office.agency, at=AT)
    text = text_of(pdf)
    assert "预览，未编号" in text
    assert "不得送达" in text
    assert "核验编号" not in text
    assert not verify(pdf, identity=signing_identity(), at=AT).valid
    assert not IssuedDocument.objects.exists()
    assert letter(office).ordinal == 1


@pytest.mark.verapdf
def test_letters_keep_both_claims(office: make.Office, verapdf: Path, tmp_path: Path) -> None:
    many = tuple(f"第{number}项事实：<当事人>违法事实甚多😀。\n" * 5 for number in range(20))
    for kind in (KINDS[LetterCode.REPAIR_DECISION], KINDS[LetterCode.LISTING_NOTICE], KINDS[LetterCode.ACCEPTANCE]):
        snapshot = letter_snapshot(
            kind=kind,
            content=content(kind.code, facts=many),
            agency=office.agency,
            head=office.agency.name,
            reference="汉市监信函〔2026〕1号",
            number=f"20261122120000{kind.code.value[:8]:A<8}",
            at=AT,
        )
        pdf = sign(letter_pdf(snapshot), identity=signing_identity(), at=AT, reason="试签")
        (tmp_path / f"{kind.code}.pdf").write_bytes(pdf)
    found = claims_of(verapdf, sorted(tmp_path.glob("*.pdf")))
    assert len(found) == 3
    for name, claims in found.items():
        assert {claim.profile for claim in claims} == PROFILES, name
        assert [claim for claim in claims if claim.broken] == [], name
