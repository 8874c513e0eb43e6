"""Dockerfile and compose.yaml, read as text: the same versions and settings as code and tests."""

import os
import re
import shlex
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from django.core.management import get_commands

from creditportal import probe
from creditportal.development.servers import archive, elasticsearch, postgresql
from creditportal.development.servers.ports import free_port
from creditportal.development.setup import packages
from creditportal.web.limits import RequestLimits
from creditportal.web.server import HEAD_MILLISECONDS

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
PORTAL = ("web", "worker", "prepare")
GIVEN = {
    "SECRET_KEY": "0123456789abcdefghij" * 3,
    "ALLOWED_HOSTS": "credit.example.gov.cn",
    "PUBLIC_BASE_URL": "https://credit.example.gov.cn",
    "POSTGRES_PASSWORD": "secret",
}


def environment_of(service: str) -> dict[str, str]:
    """Return a service's variables as compose would fill them in."""

    def given(match: re.Match[str]) -> str:
        name, mark = match[1], match[2]
        assert name in GIVEN or mark == ":-", f"{name} has neither a value nor a default"
        return GIVEN.get(name, "")

    variables = SERVICES[service]["environment"]
    return {name: re.sub(r"\$\{(\w+)(:[-?])[^}]*\}", given, str(value)) for name, value in variables.items()}


def environment_of_image() -> dict[str, str]:
    line = re.search(r"^ENV (.+)$", DOCKERFILE, re.M)
    assert line
    return dict(pair.split("=", 1) for pair in line[1].split())


def test_the_engine_is_the_one_of_the_tests() -> None:
    service = SERVICES["elasticsearch"]
    assert service["image"] == f"docker.elastic.co/elasticsearch/elasticsearch:{archive.VERSION}"
    for name in ("discovery.type", "xpack.security.enabled"):
        assert service["environment"][name] == elasticsearch.SETTINGS[name]


def test_the_client_fits_the_engine() -> None:
    pin = re.search(r"^elasticsearch==(\d+\.\d+)\.", (ROOT / "requirements.txt").read_text(), re.M)
    assert pin
    assert archive.VERSION.startswith(f"{pin[1]}.")


def test_the_database_is_the_one_of_the_tests() -> None:
    service = SERVICES["postgresql"]
    assert service["image"] == f"postgres:{postgresql.MINIMUM_VERSION}"
    arguments = service["environment"]["POSTGRES_INITDB_ARGS"].split()
    started_by_tests = (ROOT / "creditportal/development/servers/postgresql.py").read_text()
    for argument in arguments:
        name, _, value = argument.partition("=")
        assert f'"{name}", "{value}"' in started_by_tests


def test_the_portal_finds_its_services_and_their_accounts() -> None:
    variables = environment_of("web")
    database, engine = urlsplit(variables["DATABASE_URL"]), urlsplit(variables["SEARCH_URL"])
    account = environment_of("postgresql")
    assert {database.hostname, engine.hostname} <= SERVICES.keys()
    assert (database.username, database.password, database.path) == (
        account["POSTGRES_USER"],
        account["POSTGRES_PASSWORD"],
        f"/{account['POSTGRES_DB']}",
    )


@pytest.mark.parametrize("service", PORTAL)
def test_every_variable_is_one_that_the_code_reads(service: str) -> None:
    sources = [ROOT / "creditportal" / name for name in ("settings.py", "web/server.py", "web/limits.py", "probe.py")]
    known = set(re.findall(r'"([A-Z][A-Z0-9_]+)"', "".join(path.read_text() for path in sources)))
    assert environment_of(service).keys() | environment_of_image().keys() - {"PYTHONUNBUFFERED"} <= known


@pytest.mark.parametrize("service", PORTAL)
def test_the_settings_take_the_variables(service: str, tmp_path: Path) -> None:
    folders = {"DATA_DIR": str(tmp_path / "data"), "STATIC_ROOT": str(tmp_path / "static")}
    code = "from creditportal import settings as s; print(s.DEBUG, s.DEMO, s.SECURE_SSL_REDIRECT, s.STATIC_STORAGE)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**environment_of_image(), **environment_of(service), **folders},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [
        "False",
        "False",
        "True",
        "whitenoise.storage.CompressedManifestStaticFilesStorage",
    ]


