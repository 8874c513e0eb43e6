"""Letters as printed: text, data inside, preview, the claims of the file."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from enterprises.documents.identity import signing_identity
from enterprises.documents.letters.kinds import KINDS, LetterCode
from enterprises.documents.letters.printing import letter_pdf, letter_snapshot
from enterprises.documents.letters.promise import Promise, PromiseIncomplete, promise_pdf
from enterprises.documents.letters.services import preview_letter
from enterprises.documents.models import IssuedDocument
from enterprises.documents.signing import sign, verify
from tests import make
from tests.documents import rows
from tests.documents.files import USCC
from tests.documents.letters import ADDRESSEE, AT, TEXTS, content, letter
from tests.support.verapdf import PROFILES, claims_of

pytestmark = [pytest.mark.django_db]

PROMISE = Promise(
    enterprise="武汉江城示例科技有限公司",
    uscc=USCC,
    agency="武汉市市场监督管理局",
    about="行政处罚信息（汉市监罚〔2026〕第88号）",
    put_right="罚款已于2026年9月1日缴清，联系电话13812345678。\n产品已全部召回。",
)


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


def test_a_promise_is_printed_for_signature_and_stores_nothing() -> None:
    text = text_of(promise_pdf(PROMISE, at=AT))
    for expected in ("信用承诺书", "武汉江城示例科技有限公司", "真实、合法、完整", "盖章", "2026年"):
        assert expected in text
    assert "13812345678" not in text
    assert not IssuedDocument.objects.exists()


def test_no_blank_of_a_printed_line_is_stretched() -> None:
    about = "行政处罚 鄂环罚〔2026〕15号"
    with pypdfium2.PdfDocument(promise_pdf(replace(PROMISE, about=about), at=AT)) as document:
        text = document[0].get_textpage()
        first = text.get_text_range().index(about[:5]) + 3
        left, _, right, _ = text.get_charbox(first)
        next_left = text.get_charbox(first + 2)[0]
    assert 0 < next_left - right < (right - left) / 2


@pytest.mark.parametrize("put_right", ["", " ", "改" * 501])
def test_a_promise_is_whole_and_no_novel(put_right: str) -> None:
    with pytest.raises(PromiseIncomplete):
        promise_pdf(replace(PROMISE, put_right=put_right), at=AT)


SHEETS: dict[LetterCode, dict[str, object]] = {
    LetterCode.OBJECTION_REPLY: {},
    LetterCode.REPAIR_DECISION: {"measures": ()},
    LetterCode.REPAIR_REVOKED: {},
    LetterCode.LISTING_NOTICE: {"remedies": None},
    LetterCode.REMOVAL_NOTICE: {"remedies": None},
    LetterCode.REPAIR_NOTICE: {"remedies": None},
}


def printed(office: make.Office, code: LetterCode, **changes: object) -> list[str]:
    """Return the text of each page of a letter that refuses something, to an enterprise without address."""
    given = replace(content(code, **changes), addressee=replace(ADDRESSEE, address=""))
    snapshot = letter_snapshot(
        kind=KINDS[code],
        content=given,
        agency=office.agency,
        head=office.agency.name,
        reference="汉市监信函〔2026〕1号",
        number="20261122120000ABCDEFGH",
        at=AT,
    )
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(letter_pdf(snapshot))).pages]


@pytest.mark.parametrize("code", SHEETS)
def test_a_letter_of_usual_length_is_one_sheet(office: make.Office, code: LetterCode) -> None:
    (page,) = printed(office, code, **SHEETS[code])
    assert "核验编号" in page


def test_a_longer_letter_breaks_inside_its_last_section(office: make.Office) -> None:
    first, second = printed(office, LetterCode.LISTING_DECISION, facts=TEXTS * 2)
    assert "如不服" in first
    assert "救济途径" not in second
    assert "法律另有规定的除外" in second


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
    (tmp_path / "promise.pdf").write_bytes(promise_pdf(PROMISE, at=AT))
    found = claims_of(verapdf, sorted(tmp_path.glob("*.pdf")))
    assert len(found) == 4
    for name, claims in found.items():
        assert {claim.profile for claim in claims} == PROFILES, name
        assert [claim for claim in claims if claim.broken] == [], name
