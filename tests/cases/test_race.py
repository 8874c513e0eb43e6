"""Two officers, or two applicants, at once: one step is taken, the other refused; numbers stay without gaps."""

from datetime import date
from pathlib import Path

import pytest

from enterprises.cases.models import Case
from enterprises.cases.services.decisions import decide
from enterprises.cases.services.intake import NotAdmitted
from enterprises.cases.services.steps import accept, withdraw_case
from enterprises.records.models import Record
from enterprises.shared.workflow.refusals import StateChanged
from tests.cases import make as cases
from tests.cases.make import noon
from tests.make import Office
from tests.support.at_once import together

pytestmark = pytest.mark.django_db(transaction=True)
ON = date(2026, 11, 18)


def test_of_two_officers_one_accepts(record: Record, office: Office) -> None:
    case = cases.objection(cases.ref(record), on=ON).cases[0]
    found = together(
        *(lambda by=by: accept(case=case, by=by, at=noon(ON)) for by in (office.recorder, office.reviewer))
    )
    assert sorted(found, key=str) == [StateChanged, None]
    assert case.events.filter(verb="accept").count() == 1


def test_a_case_is_decided_or_withdrawn_never_both(record: Record, office: Office) -> None:
    case = cases.in_review(cases.objection(cases.ref(record), on=ON).cases[0], office, on=ON)
    found = together(
        lambda: decide(case=case, outcome="REFUSED", reason="无误", by=office.reviewer, at=noon(ON)),
        lambda: withdraw_case(case=case, at=noon(ON)),
    )
    assert sorted(found, key=str) == [StateChanged, None]
    record.refresh_from_db()
    assert record.disputed_at is None


def test_cases_handed_in_at_once_have_numbers_without_gaps_and_one_answers_for_the_mark(record: Record) -> None:
    found = together(*(lambda: cases.objection(cases.ref(record), on=ON) for _ in range(3)))
    assert found == [None] * 3
    numbers = Case.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [f"YY-2026-00000{number}" for number in (1, 2, 3)]
    assert Case.objects.filter(marked=True).count() == 1


def test_of_two_repairs_at_once_one_is_received(record: Record, day: date, paper: Path) -> None:
    found = together(*(lambda: cases.repair(cases.ref(record), on=day, paper=paper) for _ in range(2)))
    assert sorted(found, key=str) == [NotAdmitted, None]
    assert Case.objects.get().number == "XF-2027-000001"
