"""The registry of institutions: four eyes in, four eyes out, complaints counted."""

from datetime import date, timedelta
from operator import attrgetter
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from enterprises.agencies.permissions import NotPermitted
from enterprises.evaluations.models import Institution
from enterprises.evaluations.rules import InstitutionState
from enterprises.evaluations.selectors import complaints_of, institutions_of_codes, registered_institutions
from enterprises.evaluations.services.institutions import (
    InstitutionRefused,
    accept_institution,
    confirm_institution_withdrawal,
    note_complaint,
    propose_institution,
    propose_withdrawal,
    refuse_institution,
    turn_down_withdrawal,
)
from enterprises.shared.workflow.refusals import FourEyes, ReasonMissing, StateChanged
from tests import make
from tests.evaluations import make as making
from tests.make import AT, ON, Office

pytestmark = pytest.mark.django_db


def test_one_proposes_and_another_accepts(office: Office) -> None:
    proposed = making.proposed(office)
    assert not registered_institutions().exists()
    accepted = accept_institution(institution=proposed, by=office.reviewer, at=AT)
    assert accepted.state == InstitutionState.ACCEPTED
    assert list(registered_institutions()) == [accepted]
    assert list(accepted.events.values_list("verb", "actor_id")) == [
        ("propose", office.recorder.pk),
        ("accept", office.reviewer.pk),
    ]


def test_nobody_accepts_what_he_proposed(office: Office) -> None:
    both = make.officer("both", agency=office.agency, may_record=True, may_review=True)
    own = propose_institution(given=making.stated(), agency=office.agency, by=both, at=AT)
    with pytest.raises(FourEyes):
        accept_institution(institution=own, by=both, at=AT)
    with pytest.raises(FourEyes):
        refuse_institution(institution=own, reason="x", by=both, at=AT)
    with pytest.raises(NotPermitted):
        accept_institution(institution=own, by=office.recorder, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Institution.objects.update(accepted_by=both)


def test_nobody_enters_with_a_qualification_that_has_ended(office: Office) -> None:
    with pytest.raises(InstitutionRefused, match="资质已于2026年5月5日到期"):
        making.proposed(office, valid_until=date(2026, 5, 5))
    last = making.proposed(office, valid_until=ON)
    with pytest.raises(InstitutionRefused, match="到期"):
        accept_institution(institution=last, by=office.reviewer, at=AT + timedelta(days=1))
    accept_institution(institution=last, by=office.reviewer, at=AT)


def test_the_register_marks_an_ended_qualification(office: Office, client: Client) -> None:
    institution = making.registered(office, valid_until=ON)
    pages = ("/evaluations/institutions/", f"/evaluations/institutions/{institution.pk}/")
    for day, is_marked in ((ON, False), (ON + timedelta(days=1), True)):
        with time_machine.travel(f"{day}T09:00:00+08:00", tick=False):
            assert [("资质已到期" in client.get(page).content.decode()) for page in pages] == [is_marked] * 2


def test_another_agency_has_no_say(office: Office) -> None:
    other = make.office(2, name="武汉市商务局")
    with pytest.raises(NotPermitted):
        propose_institution(given=making.stated(), agency=office.agency, by=other.recorder, at=AT)
    with pytest.raises(NotPermitted):
        accept_institution(institution=making.proposed(office), by=other.reviewer, at=AT)


def test_a_code_is_registered_once(office: Office) -> None:
    institution = making.registered(office)
    with pytest.raises(InstitutionRefused, match="已经登记"):
        making.proposed(office)
    making.withdrawn(institution, office)
    again = making.registered(office)
    assert institutions_of_codes({again.code})[again.code].withdrawn_on is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"code": "123"}, "代码"), ({"scales": {}}, "等级标准"), ({"contact": "13812345678"}, "座机")],
)
def test_code_and_scale_are_required(office: Office, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InstitutionRefused, match=sentence):
        making.proposed(office, **changes)


def test_two_people_take_an_institution_out(office: Office) -> None:
    institution = making.registered(office)
    with pytest.raises(ReasonMissing):
        propose_withdrawal(institution=institution, reason=" ", by=office.reviewer, at=AT)
    leaving = propose_withdrawal(institution=institution, reason="资质被撤销。", by=office.reviewer, at=AT)
    with pytest.raises(FourEyes):
        confirm_institution_withdrawal(institution=leaving, by=office.reviewer, at=AT)
    assert institutions_of_codes({leaving.code})[leaving.code].withdrawn_on is None
    second = make.officer("second", agency=office.agency, may_review=True)
    gone = confirm_institution_withdrawal(institution=leaving, by=second, at=AT)
    assert (gone.state, gone.withdrawn_on, gone.withdrawn_reason) == ("WITHDRAWN", make.ON, "资质被撤销")
    assert list(registered_institutions()) == [gone]
    with pytest.raises(StateChanged):
        propose_withdrawal(institution=gone, reason="x", by=office.reviewer, at=AT)


def test_a_withdrawal_can_be_turned_down(office: Office) -> None:
    leaving = propose_withdrawal(institution=making.registered(office), reason="x", by=office.recorder, at=AT)
    kept = turn_down_withdrawal(institution=leaving, reason="仍然有效", by=office.reviewer, at=AT)
    assert (kept.state, kept.withdrawn_reason, kept.withdrawal_proposed_by) == ("ACCEPTED", "", None)


def test_complaints_are_counted(office: Office) -> None:
    institution = making.registered(office)
    for is_upheld in (True, False, False):
        note_complaint(institution=institution, received_on=make.ON, is_upheld=is_upheld, by=office.recorder, at=AT)
    counted = complaints_of(institution)
    assert (counted.received, counted.upheld) == (3, 1)
    assert list(map(attrgetter("received", "upheld"), registered_institutions())) == [(3, 1)]
    with pytest.raises(InstitutionRefused, match="不能晚于"):
        note_complaint(institution=institution, received_on=date(2026, 5, 7), is_upheld=True, by=office.recorder, at=AT)
    with pytest.raises(InstitutionRefused, match="没有登记"):
        note_complaint(
            institution=making.proposed(office, 502), received_on=make.ON, is_upheld=True, by=office.recorder, at=AT
        )
