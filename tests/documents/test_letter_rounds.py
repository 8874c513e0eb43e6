"""The rounds of the jobs that issue letters: so many at a time, and a failing letter is out of the way."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError
from django.db.models import QuerySet

from enterprises.documents.identity import CertificateNotValid
from enterprises.documents.letters import rounds
from enterprises.documents.letters.models import Letter
from enterprises.documents.letters.rounds import FAILED, RETRY_AFTER, LetterQueue, failure_of, issue_round
from enterprises.documents.render import RenderingFailed
from enterprises.register.models import Enterprise
from enterprises.shared.heartbeats.models import Heartbeat
from tests import make
from tests.documents.letters import AT, letter, print_nothing

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


class Fake:
    """Rows that want a letter (enterprises stand for them), and what happens to each that is tried."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        print_nothing(monkeypatch)
        monkeypatch.setattr(rounds, "_PAUSE_S", 0)
        self.office = make.office()
        self.pks = [make.new_enterprise(number, name=f"武汉第{number}有限公司").pk for number in range(1, 5)]
        self.errors: dict[int, Exception] = {}
        self.done: list[int] = []
        self.tried: list[int] = []
        self.left: set[int] = set()
        self.queue = LetterQueue(name="fake", waiting=self._waiting, issue=self._issue)

    def _waiting(self) -> QuerySet[Enterprise]:
        return Enterprise.objects.filter(pk__in=self.pks).exclude(pk__in=self.done).order_by("pk")

    def _issue(self, pk: int, *, at: object) -> Letter | None:
        self.tried.append(pk)
        if pk in self.errors:
            raise self.errors[pk]
        if pk in self.left:
            return None
        self.done.append(pk)
        return letter(self.office)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    return Fake(monkeypatch)


@pytest.mark.parametrize("error", [RenderingFailed("made up"), KeyError("made up")], ids=["layout", "anything"])
def test_a_letter_that_fails_does_not_stop_the_ones_behind_it(fake: Fake, error: Exception) -> None:
    first, *others = fake.pks
    fake.errors[first] = error
    assert issue_round(fake.queue, at=AT) == 3
    assert fake.done == others
    assert [failure_of(fake.queue, pk) for pk in fake.pks] == [FAILED, "", "", ""]


def test_a_full_round_of_failing_letters_makes_room_in_the_next(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MOST_A_ROUND", 2)
    fake.errors = {pk: RenderingFailed("made up") for pk in fake.pks[:2]}
    assert issue_round(fake.queue, at=AT) == 0
    assert fake.tried == fake.pks[:2]
    assert issue_round(fake.queue, at=AT + SECOND) == 2
    assert fake.tried == fake.pks


def test_a_failing_letter_is_tried_again_after_a_while_and_its_mark_goes_when_it_is_issued(fake: Fake) -> None:
    first = fake.pks[0]
    fake.errors[first] = RenderingFailed("made up")
    issue_round(fake.queue, at=AT)
    fake.errors.clear()
    assert issue_round(fake.queue, at=AT + RETRY_AFTER - SECOND) == 0
    assert issue_round(fake.queue, at=AT + RETRY_AFTER) == 1
    issue_round(fake.queue, at=AT + RETRY_AFTER + SECOND)
    assert not Heartbeat.objects.exists()


def test_a_row_whose_letter_has_an_obstacle_takes_nobodys_turn(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MOST_A_ROUND", 2)
    fake.left = set(fake.pks[:2])
    assert issue_round(fake.queue, at=AT) == 2
    assert not failure_of(fake.queue, fake.pks[0])


def test_others_may_write_after_each_letter_that_was_laid_out(fake: Fake) -> None:
    fake.left, fake.errors = {fake.pks[0]}, {fake.pks[1]: RenderingFailed("made up")}
    tried = list[int]()
    issue_round(fake.queue, at=AT, between=lambda: tried.append(len(fake.tried)))
    assert tried == [2, 3, 4]


def test_an_outage_stops_the_round_and_marks_no_letter(fake: Fake) -> None:
    fake.errors[fake.pks[0]] = OperationalError("database is locked")
    with pytest.raises(DatabaseError):
        issue_round(fake.queue, at=AT)
    assert fake.tried == fake.pks[:1]
    assert not Heartbeat.objects.exists()


def test_without_a_valid_certificate_no_letter_is_tried(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    def over(*_: object, **__: object) -> None:
        raise CertificateNotValid("made up")

    monkeypatch.setattr(rounds, "require_valid_certificate", over)
    with pytest.raises(CertificateNotValid):
        issue_round(fake.queue, at=AT)
    assert fake.tried == []
