"""信用承诺书: the promise that goes with an application for repair, printed from a form for signature and seal.

It is the enterprise's paper, not an issued document: no number, no signature of ours, nothing stored. Its statements
are the conditions of order 36 (国家发展改革委令第36号).
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string

from enterprises.documents.letters.printing import PREVIEW_KEYWORD
from enterprises.documents.render import render
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.masking import public_text

TITLE = "信用承诺书"
LONGEST_MEASURE = 500
STATEMENTS = (
    "已经依法履行有关行政决定确定的全部义务，纠正失信行为，消除不良影响。",
    "提交的全部材料真实、合法、完整、有效。",
    "严格遵守法律、法规和规章，诚信经营，不再发生同类违法失信行为。",
    "自愿接受有关部门的监督检查和社会监督；本承诺书可以依法公开。",
    "如违背承诺或者提交虚假材料，自愿承担相应的法律责任，接受撤销信用修复、记入信用记录并在规定期限内不得申请信用修复等处理。",
)


class PromiseIncomplete(Refused):
    """The form lacks something, or a text is too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The fields of the form: who promises, to which agency, about what, and what was put right."""

    enterprise: str
    uscc: str
    agency: str
    about: str
    put_right: str


def promise_pdf(promise: Promise, *, at: datetime) -> bytes:
    """Print a promise, unsigned; signature, seal and day are left to be filled in.

    :raises PromiseIncomplete: something is missing or too long.
    """
    texts = (promise.enterprise, promise.uscc, promise.agency, promise.about, promise.put_right)
    if not all(text.strip() for text in texts):
        raise PromiseIncomplete("请填写企业名称、统一社会信用代码、机关、事项和整改情况。")
    if max(map(len, texts)) > LONGEST_MEASURE:
        raise PromiseIncomplete("每项最多{most}字。", most=LONGEST_MEASURE)
    html = render_to_string(
        "documents/promise.html",
        {
            "title": TITLE,
            "number": "",
            "issuer": promise.enterprise,
            "is_demo": settings.DEMO,
            "promise": promise,
            "about": public_text(promise.about),
            "put_right": public_text(promise.put_right),
            "statements": STATEMENTS,
            "year": day_of(at).year,
        },
    )
    return render(html, number=PREVIEW_KEYWORD, at=at)
