"""publish_batch: the second person publishes what the rules let through, and the rest stays."""

from datetime import date, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from enterprises.agencies.models import Officer
from enterprises.records.models import ImportBatch, Record, RecordEvent
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.services import bulk_publication
from enterprises.records.services.publication import KeyWithdrawn, publish_record
from enterprises.register.models import Enterprise
from enterprises.register.signals import credit_file_changed
from enterprises.shared.clock import SHANGHAI
from tests.importing.make import AGENCY_CODE, Office, csv_file, new_enterprise, office, penalty, run, run_refused, uscc

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("present")]


@pytest.fixture(autouse=True)
def own_office() -> Office:
    return office()


def load(tmp_path: Path, *rows: dict[str, str], on: str = "2026-06-01") -> ImportBatch:
    path = csv_file(tmp_path, rows)
    run("import_records", "penalty", str(path), "--agency", AGENCY_CODE, "--by", "luru", on=on)
    return ImportBatch.objects.order_by("-pk")[0]


def test_all_of_a_batch_becomes_public(tmp_path: Path, own_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_publication, "CHUNK", 2)
    known = new_enterprise(1)
    batch = load(tmp_path, *[penalty(number) for number in range(1, 5)], penalty(5, CF_XDR_SHXYM=uscc(2)))
    seen: list[int] = []

    def receive(*, enterprise_ids: list[int], **kwargs: object) -> None:
        seen.extend(enterprise_ids)

    credit_file_changed.connect(receive)
    try:
        text = run("publish_batch", str(batch.pk), "--by", "shenhe", on="2026-06-03")
    finally:
        credit_file_changed.disconnect(receive)
    assert f"第{batch.pk}批：公示5条，未公示0条" in text
    assert Record.objects.public(on=date(2026, 6, 3)).count() == 5
    record = Record.objects.order_by("pk")[0]
    assert (record.reviewed_by, record.public_from) == (own_office.reviewer, date(2026, 6, 3))
    assert record.period_rule
    assert record.legal_basis
    assert record.public_until is not None
    events = RecordEvent.objects.filter(record=record).values_list("verb", "before", "after")
    assert list(events) == [("import", "", "SUBMITTED"), ("publish", "SUBMITTED", "PUBLISHED")]
    named = Enterprise.objects.get(uscc=uscc(2))
    assert (named.public_from, named.revision) == (date(2026, 6, 3), 2)
    assert set(seen) == {known.pk, named.pk}


def test_it_computes_what_one_by_one_computes(tmp_path: Path, own_office: Office) -> None:

    rows = [
        penalty(1),
        penalty(2, CF_NR_FK="200"),
        penalty(3, CF_CFLB="吊销许可证件", CF_NR_ZKDX="许可证1", CF_NR_FK=""),
    ]
    load(tmp_path, *rows)
    twin = load(tmp_path, *[{**row, "CF_WSH": f"twin{number}"} for number, row in enumerate(rows)])
    at = datetime(2026, 6, 3, 12, tzinfo=SHANGHAI)
    for record in Record.objects.exclude(batch=twin):
        publish_record(record=record, by=own_office.reviewer, at=at)
    run("publish_batch", str(twin.pk), "--by", "shenhe", on="2026-06-03")
    columns = ("state", "reviewed_by", "published_at", *bulk_publication._PERIOD_COLUMNS, "gravity")
    by_one = list(Record.objects.exclude(batch=twin).order_by("pk").values_list(*columns))
    in_bulk = list(Record.objects.filter(batch=twin).order_by("pk").values_list(*columns))
    assert in_bulk == by_one
    assert len({row[4] for row in in_bulk}) > 1


def test_what_no_rule_lets_through_stays_submitted(tmp_path: Path) -> None:
    without_class = penalty(3, CF_CFLB="其他-训诫", CF_NR_FK="", CF_JDRQ="2025-12-20")
    batch = load(tmp_path, penalty(1), penalty(2, CF_CFLB="警告", CF_NR_FK=""), without_class)
    text = run_refused("publish_batch", str(batch.pk), "--by", "shenhe")
    assert "公示1条，未公示1条" in text
    assert "武市监罚〔2026〕3号）未公示：" in text
    assert "已留存1条" in text
    assert Record.objects.filter(state=State.SUBMITTED).count() == 1
    again = run_refused("publish_batch", str(batch.pk), "--by", "shenhe")
    assert "公示0条，未公示1条" in again


