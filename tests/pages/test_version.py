"""The version stands in one place, and the footer, the API's schema and `make help` show it."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.test import Client

from creditportal.version import VERSION

ROOT = Path(__file__).parents[2]


@pytest.mark.django_db
def test_the_footer_shows_it(client: Client) -> None:
    assert f"版本 {VERSION}</p>" in client.get("/help/").content.decode()


@pytest.mark.django_db
def test_the_schema_of_the_api_shows_it(client: Client) -> None:
    answer = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    assert answer.json()["info"]["version"] == VERSION


def test_make_help_shows_it() -> None:
    done = subprocess.run(
        ["make", "--no-print-directory", f"PYTHON={sys.executable}", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[0] == f"Enterprise credit portal {VERSION}"


def test_packaging_reads_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "version" not in project["project"]
    assert project["tool"]["setuptools"]["dynamic"]["version"]["attr"] == "creditportal.version.VERSION"
