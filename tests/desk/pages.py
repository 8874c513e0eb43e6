"""What officers send to the desk."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from enterprises.catalogue.registry import kind_of
from enterprises.records.desk.content import form_fields
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from tests import make
from tests.importing.make import csv_file

ADDRESS = "/desk/batches/new/"
SUBMIT = {"submit": "1"}
# What an officer chooses where a file has a number, and a day that lets the kind be public on the fixed morning.
CHOSEN: dict[str, dict[str, str]] = {"licence": {"XK_ZT": "有效"}, "inspection": {"X_JC_RQ": "2026-04-01"}}


def content(kind: str = "penalty", **changes: str | list[str]) -> dict[str, object]:
    """Return what a browser sends for right content of a kind."""
    fields = {field.code for field in form_fields(kind_of(kind))}
    return {code: value for code, value in make.typed(kind, **changes).items() if code in fields}


def new_address(enterprise: Enterprise, kind: str = "penalty") -> str:
    """Return the address of the form for a new record."""
    return reverse("desk:new-record", kwargs={"kind": kind, "uscc": enterprise.uscc})


def page_of(client: Client, record: Record) -> str:
    """Return the page of a record as text."""
    answer = client.get(reverse("desk:record", kwargs={"pk": record.pk}))
    assert answer.status_code == 200
    return answer.content.decode()


def offered(answer: Any) -> set[str]:
    """Return the names of the steps that a page of a record offers."""
    return {offer.step.name for offer in answer.context["steps"]}


def form_of(answer: Any, step: str) -> Any:
    """Return the form of a step on the page of a record."""
    return next(offer.form for offer in answer.context["steps"] if offer.step.name == step)


def take(client: Client, record: Record, step: str, **given: object) -> Any:
    """Take a step on the page of a record."""
    return client.post(reverse("desk:step", kwargs={"pk": record.pk, "step": step}), given)


def hand_over(client: Client, folder: Path, rows: Iterable[dict[str, str]], do: str, **changed: Any) -> Any:
    """Send a sheet of penalties, to check or to import it."""
    content = csv_file(folder, rows).read_bytes()
    sent = {"kind": "penalty", "file": SimpleUploadedFile("处罚 双公示.csv", content), "do": do, **changed}
    return client.post(ADDRESS, sent, follow=True)