def test_a_version_takes_the_place_of_the_published(tmp_path: Path) -> None:
    run("publish_batch", str(load(tmp_path, penalty()).pk), "--by", "shenhe")
    batch = load(tmp_path, penalty(CF_SY="更正的事实"))
    run("publish_batch", str(batch.pk), "--by", "shenhe", "--changes", "all")
    old, new = Record.objects.order_by("pk")
    assert (old.state, new.state, new.supersedes) == ("SUPERSEDED", "PUBLISHED", old)
    assert RecordEvent.objects.filter(record=old, verb="supersede", reason=f"由记录 {new.pk} 替代").exists()


def test_another_record_with_the_key_is_not_replaced(tmp_path: Path) -> None:
    run("publish_batch", str(load(tmp_path, penalty()).pk), "--by", "shenhe")
    batch = load(tmp_path, penalty(CF_SY="更正的事实"))
    Record.objects.filter(batch=batch).update(supersedes=None)
    assert "已经公示" in run_refused("publish_batch", str(batch.pk), "--by", "shenhe")


def test_what_was_withdrawn_meanwhile_does_not_come_back(tmp_path: Path, own_office: Office) -> None:
    run("publish_batch", str(load(tmp_path, penalty()).pk), "--by", "shenhe")
    batch = load(tmp_path, penalty(CF_SY="更正的事实"))
    Record.objects.filter(state=State.PUBLISHED).update(
        state=State.WITHDRAWN, withdrawn_at="2026-06-02T00:00:00Z", withdrawn_reason=WithdrawalReason.REPAIRED
    )
    text = run_refused("publish_batch", str(batch.pk), "--by", "shenhe", on="2026-06-03")
    assert "已经撤下或移出，不能公示" in text
    waiting = Record.objects.get(batch=batch)
    assert waiting.state == "SUBMITTED"
    with pytest.raises(KeyWithdrawn):
        publish_record(record=waiting, by=own_office.reviewer, at=waiting.created_at)
    Record.objects.filter(pk=waiting.pk).update(created_at="2026-06-02T01:00:00Z")
    assert "公示1条" in run("publish_batch", str(batch.pk), "--by", "shenhe", on="2026-06-03")


def test_four_eyes(tmp_path: Path, own_office: Office) -> None:
    batch = load(tmp_path, penalty(1), penalty(2))
    Officer.objects.update(may_record=True, may_review=True)
    assert "不得为同一人" in run_refused("publish_batch", str(batch.pk), "--by", "luru", status=2)
    Record.objects.filter(document_number__contains="2号").update(recorded_by=own_office.reviewer)
    assert "公示1条，未公示1条" in run_refused("publish_batch", str(batch.pk), "--by", "shenhe")


def test_only_a_reviewer_of_the_agency(tmp_path: Path) -> None:
    office(code=uscc(9002, department="1"), name="武汉市生态环境局", prefix="b")
    User.objects.create_user("nobody")
    batch = load(tmp_path, penalty())
    for name in ("bshenhe", "nobody", "missing"):
        run_refused("publish_batch", str(batch.pk), "--by", name, status=2)
    assert not Record.objects.filter(state=State.PUBLISHED).exists()


def test_an_unknown_batch() -> None:
    assert "没有第77批" in run_refused("publish_batch", "77", "--by", "shenhe", status=2)


def test_who_wrote_a_part_of_a_row_does_not_publish_it(tmp_path: Path, own_office: Office) -> None:
    batch = load(tmp_path, penalty(1))
    record = Record.objects.get(batch=batch)
    RecordEvent.objects.create(
        record=record, at=datetime(2026, 6, 2, tzinfo=SHANGHAI), actor=own_office.reviewer, verb="edit"
    )
    run_refused("publish_batch", str(batch.pk), "--by", "shenhe", on="2026-06-03")
    record.refresh_from_db()
    assert (record.state, record.reviewed_by) == (State.SUBMITTED, None)
