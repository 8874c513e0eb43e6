"""Publication by the worker: in order, once, what fails is shown, with its progress in the desk."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.refusals import FourEyes
from lists.editions.files import pdf
from lists.editions.files.progress import report
from lists.editions.models import Edition
from lists.editions.publications import Publication
from lists.editions.services import editions
from lists.editions.services.editions import draft_edition
from lists.editions.services.publications import FAILED, publish_requested, request_publication
from tests.lists.files import many
from tests.lists.make import BLACK, TODAY, decided, decider, noon, office, the_list
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db(transaction=True)


STEPS_OF_TWO = 4  # two parts of one entry each, their page numbers, joining


def requested() -> Edition:
    decided()
    draft = draft_edition(credit_list=the_list(), as_of=TODAY, by=office(), at=noon(TODAY)).edition
    request_publication(edition=draft, by=decider(), at=noon(TODAY))
    return draft


@pytest.mark.usefixtures("blank_print")
def test_a_failure_is_shown_and_tried_again_by_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = requested()

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no font")

    with monkeypatch.context() as patched:
        patched.setattr(editions, "sealed_files", broken)
        assert publish_requested(at=noon(TODAY)) == 0
    assert Publication.objects.get().refusal == FAILED
    assert publish_requested(at=noon(TODAY)) == 0  # nobody has asked again
    client = client_of(decider())
    assert FAILED in client.get(f"/desk/lists/{BLACK}/draft/").content.decode()
    client.post(f"/desk/lists/{BLACK}/draft/{draft.pk}/publish/")
    assert FAILED not in client.get(f"/desk/lists/{BLACK}/draft/").content.decode()
    assert publish_requested(at=noon(TODAY)) == 1


def test_a_refusal_keeps_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    requested()

    def refused(*args: object, **kwargs: object) -> None:
        raise Refused("证书已过期。")

    monkeypatch.setattr(editions, "require_valid_certificate", refused)
    assert publish_requested(at=noon(TODAY)) == 0
    assert Publication.objects.get().refusal == "证书已过期。"


def test_only_a_second_person_may_ask_and_asks_once() -> None:
    draft = requested()
    with pytest.raises(FourEyes):
        request_publication(edition=draft, by=office(), at=noon(TODAY))
    request_publication(edition=draft, by=office("another"), at=noon(TODAY))
    assert Publication.objects.get().requested_by == decider()


def test_parts_are_reported_as_they_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    requested()
    seen: list[tuple[int, int]] = []

    def reported(done: int, parts: int) -> None:
        report(done, parts)
        row = Publication.objects.get()
        seen.append((row.parts_done, row.parts))

    def slow(*args: object, **kwargs: object) -> None:
        pdf.unsigned_pdf(many(2), data=b"{}", at=noon(TODAY), part=1)
        raise Refused("到此为止。")

    monkeypatch.setattr(pdf, "worker_pool", ThreadPoolExecutor)  # starts in no time; `test_pdf.py` has the real one
    monkeypatch.setattr(pdf, "report", reported)
    monkeypatch.setattr(editions, "sealed_files", slow)
    publish_requested(at=noon(TODAY))
    assert seen == [(done, STEPS_OF_TWO) for done in range(1, STEPS_OF_TWO + 1)]
    page = client_of(decider()).get(f"/desk/lists/{BLACK}/draft/").content.decode()
    assert "到此为止。" in page


def test_a_new_draft_takes_the_place_of_one_that_waits() -> None:
    requested()
    draft_edition(credit_list=the_list(), as_of=TODAY, by=office(), at=noon(TODAY))
    assert publish_requested(at=noon(TODAY)) == 0
    assert not Publication.objects.exists()
