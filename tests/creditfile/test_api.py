"""The API of one credit file: the same content as the page, and errors of one shape."""

import pytest
import time_machine
from django.test import Client

from enterprises.register.models import Enterprise
from tests.catalogue.rows import RESIDENT
from tests.creditfile.make import AT, published
from tests.importing.make import new_enterprise, office, uscc

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> object:
    with time_machine.travel(AT, tick=False):
        yield


def test_the_file_has_labels_source_and_period_of_every_row(client: Client) -> None:
    enterprise = new_enterprise()
    published("penalty", enterprise, office())
    answer = client.get(f"/api/v1/enterprises/{enterprise.uscc}/")
    data = answer.json()
    [row] = data["chapters"][1]["rows"]
    assert (data["name"], data["on"], data["chapters"][1]["count"]) == (enterprise.name, "2026-05-04", 1)
    assert row["source"] and row["last_public_on"] and row["legal_basis"]
    assert {"code": "CF_CFLB", "label": "处罚类别", "value": "罚款"} in row["cells"]


def test_answers_are_revalidated_and_never_archived(client: Client) -> None:
    address = f"/api/v1/enterprises/{new_enterprise().uscc}/"
    answer = client.get(address)
    assert answer["Cache-Control"] == "no-cache"
    assert answer["X-Robots-Tag"] == "noarchive"
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("query", ["?on=2020-01-01", "?verbose=1"])
def test_an_unknown_parameter_is_refused(client: Client, query: str) -> None:
    answer = client.get(f"/api/v1/enterprises/{new_enterprise().uscc}/{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_parameter")


def test_a_wrong_code_is_told_from_an_unknown_one(client: Client) -> None:
    right = uscc(77)
    wrong = right[:-1] + ("A" if right[-1] != "A" else "B")
    answers = [client.get(f"/api/v1/enterprises/{code}/") for code in (right, wrong)]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (404, "not_found"),
        (404, "invalid_code"),
    ]


def test_an_enterprise_that_only_a_draft_names_is_not_there(client: Client) -> None:
    hidden = new_enterprise()
    Enterprise.objects.filter(pk=hidden.pk).update(public_from=None)
    assert client.get(f"/api/v1/enterprises/{hidden.uscc}/").status_code == 404
    assert client.get(f"/enterprises/{hidden.uscc}/").status_code == 404


def test_an_id_number_in_place_of_a_code_is_not_said_again(client: Client) -> None:
    answer = client.get(f"/api/v1/enterprises/{RESIDENT}/")
    assert answer.status_code == 404
    assert RESIDENT not in answer.content.decode()
    page = client.get(f"/enterprises/{RESIDENT}/").content.decode()
    assert f'<span class="code">{RESIDENT}' not in page
