"""Two officers issue at the same moment: two numbers, no gap."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from enterprises.documents.letters import services
from enterprises.documents.letters.models import Letter
from tests import make
from tests.documents.letters import letter, print_nothing


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    office, both_ready = make.office(), Barrier(2, timeout=120)
    print_nothing(monkeypatch)
    complete = services.require_complete

    def complete_then_wait(*args: object) -> None:
        complete(*args)  # type: ignore[arg-type]
        both_ready.wait()

    # On SQLite a transaction that writes excludes the other from its beginning: there is nothing to meet at.
    if connection.vendor == "postgresql":
        monkeypatch.setattr(services, "require_complete", complete_then_wait)
    failures: list[Exception] = []

    def issue() -> None:
        try:
            letter(office)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=issue) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert failures == []
    assert list(Letter.objects.order_by("ordinal").values_list("ordinal", flat=True)) == [1, 2]
