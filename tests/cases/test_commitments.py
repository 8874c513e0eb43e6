"""The promise of a granted repair: public without who signed, and broken when the repair is undone."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from enterprises.cases.models import Case
from enterprises.cases.services.bans import ask_undo_repair, undo_repair
from enterprises.cases.services.decisions import confirm_decision
from enterprises.catalogue.cells import Audience
from enterprises.catalogue.codes import KindCode
from enterprises.creditfile.assemble import assemble
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.drafting import draft_new_version, edit_draft, submit_record
from enterprises.records.services.publication import publish_record
from enterprises.register.models import Enterprise
from tests import make
from tests.cases import make as cases
from tests.cases.make import APPLICANT, noon
from tests.make import Office

pytestmark = pytest.mark.django_db


def commitments() -> list[Record]:
    return list(Record.objects.filter(kind=KindCode.COMMITMENT).order_by("pk"))


def granted(record: Record, office: Office, *, on: date, paper: Path) -> Case:
    return cases.granted(cases.repair(cases.ref(record), on=on, paper=paper).cases[0], office, on=on)


def test_a_granted_repair_publishes_the_promise(record: Record, office: Office, day: date, paper: Path) -> None:
    case = cases.repair(cases.ref(record), on=day, paper=paper).cases[0]
    case = cases.decided(case, office, outcome="GRANTED", on=day)
    assert commitments() == []
    confirm_decision(case=case, by=office.recorder, at=noon(day))
    (promise,) = commitments()
    assert (promise.state, promise.document_number, promise.decided_on) == (State.PUBLISHED, case.number, day)
    assert (promise.recorded_by, promise.reviewed_by) == (office.reviewer, office.recorder)
    # Not longer than what it took off would have been public.
    assert promise.public_until == record.public_until
    assert promise.details["X_CN_LYZT"] == "履行中"


def test_the_file_shows_it_and_nothing_of_the_person_nor_of_the_penalty(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    case = granted(record, office, on=day, paper=paper)
    file = assemble(record.enterprise, on=day, at=noon(day), audience=Audience.PUBLIC)
    (row,) = [row for chapter in file.chapters for row in chapter.rows]
    text = " ".join(cell.value for cell in row.cells)
    assert row.kind == KindCode.COMMITMENT
    assert "提交的全部材料真实" in text
    assert case.number in text
    for hidden in (APPLICANT.name, APPLICANT.telephone, APPLICANT.mail, record.document_number):
        assert hidden not in text


def test_false_papers_break_it(record: Record, office: Office, day: date, paper: Path) -> None:
    case = granted(record, office, on=day, paper=paper)
    later = day + timedelta(days=40)
    until = later + timedelta(days=365)
    case = ask_undo_repair(case=case, reason="证明系伪造", banned_until=until, by=office.recorder, at=noon(later))
    assert [one.details["X_CN_LYZT"] for one in commitments()] == ["履行中"]
    undo_repair(case=case, by=office.reviewer, at=noon(later))
    kept, broken = commitments()
    assert (kept.state, broken.state) == (State.SUPERSEDED, State.PUBLISHED)
    assert (broken.supersedes_id, broken.details["X_CN_LYZT"]) == (kept.pk, "未履行")


def test_a_promise_of_a_corrected_number_is_broken_too(record: Record, office: Office, day: date, paper: Path) -> None:
    case = granted(record, office, on=day, paper=paper)
    (promise,) = commitments()
    version = draft_new_version(record=promise, by=office.recorder, at=noon(day))
    raw = promise.field_values() | {"X_CN_BM": "更正1号"}
    edit_draft(record=version, raw=raw, by=office.recorder, at=noon(day))
    submit_record(record=version, by=office.recorder, at=noon(day), personal_data_confirmed=True)
    publish_record(record=version, by=office.reviewer, at=noon(day), personal_data_confirmed=True)
    until = day + timedelta(days=365)
    ask_undo_repair(case=case, reason="证明系伪造", banned_until=until, by=office.recorder, at=noon(day))
    undo_repair(case=case, by=office.reviewer, at=noon(day))
    kept, corrected, broken = commitments()
    assert (kept.state, corrected.state, broken.state) == (State.SUPERSEDED, State.SUPERSEDED, State.PUBLISHED)
    assert (broken.document_number, broken.details["X_CN_LYZT"]) == ("更正1号", "未履行")


def test_a_repair_is_undone_after_the_last_day_of_its_promise(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    case = granted(record, office, on=day, paper=paper)
    (promise,) = commitments()
    assert promise.public_until is not None
    ended = promise.public_until
    until = ended + timedelta(days=365)
    case = ask_undo_repair(case=case, reason="证明系伪造", banned_until=until, by=office.recorder, at=noon(ended))
    case = undo_repair(case=case, by=office.reviewer, at=noon(ended))
    assert case.undone_at == noon(ended)
    (unchanged,) = commitments()
    assert (unchanged.state, unchanged.details["X_CN_LYZT"]) == (State.PUBLISHED, "履行中")


def test_an_open_version_of_it_gives_way(record: Record, office: Office, day: date, paper: Path) -> None:
    case = granted(record, office, on=day, paper=paper)
    draft = draft_new_version(record=commitments()[0], by=office.recorder, at=noon(day))
    until = day + timedelta(days=365)
    case = ask_undo_repair(case=case, reason="证明系伪造", banned_until=until, by=office.recorder, at=noon(day))
    undo_repair(case=case, by=office.reviewer, at=noon(day))
    draft.refresh_from_db()
    assert draft.state == State.DISCARDED
    event = draft.events.get(verb="give-way")
    assert (event.before, event.after, event.actor) == (State.DRAFT, State.DISCARDED, office.recorder)
    assert commitments()[-1].details["X_CN_LYZT"] == "未履行"


def test_a_market_regulators_repair_publishes_none(settings: object, paper: Path, enterprise: Enterprise) -> None:
    settings.MARKET_REGULATION_REPAIRS = True  # type: ignore[attr-defined]
    office = make.office(8)
    record = make.published(
        office, enterprise=enterprise, CF_CFLB="吊销许可证件", CF_NR_FK="", CF_NR_ZKDX="许可证 第1号"
    )
    assert record.repairable_from is not None
    granted(record, office, on=record.repairable_from, paper=paper)
    record.refresh_from_db()
    assert record.state == State.WITHDRAWN
    assert commitments() == []