def test_django_finds_nothing_to_mend_in_the_production_settings(tmp_path: Path) -> None:
    variables = {**environment_of_image(), **environment_of("web"), "DATABASE_URL": "", "PATH": os.environ["PATH"]}
    folders = {"DATA_DIR": str(tmp_path / "data"), "STATIC_ROOT": str(tmp_path / "static")}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env={**variables, **folders}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "System check identified no issues (1 silenced).\n"


@pytest.mark.parametrize("service", PORTAL)
def test_the_commands_exist(service: str) -> None:
    wanted = re.findall(r"manage\.py (\w+)", SERVICES[service]["command"]) + re.findall(r"manage\.py (\w+)", DOCKERFILE)
    assert set(wanted) <= get_commands().keys()


def test_the_web_server_is_the_one_of_the_demo() -> None:
    from creditportal.development.setup.demo import WEB

    said = re.search(r"^CMD \[(.+)\]$", DOCKERFILE, re.M)
    assert said
    command = " ".join(("python", *WEB[1:]))
    assert SERVICES["web"]["command"] == command
    assert [part.strip(' "') for part in said[1].split(",")] == shlex.split(command)


def test_the_services_wait_for_what_they_need() -> None:
    for name in ("postgresql", "elasticsearch"):
        assert SERVICES["prepare"]["depends_on"][name]["condition"] == "service_healthy"
        assert "healthcheck" in SERVICES[name]
    for name in ("web", "worker"):
        assert SERVICES[name]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"


def test_nothing_but_the_front_is_reachable() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"front"}


def test_the_front_finds_the_portal_and_its_certificates() -> None:
    folder = ROOT / SERVICES["front"]["build"]
    host, _, port = (folder / "upstream.conf").read_text().split()[1].rstrip(";").partition(":")
    assert host in SERVICES
    assert environment_of_image()["BIND"].endswith(f":{port}")
    (volume,) = SERVICES["front"]["volumes"]
    mounted = volume.split(":")[-2]
    names = re.findall(r"^ssl_certificate(?:_key)? (\S+);", (folder / "listen.conf").read_text(), re.M)
    assert [Path(name).parent for name in names] == [Path(mounted)] * 2
    copied = re.search(r"^COPY (.+) /srv/front/$", (folder / "Dockerfile").read_text(), re.M)
    assert copied
    assert set(copied[1].split()) == {path.name for path in folder.glob("*.conf")}


def test_the_front_takes_what_the_portal_takes() -> None:
    configuration = (ROOT / "deploy/nginx/nginx.conf").read_text()
    largest = re.search(r"client_max_body_size (\d+)m;", configuration)
    assert largest
    assert int(largest[1]) * 1024**2 == RequestLimits().largest_body
    kept = re.search(r"\n        keepalive_timeout (\d+)s;", configuration)
    assert kept
    assert int(kept[1]) * 1000 < HEAD_MILLISECONDS


def test_the_image_has_the_packages_of_the_set_up() -> None:
    installed = re.search(r"apt-get install -y --no-install-recommends(.+?)&&", DOCKERFILE, re.S)
    assert installed
    assert set(installed[1].replace("\\", " ").split()) == {need.package for need in packages.PORTAL}


def test_the_image_has_the_python_that_is_checked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    version = project["tool"]["mypy"]["python_version"]
    assert f"FROM python:{version}-slim-bookworm\n" in DOCKERFILE
    assert project["project"]["requires-python"] == f">={version}"


def test_the_image_has_every_part_of_the_portal() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.M))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert copied == {*project["tool"]["importlinter"]["root_packages"], "templates", "static", "locale"}


def test_the_image_does_not_run_as_root() -> None:
    assert DOCKERFILE.index("\nUSER portal\n") < DOCKERFILE.index("\nCMD ")


def test_the_probe_reaches_a_server_that_wants_https_and_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bind = f"127.0.0.1:{free_port()}"
    folders = {"DATA_DIR": str(tmp_path), "STATIC_ROOT": str(tmp_path / "static")}
    variables = {**environment_of_image(), **environment_of("web"), **folders, "BIND": bind, "WEB_PROCESSES": "1"}
    variables |= {"PATH": os.environ["PATH"], "DEMO": "true", "DATABASE_URL": ""}
    monkeypatch.setenv("BIND", bind)
    assert probe.main() == 1
    command = [sys.executable, "-m", "creditportal.web"]
    with subprocess.Popen(command, cwd=ROOT, env=variables, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        try:
            deadline = time.monotonic() + 120
            while probe.main() != 0:
                assert time.monotonic() < deadline and server.poll() is None
                time.sleep(0.1)
        finally:
            server.terminate()
            server.communicate()
