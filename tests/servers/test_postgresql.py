"""The private PostgreSQL."""

from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from creditportal.development.servers import postgresql
from creditportal.development.servers.postgresql import MINIMUM_VERSION, PostgreSQL
from creditportal.development.servers.process import ServerFailed
from tests.support.reporting import not_run


@pytest.fixture(autouse=True)
def programs() -> None:
    """Leave these tests out where the package is missing."""
    try:
        postgresql.programs()
    except ServerFailed as missing:
        not_run(str(missing))


def test_it_is_new_enough_private_and_gone_afterwards() -> None:
    with PostgreSQL(is_durable=False) as server:
        url = server.url
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT current_setting('server_version_num')::int, inet_server_addr()").fetchone()
        assert row is not None
        assert row[0] >= MINIMUM_VERSION * 10_000
        assert str(row[1]) == "127.0.0.1"
        wrong = url.replace(str(urlsplit(url).password), "wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)
    assert not server.folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_a_folder_keeps_its_data(open_folder: Path) -> None:
    with PostgreSQL(folder=open_folder / "data") as server, psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    with PostgreSQL(folder=open_folder / "data") as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_broken_folder_is_told_with_the_log(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "ATTEMPTS", 1)
    with PostgreSQL(folder=open_folder / "data"):
        pass
    (open_folder / "data/data/postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(ServerFailed, match=r"(?s)PostgreSQL ended with status .*no_such_setting"):
        PostgreSQL(folder=open_folder / "data").start()


def test_a_missing_package_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "INSTALLED", Path("/nonexistent"))
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(ServerFailed, match="apt-get install postgresql"):
        postgresql.programs()
