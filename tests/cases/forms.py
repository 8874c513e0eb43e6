"""The public form of a case, as tests fill it in, and what its page and receipt show."""

import re
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from enterprises.records.models import Record
from tests.support.clients import text_of

# A form that is right.
FORM = {
    "ground": "content",
    "statement": "罚款金额应为两万元",
    "name": "王小明",
    "capacity": "LEGAL_REPRESENTATIVE",
    "telephone": "13800000000",
    "mail": "",
}
# The secret code on a receipt.
CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){3}")


def new_url(record: Record, **query: str) -> str:
    """Return the address at which one applies about a record."""
    return f"{reverse('cases:new')}?{urlencode({'about': f'record:{record.pk}', **query})}"


def handed_in(client: Client, record: Record, **changes: object) -> Any:
    """Send the form of an objection, with a token of its own; return the answer."""
    url = new_url(record, kind="objection")
    return client.post(url, {**FORM, "token": token_in(client.get(url)), **changes})


def token_in(answer: Any) -> str:
    """Return the token of the form that a page shows."""
    found = re.search(r'name="token" value="([^"]+)"', text_of(answer))
    assert found is not None
    return found.group(1)
