"""Letters of every kind, with made-up content."""

import io
from datetime import UTC, date, datetime

import pikepdf
import pytest

from enterprises.documents.letters import printing
from enterprises.documents.letters.content import Addressee, LetterContent, LetterDeadline, LetterSubject, Remedies
from enterprises.documents.letters.kinds import LetterCode
from enterprises.documents.letters.models import Letter
from enterprises.documents.letters.services import issue_letter
from enterprises.documents.refs import Ref, RefKind
from enterprises.documents.render import RenderingFailed
from tests.documents.files import USCC
from tests.make import Office

AT = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # noon in Shanghai
ABOUT = Ref(kind=RefKind.RECORD, id=7)
ADDRESSEE = Addressee(name="武汉江城示例科技有限公司", uscc=USCC, address="武汉市东湖新技术开发区示例路1号")
PENALTY = LetterSubject(
    label="行政处罚信息",
    number="汉市监罚〔2026〕第88号",
    address=f"https://credit.example.org/enterprises/{USCC}/",
)
LIST = LetterSubject(label="市场监督管理严重违法失信名单")
REMEDIES = Remedies(review_body="武汉市人民政府", court="武汉市江岸区人民法院")
BASIS = ("《信用修复管理办法》（国家发展改革委令第36号）第三条。",)
TEXTS = (
    "你单位已于2026年9月1日缴清罚款，违法行为已经改正，有缴款凭证和整改报告为证。",
    "经查，最短公示期已于2026年10月15日届满。",
)
DEADLINES = (LetterDeadline(label="办理期限届满日", on=date(2026, 12, 1)),)


def _blank() -> bytes:
    pdf, stream = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


BLANK = _blank()  # a PDF of one empty page


def print_nothing(monkeypatch: pytest.MonkeyPatch, *, failing: str | None = None) -> None:
    """Give every letter the empty page: the layout is the matter of `test_letter_print.py`.

    One whose text has `failing` cannot be laid out; "" is in every text.
    """

    def render(html: str, **_: object) -> bytes:
        if failing is not None and failing in html:
            raise RenderingFailed("made up")
        return BLANK

    monkeypatch.setattr(printing, "render", render)


def content(code: LetterCode, **changes: object) -> LetterContent:
    """Return content that suffices for any kind."""
    given = {
        "addressee": ADDRESSEE,
        "about": LIST
        if code in {LetterCode.LISTING_NOTICE, LetterCode.LISTING_DECISION, LetterCode.REMOVAL_NOTICE}
        else PENALTY,
        "matter": "信用修复申请",
        "case_number": "2026-0031",
        "received_on": date(2026, 11, 20),
        "facts": TEXTS,
        "reasons": ("符合第三条规定的全部条件。",),
        "decision": ("准予信用修复，自本决定作出之日起终止公示，并停止共享和使用。",),
        "measures": ("不适用信用承诺制。", "列为重点监管对象，提高检查频次。"),
        "papers": ("履行完毕的证明材料", "信用承诺书"),
        "legal_basis": BASIS,
        "deadlines": DEADLINES,
        "remedies": REMEDIES,
        "contact": "武汉市市场监督管理局信用监管处，电话027-12345678",
        **changes,
    }
    return LetterContent(**given)  # type: ignore[arg-type]


def letter(
    office: Office, code: LetterCode = LetterCode.ACCEPTANCE, *, at: datetime = AT, replaces: Letter | None = None
) -> Letter:
    """Issue a letter of the office's agency about record 7."""
    return issue_letter(
        kind=code,
        content=content(code),
        agency=office.agency,
        about=ABOUT,
        actor=office.reviewer,
        at=at,
        replaces=replaces,
    )
