"""Kinds are data: what each declares, and that one more needs one file."""

import re
import sys
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.cases import kinds
from enterprises.cases.kinds import registry
from enterprises.cases.kinds.registry import case_kind, case_kinds
from enterprises.cases.kinds.types import CaseKind, Effect
from enterprises.cases.rules.lifecycle import CASE_LIFECYCLE, CaseState
from enterprises.cases.services.decisions import close
from enterprises.records.models import Record
from tests.cases import make as cases
from tests.cases.forms import new_url
from tests.cases.make import APPLICANT, noon
from tests.make import Office
from tests.support.clients import words_of

ON = date(2026, 11, 18)
COMPLAINT = """
from enterprises.cases.kinds._common import CONFIRM_TERM, EVIDENCE, LETTERS, PAPERS_TERM, PASS_ON_TERM
from enterprises.cases.kinds.types import CaseKind, CaseClock, Confirming, Effect, CaseGround, CaseOutcome, CaseStep
from enterprises.documents.letters.kinds import LetterCode

KIND = CaseKind(
    code="made-up",
    label="办事投诉",
    prefix="ZZ",
    grounds=(CaseGround(code="service", label="办事"),),
    papers=(EVIDENCE,),
    clocks=(
        PASS_ON_TERM,
        CaseClock(step=CaseStep.ACCEPT, days=5, source="《某条例》（时限待核实）", confirmed=False),
        CaseClock(step=CaseStep.DECIDE, days=15, source="《某条例》（时限待核实）", confirmed=False),
        PAPERS_TERM,
        CONFIRM_TERM,
    ),
    outcomes=(
        CaseOutcome(
            code="ANSWERED",
            label="已答复",
            effect=Effect.NOTHING,
            confirming=Confirming.NEVER,
            letter=LetterCode.OBJECTION_REPLY,
            favours_applicant=True,
        ),
    ),
    letters=LETTERS,
    purpose="对办事有意见的，可以投诉。",
    english={
        "办事投诉": "Complaint",
        "办事": "Service",
        "已答复": "Answered",
        "对办事有意见的，可以投诉。": "For whoever is not content with a service.",
    },
)
"""


def test_the_kinds_are_those_of_the_modules() -> None:
    found = {kind.code: kind.prefix for kind in case_kinds().values()}
    assert found | {"error-report": "JC", "objection": "YY", "repair": "XF"} == found


@pytest.mark.parametrize("code", ["error-report", "objection", "repair"])
def test_a_kind_names_grounds_outcomes_and_letters(code: str) -> None:
    kind = case_kind(code)
    verbs = {each.verb for each in CASE_LIFECYCLE.transitions} | {"extend", "undo"}
    assert set(kind.letters) <= verbs
    assert {"accept", "refuse", "want-papers", "extend"} <= set(kind.letters)
    assert any(not each.favours_applicant for each in kind.outcomes)
    assert all(each.letter for each in kind.outcomes)
    assert kind.grounds


def test_repair_requests_two_papers_and_no_more() -> None:
    kind = case_kind("repair")
    assert [paper.code for paper in kind.papers if paper.required] == ["performance", "promise"]
    assert len(kind.papers) == 2
    assert kind.repairs
    assert [each.effect for each in kind.outcomes if each.favours_applicant] == [Effect.REPAIR]


@pytest.mark.django_db
def test_a_fourth_kind_is_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Record, office: Office, client: Client
) -> None:
    (tmp_path / "made_up.py").write_text(COMPLAINT)
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    registry.case_kinds.cache_clear()
    try:
        receipt = cases.handed_in("made-up", cases.ref(record), on=ON, ground="service", applicant=APPLICANT)
        case = receipt.cases[0]
        assert case.number == "ZZ-2026-000001"
        assert case.due_on == date(2026, 11, 25)
        case = cases.decided(case, office, outcome="ANSWERED", on=ON)
        assert close(case=case, by=office.recorder, at=noon(ON)).state == CaseState.CLOSED
        client.cookies["django_language"] = "en"
        assert "For whoever is not content with a service." in words_of(client.get(new_url(record)))
        assert "Service" in words_of(client.get(new_url(record, kind="made-up")))
        client.post(reverse("cases:open"), {"number": case.number, "code": receipt.code})
        own = words_of(client.get(reverse("cases:case", args=[case.number])))
        assert {"Complaint", "Answered"} <= set(re.findall(r"\w+", own))
    finally:
        registry.case_kinds.cache_clear()
        sys.modules.pop("enterprises.cases.kinds.made_up", None)


def test_two_kinds_of_one_prefix_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "second.py").write_text(COMPLAINT.replace('"ZZ"', '"YY"'))
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    registry.case_kinds.cache_clear()
    try:
        with pytest.raises(ValueError, match="share"):
            case_kinds()
    finally:
        registry.case_kinds.cache_clear()
        sys.modules.pop("enterprises.cases.kinds.second", None)


def test_the_registry_holds_kinds_alone() -> None:
    assert all(isinstance(kind, CaseKind) for kind in case_kinds().values())
