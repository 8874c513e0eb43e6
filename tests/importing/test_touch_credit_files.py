"""Raising revisions and telling the index about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from enterprises.register.models import Enterprise
from enterprises.register.services import credit_files as service
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.register.signals import credit_file_changed


def enterprises(count: int) -> list[int]:
    rows = [Enterprise(uscc=f"{n:018}", name=f"企业{n}", folded_name=f"企业{n}") for n in range(count)]
    return [row.pk for row in Enterprise.objects.bulk_create(rows)]


@contextmanager
def signals() -> Iterator[list[list[int]]]:
    seen: list[list[int]] = []

    def receive(*, enterprise_ids: list[int], **kwargs: Any) -> None:
        assert transaction.get_connection().in_atomic_block
        seen.append(enterprise_ids)

    credit_file_changed.connect(receive)
    try:
        yield seen
    finally:
        credit_file_changed.disconnect(receive)


@pytest.mark.django_db
def test_raises_each_revision_once_over_several_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "TOUCH_CHUNK", 2)
    ids = enterprises(6)
    with signals() as seen:
        touch_credit_files([*reversed(ids[:5]), ids[0]])
    assert list(Enterprise.objects.order_by("pk").values_list("revision", flat=True)) == [2, 2, 2, 2, 2, 1]
    assert seen == [ids[:5]]


@pytest.mark.django_db
def test_nothing_is_sent_for_nothing() -> None:
    with signals() as seen:
        touch_credit_files([])
    assert seen == []


@pytest.mark.django_db(transaction=True)
def test_refuses_to_run_outside_a_transaction() -> None:
    ids = enterprises(1)
    with pytest.raises(transaction.TransactionManagementError):
        touch_credit_files(ids)
    assert Enterprise.objects.get().revision == 1
