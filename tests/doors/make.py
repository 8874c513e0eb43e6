"""Records behind the doors; a test names only what it is about."""

import csv
from datetime import UTC, datetime
from io import StringIO
from itertools import count

from django.http.response import HttpResponseBase

from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from tests import make
from tests.make import Office

AT = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
_numbers = count(1)
# A failed check of a kettle, as typed.
KETTLE = {
    "X_JC_BH": "抽检〔2026〕900号",
    "X_JC_LX": "产品质量监督抽查",
    "X_JC_SX": "家用电器专项抽查",
    "X_JC_RQ": "2026-09-01",
    "X_JC_JGPD": "不合格",
    "X_JC_CP": "电热水壶",
    "X_JC_PC": "2026-03-01",
    "X_JC_GG": "1.8L",
    "X_JC_SB": "江城月",
    "X_JC_SCQY": "武汉江城月电器有限公司",
    "X_JC_XSDW": "武昌区宜家百货店",
    "X_JC_BZ_YJ": "GB 4706.19",
    "X_JC_BHG": "接地措施",
}


def spot_check(office: Office, enterprise: Enterprise, *, at: datetime = AT, **changes: str) -> Record:
    """Publish a failed spot check of a kettle; keyword arguments by field code replace what is typed."""
    number = f"抽检〔2026〕{next(_numbers)}号"
    raw = KETTLE | {"X_JC_BH": number}
    return make.published(office, enterprise=enterprise, kind="inspection", at=at, **raw | changes)


def whole(answer: HttpResponseBase) -> str:
    """Return the text of a streamed or complete answer."""
    return answer.getvalue().decode("utf-8-sig")


def table(answer: HttpResponseBase) -> list[dict[str, str]]:
    """Return the rows of a CSV answer."""
    return list(csv.DictReader(StringIO(whole(answer))))
