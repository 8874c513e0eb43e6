"""An import that was cut and loaded again is one delivery, under one number or two."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client

from enterprises.agencies.models import Officer
from enterprises.records.importing import record_import
from enterprises.records.models import ImportBatch, Record
from enterprises.records.services import imported_rows
from enterprises.records.services.deliveries import delivery_of
from tests.importing.make import AGENCY_CODE, Office, csv_file, office, penalty, run, run_refused
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db
CUT = 4


@pytest.fixture(autouse=True)
def own_office() -> Office:
    made = office()
    Officer.objects.create(
        user=User.objects.create_user("luru-b"), agency=made.agency, may_record=True, may_review=True
    )
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    bad = penalty(90, CF_JDRQ="昨天")
    return csv_file(tmp_path, [bad, *(penalty(number) for number in range(10)), penalty(91, CF_JDRQ="明天")])


def load(path: Path, *, by: str, status: int = 1) -> str:
    return run_refused("import_records", "penalty", str(path), "--agency", AGENCY_CODE, "--by", by, status=status)


def cut(path: Path, *, by: str, after: int = CUT) -> None:
    """Import some rows, until the database fails."""
    calls: list[int] = []

    def submit_rows(*rows: Any, **given: Any) -> Any:
        calls.append(1)
        if len(calls) * 2 > after:
            raise OperationalError("gone")
        return imported_rows.submit_rows(*rows, **given)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(OperationalError):
        patch.setattr(record_import, "BATCH", 2)
        patch.setattr(record_import, "submit_rows", submit_rows)
        run("import_records", "penalty", str(path), "--agency", AGENCY_CODE, "--by", by)


def counts(batch: ImportBatch) -> tuple[int, int, int]:
    batch.refresh_from_db()
    return batch.accepted, batch.unchanged, batch.refused


def test_the_same_person_goes_on_under_the_same_number(path: Path) -> None:
    cut(path, by="luru")
    batch = ImportBatch.objects.get()
    assert (batch.finished_at, counts(batch)) == (None, (CUT, 0, 1))
    text = load(path, by="luru")
    assert f"续传第{batch.pk}批，此前已导入{CUT}行" in text
    assert (ImportBatch.objects.count(), counts(batch)) == (1, (10, 0, 2))
    assert batch.finished_at is not None
    assert set(Record.objects.values_list("batch", flat=True)) == {batch.pk}


def test_another_person_gets_a_number_that_names_the_first(path: Path, own_office: Office) -> None:
    cut(path, by="luru")
    text = load(path, by="luru-b")
    second, first = ImportBatch.objects.order_by("-id")
    assert f"续传第{first.pk}批" in text
    assert f"第{second.pk}批" in text
    assert second.continues == first
    assert (counts(first), counts(second)) == ((CUT, 0, 0), (6, 0, 2))
    assert None not in (first.finished_at, second.finished_at)
    assert Record.objects.filter(batch=second).values_list("recorded_by__username").distinct().get() == ("luru-b",)
    delivery = delivery_of(second)
    assert delivery == delivery_of(first)
    assert (delivery.accepted, delivery.unchanged, delivery.refused, delivery.is_finished) == (10, 0, 2, True)


def test_three_readings_of_two_people_are_one_delivery(path: Path) -> None:
    cut(path, by="luru")
    cut(path, by="luru-b", after=6)
    second, first = ImportBatch.objects.order_by("-id")
    assert delivery_of(second).refused == 1
    load(path, by="luru")
    assert ImportBatch.objects.count() == 2
    assert delivery_of(first).batches == (first, second)
    assert (counts(first), counts(second)) == ((8, 0, 2), (2, 0, 0))


def test_rows_of_before_the_delivery_are_unchanged(path: Path, tmp_path: Path) -> None:
    other = csv_file(tmp_path, [penalty(8), penalty(9)], name="other.csv")
    run("import_records", "penalty", str(other), "--agency", AGENCY_CODE, "--by", "luru")
    cut(path, by="luru")
    load(path, by="luru")
    assert counts(ImportBatch.objects.order_by("-id")[0]) == (8, 2, 2)


def test_a_reading_that_finds_nothing_new_ends_the_delivery(path: Path) -> None:
    cut(path, by="luru", after=10)
    text = load(path, by="luru-b")
    batch = ImportBatch.objects.get()
    assert "没有新的记录" in text
    assert counts(batch) == (10, 0, 2)
    assert batch.finished_at is not None
    assert "续传" not in load(path, by="luru")


@pytest.mark.parametrize("change", ["file", "finished", "dry run"])
def test_only_the_rest_of_the_same_file_continues(path: Path, change: str) -> None:
    cut(path, by="luru")
    batch = ImportBatch.objects.get()
    if change == "file":
        path.write_bytes(path.read_bytes() + b"\n")
    if change == "finished":
        ImportBatch.objects.update(finished_at=batch.created_at)
    options = ["--dry-run"] if change == "dry run" else []
    run_refused("import_records", "penalty", str(path), "--agency", AGENCY_CODE, "--by", "luru", *options)
    assert ImportBatch.objects.count() == (1 if options else 2)
    assert ImportBatch.objects.filter(continues__isnull=False).count() == 0
    assert counts(batch) == (CUT, 0, 1)


def test_list_and_page_show_one_delivery_with_both_numbers(path: Path, own_office: Office) -> None:
    cut(path, by="luru")
    client: Client = client_of(own_office.reviewer)
    first = ImportBatch.objects.get()
    assert "未读到文件结尾" in client.get("/desk/batches/").content.decode()
    assert "再次导入同一文件即可续传" in client.get(f"/desk/batches/{first.pk}/").content.decode()
    load(path, by="luru-b")
    second = ImportBatch.objects.get(continues=first)
    listed = " ".join(client.get("/desk/batches/").content.decode().split())
    assert listed.count("<tr>") == 2  # header and one delivery
    assert f'/desk/batches/{first.pk}/">{first.pk}</a>、<a href="/desk/batches/{second.pk}/"' in listed
    assert "未读到文件结尾" not in listed
    for batch in (first, second):
        page = " ".join(client.get(f"/desk/batches/{batch.pk}/").content.decode().split())
        assert f"第 {batch.pk} 批（本批）" in page
        assert "合计接收 10 条，未变 0 条，拒收 2 条" in page


@pytest.mark.usefixtures("present")
def test_whoever_imported_a_part_does_not_publish_it(path: Path, own_office: Office) -> None:
    cut(path, by="luru")
    load(path, by="luru-b")
    second = ImportBatch.objects.order_by("-id")[0]
    run_refused("publish_batch", str(second.pk), "--by", "luru-b", status=2)
    assert "公示6条" in run("publish_batch", str(second.pk), "--by", own_office.reviewer.username)
