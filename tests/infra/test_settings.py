"""A wrong variable ends the start with one sentence that names it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks

from creditportal import checks

ROOT = Path(__file__).parents[2]
PRODUCTION = {"DEBUG": "false", "SECRET_KEY": "0123456789abcdefghij" * 3, "ALLOWED_HOSTS": "credit.example"}
SLOW_TO_LOAD = {"weasyprint", "pyhanko", "pypinyin"}  # half a second, a third, a quarter


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the project with these variables alone."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(settings.DATA_DIR), **variables}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def read_settings(code: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Read the settings file with these variables alone."""
    return run("-c", f"from creditportal import settings; {code}", **variables)


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe': it must be true or false."),
        ({"DEBUG": "false"}, "SECRET_KEY is missing: set it to 50 or more random characters."),
        ({**PRODUCTION, "SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        (
            {**PRODUCTION, "SECRET_KEY": "development-only-" + "x" * 40},
            "SECRET_KEY is the development key, which everybody knows: set another one.",
        ),
        (
            {**PRODUCTION, "SECRET_KEY": "123456789" * 6},
            "SECRET_KEY repeats too few characters: set it to 50 or more random characters.",
        ),
        ({**PRODUCTION, "ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS is missing"),
        ({"DATA_DIR": "/dev/null/x"}, "DATA_DIR is '/dev/null/x', which cannot be made: Not a directory."),
        ({"DATABASE_URL": "mysql://u:geheim@h/n"}, "DATABASE_URL names no database that the portal knows"),
        ({"DATABASE_URL": "postgres://u:geheim@h:port/n"}, "DATABASE_URL cannot be read"),
        ({"DATABASE_URL": "postgres://u:geheim@h:5432"}, "DATABASE_URL names no database:"),
        ({"SEARCH_URL": "solr://h:8983"}, "SEARCH_URL names no search engine that the portal knows"),
        ({"SEARCH_URL": "http://h:9200,sqlite:////x"}, "SEARCH_URL names no search engine"),
        ({"SEARCH_URL": "http://h:9200,http://:9200"}, "SEARCH_URL has a node without a host or with a wrong port"),
        ({"SEARCH_URL": "https://u:geheim@h:x"}, "SEARCH_URL has a node without a host or with a wrong port"),
        ({"SEARCH_API_KEY": "ge heim"}, "SEARCH_API_KEY cannot be sent"),
        ({"SEARCH_API_KEY": "geheim密"}, "SEARCH_API_KEY cannot be sent"),
        ({"SEARCH_PASSWORD": "geheim\n geheim"}, "SEARCH_PASSWORD cannot be sent"),
        ({"SEARCH_USER": "u"}, "SEARCH_USER and SEARCH_PASSWORD belong together: set both or none."),
        ({"SEARCH_PASSWORD": "geheim"}, "SEARCH_USER and SEARCH_PASSWORD belong together: set both or none."),
        (
            {"SEARCH_API_KEY": "geheim", "SEARCH_USER": "u", "SEARCH_PASSWORD": "geheim"},
            "SEARCH_API_KEY, SEARCH_USER and an account in SEARCH_URL exclude each other: choose one.",
        ),
        (
            {"SEARCH_API_KEY": "geheim", "SEARCH_URL": "https://u:geheim@h:9200"},
            "SEARCH_API_KEY, SEARCH_USER and an account in SEARCH_URL exclude each other: choose one.",
        ),
        ({"SEARCH_CA_FILE": "/no/such.pem"}, "SEARCH_CA_FILE is '/no/such.pem': there is no such file"),
        ({"SEARCH_CA_FILE": __file__}, "SEARCH_CA_FILE is for nodes of SEARCH_URL that begin with https:// alone."),
        (
            {"SEARCH_URL": "https://h:1", "SEARCH_CA_FILE": __file__},
            f"SEARCH_CA_FILE is {__file__!r}, which holds no certificate in PEM.",
        ),
        ({"SEARCH_SHARDS": "0"}, "SEARCH_SHARDS is '0': it must be a whole number from 1 to 1024."),
        ({"SEARCH_REPLICAS": "-1"}, "SEARCH_REPLICAS is '-1'"),
        ({"SEARCH_TIMEOUT": "0.5"}, "SEARCH_TIMEOUT is '0.5': it must be a whole number from 1 to 60."),
        ({"SEARCH_BULK_THREADS": "0"}, "SEARCH_BULK_THREADS is '0'"),
        ({"PUBLIC_BASE_URL": "credit.example"}, "PUBLIC_BASE_URL is 'credit.example': it must be like https://"),
        ({"REPORTS_PER_HOUR": "0"}, "REPORTS_PER_HOUR is '0': it must be a whole number from 1 to 1000000."),
        ({"REPORTS_PER_HOUR": "-1"}, "REPORTS_PER_HOUR is '-1'"),
        ({"CASES_PER_HOUR": "20"}, "CASES_PER_HOUR must be less than CASES_PER_HOUR_ABOUT_ONE_THING"),
        ({"REPORTS_PER_HOUR": "ten"}, "REPORTS_PER_HOUR is 'ten'"),
        ({"REPORTS_PER_HOUR": "１０"}, "REPORTS_PER_HOUR is '１０'"),
        ({"LOGIN_FAILURES": "0"}, "LOGIN_FAILURES is '0': it must be a whole number from 1 to 100."),
        ({"LOGIN_FIRST_DELAY": "0"}, "LOGIN_FIRST_DELAY is '0': it must be a whole number from 1 to 3600."),
        ({"LOGIN_LONGEST_DELAY": "x"}, "LOGIN_LONGEST_DELAY is 'x': it must be a whole number from 1 to 86400."),
        ({"LOGIN_FORGET_HOURS": "0"}, "LOGIN_FORGET_HOURS is '0': it must be a whole number from 1 to 168."),
        ({"LOGIN_ADDRESS_FAILURES": "0"}, "LOGIN_ADDRESS_FAILURES is '0': it must be a whole number from 1 to 100000."),
        ({"LOGIN_EVENT_DAYS": "183"}, "LOGIN_EVENT_DAYS is '183': it must be a whole number from 184 to 3650."),
        ({"SESSION_IDLE_MINUTES": "1"}, "SESSION_IDLE_MINUTES is '1': it must be a whole number from 2 to 480."),
        ({"SESSION_HOURS": "25"}, "SESSION_HOURS is '25': it must be a whole number from 1 to 24."),
        ({"HSTS_SECONDS": "-1"}, "HSTS_SECONDS is '-1': it must be a whole number from 0 to 63072000."),
        ({"EMAIL_PORT": "0"}, "EMAIL_PORT is '0': it must be a whole number from 1 to 65535."),
        ({"EMAIL_SECURITY": "ssl"}, "EMAIL_SECURITY is 'ssl': it must be one of starttls, tls, none."),
        *(
            (
                {"PUBLIC_BASE_URL": f"https://{wrong}"},
                "PUBLIC_BASE_URL must be the address of the portal's root, without",
            )
            for wrong in ("c.cn/portal", "c.cn/?x=1", "c.cn/#top", "user:word@c.cn")
        ),
        ({"OPERATOR_TOKEN": "short"}, "OPERATOR_TOKEN is too short: set it to 32 or more random characters."),
        ({"READINESS_SECONDS": "61"}, "READINESS_SECONDS is '61': it must be a whole number from 0 to 60."),
        ({"SIGNING_PKCS12": "/no/such.p12"}, "SIGNING_PKCS12 is '/no/such.p12': there is no such file"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is 'loud': it must be one of DEBUG, INFO"),
        ({"FAST_LANES": "slow"}, "FAST_LANES is 'slow': it must be true or false."),
        ({"HTTPS": "si"}, "HTTPS is 'si': it must be true or false."),
        ({"BEHIND_PROXY": "2"}, "BEHIND_PROXY is '2'"),
        ({"DEMO": "x"}, "DEMO is 'x'"),
    ],
)
def test_a_wrong_value_is_one_sentence(variables: dict[str, str], sentence: str) -> None:
    done = read_settings(**variables)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"django.core.exceptions.ImproperlyConfigured: {sentence}")
    assert "geheim" not in last


