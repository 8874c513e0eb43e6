# ruff: noqa: E402 - the models can be imported only once Django is set up
"""What the portal answers while its disk is full: `python -m tests.outages.full_disk`, with DATA_DIR on a small disk.

Prints what pages and readiness answered, as JSON.
"""

import errno
import json
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client

from creditportal.readiness.checks import disk
from enterprises.records.models import Record
from enterprises.shared import clock
from tests import make
from tests.desk.pages import content, new_address
from tests.importing.make import AGENCY_CODE, AGENCY_NAME, csv_file, penalty
from tests.importing.make import new_enterprise as importing_enterprise
from tests.importing.make import office as importing_office
from tests.support.clients import client_of


def fill(folder: Path) -> Path:
    """Write until no byte more fits, and return the file."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as stream:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while stream.write(bytes(size)):
                    pass
            except OSError as full:
                if full.errno != errno.ENOSPC:
                    raise
    return filler


def told(answer: Any) -> dict[str, object]:
    """Return what is asserted of an answer."""
    return {"status": answer.status_code, "page": answer.content.decode() if answer.status_code != 302 else ""}


def main(sheets: Path) -> dict[str, Any]:
    """Ask before, while and after the disk is full."""
    settings.ALLOWED_HOSTS, settings.DEBUG = ["testserver"], False
    call_command("migrate", verbosity=0)
    office, enterprise = make.office(), make.new_enterprise()
    recorder = client_of(office.recorder)
    importing_enterprise()
    importer = client_of(importing_office(code=AGENCY_CODE, name=AGENCY_NAME).recorder)
    sheet = csv_file(sheets, [penalty(number) for number in range(1, 400)]).read_bytes()
    record = content(CF_SY="事实" * 1000)

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # no room in the log of earlier writes
    filler = fill(Path(settings.DATA_DIR))
    found = disk(clock.now())
    form = recorder.post(new_address(enterprise), record)
    sent = {"kind": "penalty", "file": SimpleUploadedFile("a.csv", sheet), "do": "import"}
    importer.raise_request_exception = False  # its file finds no room: the page of the outage answers
    batch = importer.post("/desk/batches/new/", sent)
    reading = Client().get("/")
    stored = Record.objects.count()
    filler.unlink()
    return {
        "disk": {"ok": found.ok, "detail": found.detail},
        "form": told(form),
        "batch": told(batch),
        "reading": reading.status_code,
        "stored": stored,
        "afterwards": {
            "disk": disk(clock.now()).ok,
            "form": recorder.post(new_address(enterprise), record).status_code,
        },
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
