"""What a run makes once, whichever of its processes needs it first: a migrated database, the city of a demonstration.

Each test that writes takes a copy. The folder goes with the run; `FOLDER` names it to all processes.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).parents[2]
FOLDER = "CREDITPORTAL_TESTS_MADE_ONCE"
# A variable: the PostgreSQL of DATABASE_URL goes with the run, which may leave databases on it.
OWN_POSTGRESQL = "CREDITPORTAL_TESTS_OWN_POSTGRESQL"
DATABASE = "portal.sqlite3"
DATABASES = (DATABASE, "search.sqlite3")
# What would name the data of somebody else.
FOREIGN = {"DATABASE_URL", "SEARCH_URL", "ES_URL", "DJANGO_SETTINGS_MODULE", "MAKELEVEL", "DEBUG", "SECRET_KEY"}
_own: list[Path] = []


def begin() -> None:
    """Make the folder, unless a process above has made one."""
    if FOLDER not in os.environ:
        _own.append(Path(tempfile.mkdtemp(prefix="creditportal-tests-once-")))
        os.environ[FOLDER] = str(_own[0])


def end() -> None:
    """Remove the folder where it was made."""
    while _own:
        shutil.rmtree(_own.pop(), ignore_errors=True)
        del os.environ[FOLDER]


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder of the run; the first process makes it, the others wait for it."""
    folder = Path(os.environ[FOLDER])
    made, unfinished = folder / name, folder / f"{name}-unfinished"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(made)
    return made


def migrated() -> Path:
    """Return a data folder with an SQLite database that all migrations have been applied to."""
    return made_once("migrated", _migrate)


def _migrate(folder: Path, **more: str) -> None:
    inherited = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    variables = {"DATA_DIR": str(folder), "DEBUG": "true", "SECRET_KEY": "tests-only-" + "x" * 40}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env={**inherited, **variables, **more}, check=True)


def template() -> str:
    """Return the name of a database on the run's own PostgreSQL that all migrations have been applied to."""
    made_once("template", _migrate_template)
    return "template_of_tests"


def _migrate_template(folder: Path) -> None:
    address = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(address.geturl(), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS template_of_tests")
        connection.execute("CREATE DATABASE template_of_tests")
    _migrate(folder, DATABASE_URL=address._replace(path="/template_of_tests").geturl())


def copy_data(source: Path, folder: Path) -> None:
    """Copy the data folder of a portal that may be running; the new one may exist."""
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("*.sqlite3*", "logs"), dirs_exist_ok=True)
    for name in DATABASES:
        if (source / name).exists():
            copy_database(source / name, folder / name)


def copy_database(source: Path, target: Path) -> None:
    """Copy an SQLite database that may be in use."""
    with closing(sqlite3.connect(source)) as held, closing(sqlite3.connect(target)) as copy:
        held.backup(copy)
