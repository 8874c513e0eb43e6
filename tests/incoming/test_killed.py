"""An import that is killed in the middle: nothing of its sheet stays, and the file goes on under the same number."""

import os
import signal
from concurrent.futures.process import BrokenProcessPool
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from enterprises.records.importing import record_import
from enterprises.records.models import ImportBatch, Record
from enterprises.records.services import imported_rows
from enterprises.shared.clock import now
from enterprises.shared.incoming.models import IncomingFile
from enterprises.shared.incoming.store import sweep
from enterprises.shared.processes import worker_pool
from tests.importing.make import AGENCY_CODE, AGENCY_NAME, csv_file, new_enterprise, office, penalty

ADDRESS, HOST = "/desk/batches/new/", "localhost"
STORED, ROWS = 4, 10


def hand_over(content: bytes, user: User) -> Any:
    client = Client(headers={"host": HOST})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    sent = {"kind": "penalty", "do": "import", "file": SimpleUploadedFile("处罚.csv", content)}
    return client.post(ADDRESS, sent, follow=True)


def import_until_killed(content: bytes, user_id: int) -> None:
    """Import in this process, and die before the third transaction."""
    calls: list[int] = []

    def submit_rows(*rows: Any, **given: Any) -> Any:
        calls.append(1)
        if len(calls) * record_import.BATCH > STORED:
            os.kill(os.getpid(), signal.SIGKILL)
        return imported_rows.submit_rows(*rows, **given)

    patch = pytest.MonkeyPatch()
    patch.setattr(record_import, "submit_rows", submit_rows)
    patch.setattr(record_import, "BATCH", 2)
    hand_over(content, User.objects.get(pk=user_id))


@pytest.mark.django_db(transaction=True)
def test_nothing_stays_of_a_killed_import_and_it_can_be_continued(tmp_path: Path, data_dir: Path) -> None:
    sweep(at=now() + timedelta(days=1))  # what other tests have kept
    new_enterprise()
    own = office(code=AGENCY_CODE, name=AGENCY_NAME)
    content = csv_file(tmp_path, [penalty(number) for number in range(ROWS)]).read_bytes()
    with worker_pool(1) as pool, pytest.raises(BrokenProcessPool):
        pool.submit(import_until_killed, content, own.recorder.pk).result()
    left = list((data_dir / "incoming").glob("[!.]*"))
    assert content in [path.read_bytes() for folder in left for path in folder.iterdir()]
    assert {row.name for row in IncomingFile.objects.all()} == {folder.name for folder in left}

    assert sweep(at=now()) == len(left)
    assert list((data_dir / "incoming").glob("[!.]*")) == []
    assert not IncomingFile.objects.exists()

    batch = ImportBatch.objects.get()
    assert (batch.accepted, batch.finished_at, Record.objects.count()) == (STORED, None, STORED)
    page = hand_over(content, own.recorder).content.decode()
    assert f"续传第 {batch.pk} 批，此前已导入 {STORED} 行。已导入 {ROWS - STORED} 行，0 行没有变化" in page
    batch.refresh_from_db()
    assert (ImportBatch.objects.count(), batch.accepted, batch.unchanged, batch.refused) == (1, ROWS, 0, 0)
    assert batch.finished_at is not None
