"""Public records with details of their own, and the search for them."""

from datetime import date
from typing import Any

from django.db import transaction

from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from enterprises.register.services.credit_files import touch_credit_files
from search.entries import EntryAnswer, find_entries
from search.names.queries import read_words
from tests.search.make import TODAY, penalise

# A failed spot check of a product.
KETTLE = {
    "X_JC_LX": "产品质量监督抽查",
    "X_JC_SX": "2026年电热水壶监督抽查",
    "X_JC_JGPD": "不合格",
    "X_JC_CP": "电热水壶",
    "X_JC_SB": "美岭",
    "X_JC_PC": "2026-03-01/A01",
    "X_JC_GG": "1.8L KS-18A",
    "X_JC_BZ_YJ": "GB 4706.1-2005、GB 4706.19-2008",
}


def keep(enterprise: Enterprise, kind: str, details: dict[str, Any], **given: Any) -> Record:
    """Store a public record with these details."""
    record = penalise(enterprise, kind=kind, **given)
    with transaction.atomic():
        Record.objects.filter(pk=record.pk).update(details=details, decided_on=date(2026, 4, 1))
        touch_credit_files([enterprise.pk])
    record.refresh_from_db()
    return record


def find(text: str = "", *, on: date = TODAY, **given: Any) -> EntryAnswer:
    """Search for records."""
    return find_entries(text=read_words(text), on=on, **given)


def found(text: str = "", **given: Any) -> list[int]:
    """Return the ids of the records that a search finds, in their order."""
    return [result.record.pk for result in find(text, **given).results]
