"""A publishing process that is killed, and two at once: every edition whole, its numbers without a gap."""

from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest

from enterprises.documents.models import IssuedDigest, IssuedDocument, IssuedFile
from enterprises.shared.processes import worker_pool
from lists.editions.files.make import FORMATS
from lists.editions.files.verify import LISTED
from lists.editions.models import Edition, Manifest
from lists.editions.publications import Publication
from lists.editions.rules import EditionState
from lists.editions.services import editions
from lists.editions.services.editions import draft_edition
from lists.editions.services.publications import publish_requested, request_publication
from tests.lists.files import run, unpacked
from tests.lists.make import TODAY, decided, decider, noon, office, the_list
from tests.lists.publishing import killed_at, publish_when_both_are_ready

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("blank_print")]

AT = noon(TODAY)
SIGKILL = 9
EDITIONS, PUBLICATIONS = "lists.editions.services.editions", "lists.editions.services.publications"
BEFORE, AFTER = False, True
# Where the process is killed, in the order of its steps; the last two are after the edition came out.
UNPUBLISHED = [
    (PUBLICATIONS, "publish_edition", BEFORE),
    (EDITIONS, "leave_out_gone", AFTER),
    ("lists.editions.files.pdf", "render", BEFORE),
    (EDITIONS, "sealed_files", AFTER),
    (EDITIONS, "locked_list", AFTER),
    ("enterprises.documents.services", "_store_file", AFTER),
    (EDITIONS, "_store", AFTER),
    (EDITIONS, "store_manifest", BEFORE),
    (EDITIONS, "store_manifest", AFTER),
]
PUBLISHED = [(PUBLICATIONS, "publish_edition", AFTER), (PUBLICATIONS, "_publish", AFTER)]


@pytest.fixture(scope="module")
def processes(django_db_setup: None) -> Iterator[Executor]:
    """Give two processes with interpreters of their own, on the database of the test."""
    with worker_pool(2) as pool:
        yield pool


def requested() -> Edition:
    draft = draft_edition(credit_list=the_list(), as_of=TODAY, by=office(), at=AT).edition
    request_publication(edition=draft, by=decider(), at=AT)
    return draft


def whole(count: int) -> None:
    """Assert that so many editions are there, each with all that belongs to it, and that nothing else is."""
    out = Edition.objects.filter(state=EditionState.PUBLISHED).order_by("number")
    assert [edition.number for edition in out] == list(range(1, count + 1))
    assert {edition.document_id for edition in out} == set(IssuedDocument.objects.values_list("pk", flat=True))
    assert (IssuedDocument.objects.count(), Manifest.objects.count()) == (count, count)
    files = count * len({*FORMATS, "zip"})
    assert (IssuedFile.objects.count(), IssuedDigest.objects.count()) == (files, files)


def test_a_publisher_killed_at_each_step_is_caught_up(processes: Executor, tmp_path: Path) -> None:
    decided()
    steps = UNPUBLISHED + PUBLISHED
    for number, (module, name, after) in enumerate(steps, start=1):
        draft = requested()
        expected = editions._next_files(draft, at=AT)[1]
        assert processes.submit(killed_at, module, name, after=after, at=AT).result() == SIGKILL, name
        is_out = (module, name, after) in PUBLISHED
        whole(number if is_out else number - 1)
        publish_requested(at=AT)
        whole(number)
        assert not Publication.objects.exists()
        stored = IssuedFile.objects.filter(document=Edition.objects.get(number=number).document_id)
        assert {file.format: bytes(file.content) for file in stored} == expected.files, name
    last = Edition.objects.get(number=len(steps))
    found = run(unpacked(last, tmp_path / "bundle"))
    assert (found.returncode, found.stderr) == (LISTED, ""), "the chain holds over all of them"


def test_two_publishing_processes_make_one_edition(processes: Executor, tmp_path: Path) -> None:
    decided()
    for number in (1, 2):
        requested()
        folder = tmp_path / str(number)
        folder.mkdir()
        both = [processes.submit(publish_when_both_are_ready, folder, at=AT) for _ in range(2)]
        assert sorted(one.result() for one in both) == [0, 1]
        assert len(list(folder.iterdir())) == 2, "two processes had their files"
        whole(number)
        assert not Publication.objects.exists()
    assert run(unpacked(Edition.objects.get(number=2), tmp_path / "bundle")).returncode == LISTED
