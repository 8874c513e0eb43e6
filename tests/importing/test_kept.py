"""Penalties that may never be public are kept for the enterprise's own report, and no batch names them again."""

from datetime import date
from pathlib import Path

import pytest

from enterprises.records.models import ImportBatch, Record, RecordEvent
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.publication import NotKept, keep_record
from enterprises.shared.clock import now
from enterprises.shared.workflow.refusals import FourEyes, StateChanged
from tests.importing.make import (
    Office,
    load_penalties,
    new_enterprise,
    office,
    penalty,
    publish_last,
    run_refused,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("present")]
SIMPLE = {"X_CFCX": "简易程序", "CF_JDRQ": "2026-03-02"}


@pytest.fixture(autouse=True)
def own_office() -> Office:
    new_enterprise()
    return office()


def test_a_batch_keeps_them_once_and_names_them_no_more(tmp_path: Path, own_office: Office) -> None:
    load_penalties(tmp_path, penalty(1, **SIMPLE), penalty(2, X_CFCX="普通程序"), on="2026-06-01")
    text = publish_last(on="2026-06-02")
    assert "依规不予公示、已留存1条" in text
    assert "公示1条，未公示0条" in text
    kept = Record.objects.get(state=State.KEPT)
    assert (kept.reviewed_by, kept.public_from) == (own_office.reviewer, None)
    event = RecordEvent.objects.get(record=kept, verb="keep")
    assert (event.before, event.after, event.actor) == ("SUBMITTED", "KEPT", own_office.reviewer)
    assert "不予公示" in event.reason
    assert kept not in Record.objects.public(on=date(2026, 6, 3))
    again = publish_last(on="2026-06-03")
    assert "留存" not in again
    assert "公示0条，未公示0条" in again


def test_the_same_row_again_is_unchanged_and_another_one_a_version(tmp_path: Path) -> None:
    load_penalties(tmp_path, penalty(1, **SIMPLE), on="2026-06-01")
    publish_last(on="2026-06-02")
    first = Record.objects.get(state=State.KEPT)
    assert "无变化1行" in load_penalties(tmp_path, penalty(1, **SIMPLE), on="2026-06-03")
    load_penalties(tmp_path, penalty(1, **SIMPLE | {"CF_SY": "更正的事实"}), on="2026-06-04")
    publish_last(on="2026-06-05")
    first.refresh_from_db()
    second = Record.objects.get(state=State.KEPT)
    assert (first.state, second.supersedes) == (State.SUPERSEDED, first)
    load_penalties(tmp_path, penalty(1, **SIMPLE | {"X_CFCX": "普通程序", "CF_SY": "更正的事实"}), on="2026-06-06")
    assert "公示1条" in publish_last(on="2026-06-07")
    second.refresh_from_db()
    assert second.state == State.SUPERSEDED
    assert Record.objects.get(state=State.PUBLISHED).supersedes == second


def test_a_correction_that_hides_what_is_published_is_not_kept(tmp_path: Path, own_office: Office) -> None:
    load_penalties(tmp_path, penalty(1, **SIMPLE | {"X_CFCX": "普通程序"}), on="2026-06-01")
    publish_last(on="2026-06-02")
    load_penalties(tmp_path, penalty(1, **SIMPLE), on="2026-06-03")
    batch = ImportBatch.objects.order_by("-pk")[0]
    text = run_refused("publish_batch", str(batch.pk), "--by", "shenhe", "--changes", "all", on="2026-06-04")
    assert "不予公示" in text
    waiting = Record.objects.get(state=State.SUBMITTED)
    with pytest.raises(NotKept, match="先撤下"):
        keep_record(record=waiting, by=own_office.reviewer, at=now())
    assert Record.objects.filter(state=State.PUBLISHED).exists()


def test_one_by_one_a_second_person_keeps_what_may_not_be_public(tmp_path: Path, own_office: Office) -> None:
    load_penalties(tmp_path, penalty(1, **SIMPLE), penalty(2), penalty(3, CF_JDRQ="2018-01-02"), on="2026-06-01")
    simple, public, ended = Record.objects.order_by("pk")
    Record.objects.update(recorded_by=own_office.reviewer)
    with pytest.raises(FourEyes):
        keep_record(record=simple, by=own_office.reviewer, at=now())
    Record.objects.update(recorded_by=own_office.recorder)
    for record in (simple, ended):
        assert keep_record(record=record, by=own_office.reviewer, at=now()).state == State.KEPT
    with pytest.raises(NotKept, match="可以公示"):
        keep_record(record=public, by=own_office.reviewer, at=now())
    with pytest.raises(StateChanged):
        keep_record(record=simple, by=own_office.reviewer, at=now())