def test_a_command_says_the_sentence_and_nothing_else() -> None:
    done = run("manage.py", "check", REPORTS_PER_HOUR="0")
    assert done.returncode == 1
    assert done.stderr.startswith("The settings are wrong: REPORTS_PER_HOUR is '0'")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("REPORTS_PER_HOUR", "0"),
        ("WEB_PROCESSES", "0"),
        ("WEB_THREADS", "many"),
        ("BIND", "127.0.0.1"),
        ("BIND", ":8000"),
        ("BIND", "127.0.0.1:x"),
        ("BIND", "127.0.0.1:65536"),
    ],
)
def test_the_web_server_says_the_sentence_and_ends(variable: str, value: str) -> None:
    done = run("-m", "creditportal.web", **{"BIND": "127.0.0.1:0", variable: value})
    assert done.returncode == 1
    assert f"The settings are wrong: {variable} is '{value}'" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_needs_no_more_than_its_secret_and_its_hosts() -> None:
    assert read_settings(**PRODUCTION).returncode == 0


@pytest.mark.parametrize(
    ("variables", "value"),
    [
        ({"DATABASE_URL": "postgres://u:p%40ss@h:5433/n"}, "('postgresql', 'n', 'p@ss', 'h', 5433)"),
        ({"DATABASE_URL": "postgresql://u:p@h/n"}, "('postgresql', 'n', 'p', 'h', '')"),
        ({"DATABASE_URL": "sqlite:////tmp/x.sqlite3"}, "('sqlite3', '/tmp/x.sqlite3', '', '', '')"),
        ({"DATABASE_URL": ""}, "('sqlite3', 'DATA_DIR/portal.sqlite3', '', '', '')"),
    ],
)
def test_the_database_is_read_from_its_address(variables: dict[str, str], value: str) -> None:
    code = (
        "d = settings.DATABASES['default'];"
        "print((d['ENGINE'].rpartition('.')[2], str(d['NAME']), d['PASSWORD'], d['HOST'], d['PORT']))"
    )
    said = read_settings(code, **variables).stdout.strip()
    assert said.replace(str(settings.DATA_DIR), "DATA_DIR") == value


