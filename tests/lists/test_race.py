"""Two officers publish at the same moment: one edition, one number, no gap. `test_killed.py` has two workers."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connection

from lists.editions.files.sealing import SealedFiles, sealed_files
from lists.editions.models import Edition
from lists.editions.services import editions
from lists.editions.services.editions import DraftMissing, draft_edition, publish_edition
from tests.lists.make import TODAY, noon, office, published, the_list

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("blank_print")]


@pytest.fixture
def draft(monkeypatch: pytest.MonkeyPatch) -> Edition:
    """Draft a second edition, whose files two publishers have before either writes."""
    published()
    both_ready = Barrier(2, timeout=120)

    def files_then_wait(*args: object, **kwargs: object) -> SealedFiles:
        made = sealed_files(*args, **kwargs)  # type: ignore[arg-type]
        both_ready.wait()
        return made

    monkeypatch.setattr(editions, "sealed_files", files_then_wait)
    return draft_edition(credit_list=the_list(), as_of=TODAY, by=office(), at=noon(TODAY)).edition


def at_once(*works: Callable[[], object]) -> None:
    """Do works in threads of their own, and wait for all."""

    def with_its_connection(work: Callable[[], object]) -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [Thread(target=with_its_connection, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)


def test_one_of_two_publishers_wins(draft: Edition) -> None:
    outcomes: list[object] = []

    def publish(name: str) -> None:
        try:
            outcomes.append(publish_edition(edition=draft, by=office(name), at=noon(TODAY)).number)
        except DraftMissing as refusal:
            outcomes.append(type(refusal))

    office("one"), office("two")
    at_once(partial(publish, "one"), partial(publish, "two"))
    assert sorted(map(str, outcomes)) == sorted([str(2), str(DraftMissing)])
    assert list(Edition.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
