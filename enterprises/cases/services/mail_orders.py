"""Which steps of a case the applicant is informed of by mail; a mail is ordered in the transaction of its step."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from enterprises.cases.models import CaseEvent, CaseMail, CaseParty
from enterprises.documents.letters.models import Letter

# What happened, by the verb of the step. Of a decision the applicant learns when it has taken effect.
NEWS: Mapping[str, str] = MappingProxyType(
    {
        "hand-in": "已收到申请",
        "forward": "已转交承办机关",
        "accept": "已受理",
        "refuse": "不予受理",
        "want-papers": "请补正材料",
        "want-more-papers": "请补充材料",
        "extend": "办理期限已延长",
        "decide": "已作出决定",
        "confirm": "已作出决定",
        "undo": "信用修复已撤销",
        "revoke": "原决定已撤销",
        "withdraw": "申请已撤回",
        "lapse": "所涉信息已不再公示，终止办理",
        "close": "已办结",
    }
)
ANSWERS = frozenset({"decide", "confirm"})


def order_mail(event: CaseEvent) -> None:
    """Order the mail about a step, if the applicant is informed of it and left an address."""
    if event.verb in NEWS and (event.verb not in ANSWERS or event.letter):
        _order(event, letter=None, at=event.at)


def order_mail_about_letter(event: CaseEvent, *, letter: Letter, at: datetime) -> None:
    """Order the mail about the letter that a step sent out, if the applicant left an address."""
    _order(event, letter=letter, at=at)


def _order(event: CaseEvent, *, letter: Letter | None, at: datetime) -> None:
    if CaseParty.objects.filter(case=event.case_id).exclude(mail="").exists():
        CaseMail.objects.create(event=event, letter=letter, ordered_at=at, due_at=at)
