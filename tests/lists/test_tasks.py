"""Tasks of lists in the worker: a sheet asked for once, slices, a worker that is killed, what goes when."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, connection

from creditportal.version import VERSION
from enterprises.agencies.models import Officer
from enterprises.shared import clock
from enterprises.shared.incoming.kept import KEPT_FOR
from enterprises.shared.incoming.models import IncomingFile
from enterprises.shared.incoming.store import resume, sweep
from lists.criteria.models import CreditList
from lists.listings.models import Listing
from lists.listings.services import bulk, dry_run, sheet_tasks, tasks
from lists.listings.services.tasks import FAILED, request_dry_run, request_proposals
from lists.listings.tasks import ListTask
from lists.periodic_jobs import run_list_tasks
from tests.lists.grounds import revoked
from tests.lists.make import BLACK, RED, TODAY, decider, new_enterprise, noon, office, the_list
from tests.lists.sheets import PROPOSAL, csv, row_of
from tests.outages.errors import of_sqlite
from tests.support.clients import client_of, text_of

pytestmark = pytest.mark.django_db(transaction=True)

SHEET = f"/desk/lists/{RED}/sheet/"
NOW = noon(TODAY)


class KilledHere(BaseException):
    """What no handler catches: the worker is gone at this point."""


@pytest.fixture(autouse=True)
def nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stand at noon, and remove what a test has kept."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    yield
    sweep(at=NOW + 2 * KEPT_FOR)


def hand_in(rows: int = 3, *, user: str = "office") -> list[str]:
    """Hand a sheet of proposals in; return the codes of its rows."""
    enterprises = [new_enterprise() for _ in range(rows)]
    given = {"step": "propose", "file": csv(PROPOSAL, *map(row_of, enterprises)), "do": "check"}
    assert client_of(office(user)).post(SHEET, given).status_code == 302
    return [one.uscc for one in enterprises]


def run(times: int = 1) -> None:
    for _ in range(times):
        run_list_tasks(at=NOW)


def page(user: str = "office") -> str:
    return text_of(client_of(office(user)).get(SHEET))


def proposed_codes() -> list[str]:
    return list(Listing.objects.order_by("pk").values_list("enterprise__uscc", flat=True))


class TestSheets:
    def test_a_file_is_asked_for_once(self) -> None:
        codes = hand_in()
        assert "等待后台办理" in page()
        run()
        assert "可以办理 3 行，有问题 0 行" in page()
        assert not Listing.objects.exists()
        client_of(office()).post(SHEET, {"do": "take"})
        assert "正在办理" in page()
        run()
        assert proposed_codes() == codes
        assert not IncomingFile.objects.exists()

    def test_nothing_is_taken_unchecked_and_nothing_twice(self) -> None:
        client = client_of(office())
        hand_in()
        for _ in range(2):
            answer = client.post(SHEET, {"do": "take"}, follow=True)
            assert "请先检查表格" in text_of(answer)
        run()
        for _ in range(2):
            client.post(SHEET, {"do": "take"})
        run(2)
        assert ListTask.objects.get().done == len(proposed_codes()) == 3
        assert "请先检查表格" in text_of(client.post(SHEET, {"do": "take"}, follow=True))

    def test_slices_show_how_far_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheet_tasks, "SLICE", 2)
        monkeypatch.setattr(sheet_tasks, "SLICES_A_RUN", 1)
        hand_in(5)
        run()
        assert "可以办理的行 2。" in page()
        run(2)
        assert "可以办理 5 行，有问题 0 行" in page()

    @pytest.mark.parametrize("after", [False, True])
    def test_a_worker_killed_in_the_middle_goes_on_where_it_was(
        self, after: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sheet_tasks, "SLICE", 2)
        codes = hand_in(5)
        run()
        client_of(office()).post(SHEET, {"do": "take"})
        step, calls = bulk.take_bulk_step, list[object]()

        def dying(**given: object) -> object:
            calls.append(given)
            if len(calls) == 2 and not after:
                raise KilledHere
            done = step(**given)  # type: ignore[arg-type]
            if len(calls) == 2:
                raise KilledHere
            return done

        with monkeypatch.context() as patched:
            patched.setattr(sheet_tasks, "take_bulk_step", dying)
            with pytest.raises(KilledHere):
                run()
        connection.close()
        assert proposed_codes() == codes[:2]
        run()
        assert proposed_codes() == codes
        assert ListTask.objects.get().done == 5

    def test_a_file_that_another_process_reads_waits(self) -> None:
        hand_in()
        held = resume(IncomingFile.objects.get().name, user=office(), at=NOW)
        assert held is not None
        run()
        assert "等待后台办理" in page()
        held.leave()
        run()
        assert "可以办理 3 行" in page()

    def test_a_file_is_kept_for_a_time_and_for_its_officer(self) -> None:
        hand_in()
        IncomingFile.objects.update(keep_until=NOW)
        run()
        assert "检查过的表格已不再保留" in page()
        hand_in()
        run()
        assert "检查结果" not in page("another")
        answer = client_of(office("another")).post(SHEET, {"do": "take"}, follow=True)
        assert "请先检查表格" in text_of(answer)

    def test_the_next_sheet_takes_the_place_of_the_last_but_not_of_one_under_way(self) -> None:
        hand_in()
        second = hand_in(2)
        run()
        assert ListTask.objects.get().done == 2
        client_of(office()).post(SHEET, {"do": "take"})
        file = csv(PROPOSAL, row_of(new_enterprise()))
        answer = client_of(office()).post(SHEET, {"step": "propose", "file": file, "do": "check"}, follow=True)
        assert "还在办理" in text_of(answer)
        run()
        assert proposed_codes() == second

    def test_who_lost_the_role_meanwhile_takes_nothing(self) -> None:
        hand_in()
        run()
        client_of(office()).post(SHEET, {"do": "take"})
        Officer.objects.filter(user=office()).update(credit_office=False)
        run()
        assert ListTask.objects.get().refusal
        assert not Listing.objects.exists()

    def test_too_many_rows_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheet_tasks, "MOST_ROWS", 2)
        hand_in(3)
        run()
        assert "文件超过2行" in page()

    def test_what_is_no_sheet_is_refused(self) -> None:
        file = SimpleUploadedFile("名单.pdf", b"%PDF-1.7")
        client_of(office()).post(SHEET, {"step": "propose", "file": file, "do": "check"})
        run()
        assert "没有办成" in page()


def test_proposals_are_made_once_by_the_worker() -> None:
    revoked(new_enterprise())
    client = client_of(office())
    for _ in range(2):
        client.post(f"/desk/lists/{BLACK}/propose/")
    assert ListTask.objects.count() == 1
    assert "正在按标准检索" in text_of(client.get(f"/desk/lists/{BLACK}/"))
    run()
    assert [one.proposed_by for one in Listing.objects.all()] == [office()]
    assert "按标准提出 1 条列入建议" in text_of(client.get(f"/desk/lists/{BLACK}/"))


@pytest.mark.parametrize("error", [RuntimeError("no memory"), IntegrityError("twice")], ids=repr)
def test_a_failure_is_named_and_the_next_task_is_done(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    request_dry_run(credit_list=the_list(), version=None, by=office(), at=NOW)
    request_proposals(credit_list=the_list(), by=office(), at=NOW + timedelta(seconds=1))

    def broken(**given: object) -> None:
        raise error

    monkeypatch.setattr(tasks, "dry_run", broken)
    run()
    assert list(ListTask.objects.values_list("refusal", flat=True)) == [FAILED, ""]
    page = text_of(client_of(office()).get(f"/desk/lists/{BLACK}/dry-run/"))
    assert FAILED in page
    assert f"版本 {VERSION}" in page


def test_an_outage_fails_no_task(monkeypatch: pytest.MonkeyPatch) -> None:
    request_dry_run(credit_list=the_list(), version=None, by=office(), at=NOW)

    def busy(**given: object) -> None:
        raise of_sqlite(sqlite3.SQLITE_BUSY)

    monkeypatch.setattr(tasks, "dry_run", busy)
    with pytest.raises(OperationalError):
        tasks.run_list_tasks(at=NOW)
    assert ListTask.objects.waiting().exists()


def test_a_dry_run_reports_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    revoked(new_enterprise())
    request_dry_run(credit_list=the_list(), version=None, by=office(), at=NOW)
    seen: list[int] = []
    real = dry_run.dry_run_to_json

    def look(found: object) -> object:
        seen.append(ListTask.objects.get().done)
        return real(found)  # type: ignore[arg-type]

    monkeypatch.setattr(tasks, "dry_run_to_json", look)
    run()
    assert seen == [1]


def test_old_tasks_go() -> None:
    request_dry_run(credit_list=the_list(), version=None, by=decider(), at=NOW)
    run_list_tasks(at=NOW + timedelta(days=8))
    assert not ListTask.objects.exists()
    assert CreditList.objects.filter(slug=BLACK).exists()