@pytest.mark.parametrize(("pooled", "value"), [("false", "1 False"), ("true", "None True")])
def test_behind_a_pooler_no_statement_is_prepared_and_no_cursor_kept_by_the_server(pooled: str, value: str) -> None:
    code = (
        "d = settings.DATABASES['default'];"
        "print(d['OPTIONS'].get('prepare_threshold'), d.get('DISABLE_SERVER_SIDE_CURSORS', False))"
    )
    done = read_settings(code, DATABASE_URL="postgres://u:p@h/n", DATABASE_IS_POOLED=pooled)
    assert done.stdout.strip() == value


@pytest.mark.parametrize("address", ["http://one:9200,http://two:9200", "https://user:p@one:9200", "sqlite:////x"])
def test_engines_that_the_portal_knows_are_taken(address: str) -> None:
    assert read_settings("print(settings.SEARCH_URL)", SEARCH_URL=address).stdout.strip() == address


def test_a_web_process_has_loaded_views_and_dictionaries_before_it_answers() -> None:
    code = (
        "import os; from creditportal.web import limits, server; server._check(server.APPLICATION);"
        "server._load(server.APPLICATION, os.getppid(), limits.read_limits());"
        "import sys; from search.names import regions;"
        "print('creditportal.urls' in sys.modules, 'search.engines.sqlite.index' in sys.modules,"
        " regions._words.cache_info().currsize);"
        f"print(sorted({SLOW_TO_LOAD} & sys.modules.keys()))"
    )
    done = run("-c", code, DEBUG="true")
    assert done.stdout.splitlines() == ["True True 1", str(sorted(SLOW_TO_LOAD))], done.stderr


def test_a_command_loads_nothing_slow_that_it_may_not_need() -> None:
    code = f"import sys, django; django.setup(); import creditportal.urls; print({SLOW_TO_LOAD} & sys.modules.keys())"
    done = run("-c", code, DEBUG="true", DJANGO_SETTINGS_MODULE="creditportal.settings")
    assert done.stdout.strip() == "set()", done.stderr


def test_production_wants_secure_cookies() -> None:
    code = "print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT)"
    assert read_settings(code, **PRODUCTION).stdout.split() == ["True", "True", "False"]


@pytest.mark.parametrize(
    ("https", "given", "seconds"),
    [("true", "", "31536000"), ("true", "60", "60"), ("true", "0", "0"), ("false", "", "0")],
)
def test_browsers_are_told_to_insist_on_https_where_it_is_on(https: str, given: str, seconds: str) -> None:
    done = read_settings("print(settings.SECURE_HSTS_SECONDS)", **PRODUCTION, HTTPS=https, HSTS_SECONDS=given)
    assert done.stdout.strip() == seconds


@pytest.mark.parametrize(
    ("variables", "backend"),
    [
        ({}, "filebased"),
        (PRODUCTION, "dummy"),
        ({**PRODUCTION, "DEMO": "true"}, "filebased"),
        ({"EMAIL_HOST": "mail.example.cn"}, "smtp"),
        ({**PRODUCTION, "EMAIL_HOST": "mail.example.cn"}, "smtp"),
    ],
)
def test_mail_goes_where_there_is_a_server(variables: dict[str, str], backend: str) -> None:
    code = "print(settings.EMAIL_BACKEND, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL)"
    assert read_settings(code, **variables).stdout.split() == [
        f"django.core.mail.backends.{backend}.EmailBackend",
        "True",
        "False",
    ]


def test_this_machine_can_print() -> None:
    assert run_checks(tags=["creditportal"]) == []


@pytest.mark.parametrize(
    ("lost", "code"), [("libpango-1.0.so.0", "creditportal.E001"), (checks.SUBSETTER, "creditportal.W001")]
)
def test_a_missing_library_of_the_printer_is_told(monkeypatch: pytest.MonkeyPatch, lost: str, code: str) -> None:
    monkeypatch.setattr(checks, "is_loadable", lambda library: library != lost)
    assert [message.id for message in run_checks(tags=["creditportal"])] == [code]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [("一" * 41, "PORTAL_NAME has 41 characters"), ("两行\n名称", "PORTAL_NAME has a line break")],
)
def test_the_name_of_the_portal_is_one_short_line(given: str, wrong: str) -> None:
    done = read_settings(PORTAL_NAME=given)
    assert done.returncode != 0
    assert wrong in done.stderr.splitlines()[-1]


def test_the_name_of_the_portal_is_taken_as_it_is_given() -> None:
    assert read_settings("print(settings.PORTAL_NAME)", PORTAL_NAME=" 宜昌信用 ").stdout.strip() == "宜昌信用"
