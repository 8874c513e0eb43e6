"""The set-up of a fresh machine: what may be chosen, what is looked for, what is printed."""

import ast
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from creditportal.development.servers.ports import free_port
from creditportal.development.setup import environment, main, packages
from creditportal.development.setup.options import DemoOptions
from creditportal.development.setup.packages import Need
from creditportal.development.setup.say import SetupFailed

ROOT = Path(__file__).parents[2]


def a_need(package: str, *, is_met: bool = False) -> Need:
    return Need(package=package, without=f"no {package}", is_met=lambda: is_met)


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record what would be run instead of running it; everything fails."""
    run: list[str] = []

    def record(command: list[str]) -> bool:
        run.append(" ".join(command))
        return False

    monkeypatch.setattr(packages, "_run", record)
    monkeypatch.setattr(packages, "has_program", lambda *names: True)
    return run


def test_the_demo_has_its_defaults() -> None:
    options = DemoOptions.from_environment({})
    assert (options.address, options.enterprises, options.engine) == ("http://127.0.0.1:8000", 2000, "sqlite")
    assert options.data_dir == ROOT / ".data"
    assert not options.needs_own_servers


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PORT": "0"}, "PORT is '0': it must be a whole number from 1 to 65535."),
        ({"PORT": "http"}, "PORT is 'http'"),
        ({"PORT": "65536"}, "PORT is '65536'"),
        ({"ENTERPRISES": "-5"}, "ENTERPRISES is '-5'"),
        ({"ENGINE": "solr"}, "ENGINE is 'solr': it must be sqlite or elasticsearch."),
    ],
)
def test_a_wrong_choice_is_one_sentence(variables: dict[str, str], sentence: str) -> None:
    with pytest.raises(SetupFailed, match=f"^{sentence}"):
        DemoOptions.from_environment(variables)


def test_servers_that_somebody_names_are_not_started() -> None:
    named = {"ENGINE": "elasticsearch", "DATABASE_URL": "postgres://u@h/n", "ES_URL": "http://h:9200"}
    assert not DemoOptions.from_environment(named).needs_own_servers
    assert DemoOptions.from_environment({**named, "ES_URL": ""}).needs_own_servers


def test_a_port_in_use_is_one_sentence_before_anything_is_set_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "creditportal.development.setup", "demo"],
            cwd=ROOT,
            env={"PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"!! Port {port} is in use")
    assert done.stderr.count("\n") == 1


def test_an_unknown_purpose_gets_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["everything"]) == 1
    assert main.main([]) == 1
    assert capsys.readouterr().err.count("Usage: python3 -m creditportal.development.setup") == 2


def test_what_is_there_is_not_installed(commands: list[str]) -> None:
    packages.require([a_need("present", is_met=True)])
    assert commands == []


def test_root_installs_and_asks_for_newer_lists_only_if_that_fails(
    commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "rights", lambda: [])
    with pytest.raises(
        SetupFailed, match=r"^Missing: without absent no absent. Run: sudo apt-get install -y .* absent$"
    ):
        packages.require([a_need("present", is_met=True), a_need("absent")])
    install = "env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends absent"
    assert commands == [install, "apt-get -q update", install]


def test_without_rights_nothing_is_tried_and_one_line_is_shown(
    commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "rights", lambda: None)
    lacking = packages.install([a_need("one"), a_need("two")])
    assert commands == []
    line = "Run: sudo apt-get install -y --no-install-recommends one two"
    assert packages.explain(lacking).endswith(line)


def test_sudo_is_used_if_it_asks_for_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert packages.rights() is None
    sudo = tmp_path / "sudo"
    sudo.write_text("#!/bin/sh\nexit 1\n")
    sudo.chmod(0o755)
    assert packages.rights() is None
    sudo.write_text("#!/bin/sh\nexit 0\n")
    assert packages.rights() == ["sudo", "-n"]


def test_a_demo_goes_on_without_fonts_but_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared: list[Path] = []
    monkeypatch.setattr(packages, "install", lambda needs: [a_need("fonts-noto-cjk")])
    monkeypatch.setattr(environment, "prepare", prepared.append)
    main.set_up_portal()
    assert prepared == [environment.RUNTIME]
    assert "apt-get install -y --no-install-recommends fonts-noto-cjk" in capsys.readouterr().err


@pytest.mark.parametrize(("ci", "fails"), [("true", True), ("", False)])
def test_in_continuous_integration_nothing_may_be_missing(
    monkeypatch: pytest.MonkeyPatch, ci: str, fails: bool
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(packages, "install", lambda needs: [a_need("chromium")])
    monkeypatch.setattr(environment, "prepare", lambda requirements: None)
    if not fails:
        main.set_up_tests()
        return
    with pytest.raises(SetupFailed, match="without chromium"):
        main.set_up_tests()


def test_an_environment_serves_while_python_and_pins_are_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    runtime, tests = tmp_path / "requirements.txt", tmp_path / "tests.txt"
    for path in (runtime, tests):
        path.write_text("Django==5.2\n")
    installed: list[Path] = []
    monkeypatch.setenv("CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(environment, "FOLDER", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(environment, "RUNTIME", runtime)
    monkeypatch.setattr(environment, "TESTS", tests)
    monkeypatch.setattr(environment, "_make", lambda: None)
    monkeypatch.setattr(environment, "_install", lambda requirements, wheels: installed.append(requirements))

    environment.prepare(tests)
    environment.prepare(tests)
    environment.prepare(runtime)  # the tests' environment holds the portal's pins too
    assert installed == [tests]
    runtime.write_text("Django==5.2.1\n")
    environment.prepare(runtime)
    environment.prepare(tests)
    assert installed == [tests, runtime, tests]


def test_kept_wheels_are_tried_before_the_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said: list[tuple[str, ...]] = []

    def pip(*arguments: str | Path) -> str:
        said.append(tuple(map(str, arguments[:2])))
        return ""

    monkeypatch.setattr(environment, "_pip", pip)
    environment._install(environment.RUNTIME, tmp_path / "wheels")
    assert said == [("wheel", "--find-links"), ("install", "--no-index")]
    said.clear()
    (tmp_path / "wheels/django-5.2.whl").touch()
    environment._install(environment.RUNTIME, tmp_path / "wheels")
    assert said == [("install", "--no-index")]


def test_an_install_that_fails_is_told_with_its_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(environment, "_pip", lambda *arguments: "ERROR: No matching distribution")
    with pytest.raises(SetupFailed, match=r"could not be fetched, and .*wheels does not have them: ERROR: No match"):
        environment._install(environment.RUNTIME, tmp_path / "wheels")


def test_the_set_up_needs_nothing_but_python() -> None:
    """It runs before anything is installed; the command of the demo runs after."""
    files = [ROOT / "creditportal/__init__.py", *(ROOT / "creditportal/development/setup").glob("*.py")]
    files += (ROOT / "creditportal/development/servers").glob("*.py")
    imported = {
        name
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        for name in _names(node)
        if name.split(".")[0] not in sys.stdlib_module_names
    }
    assert {
        name
        for name in imported
        if not name.startswith(("creditportal.development.setup", "creditportal.development.servers"))
    } == set()


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


# Modes of folders count for root only once it has given up what lets it pass them.
AS_ANYBODY = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
modes_count = pytest.mark.skipif(bool(AS_ANYBODY) and not shutil.which("setpriv"), reason="no setpriv")
NOBODY = 65534


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[Path]:
    """Give a folder that belongs to somebody else and may only be read."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    folder.chmod(0o555)
    if AS_ANYBODY:
        os.chown(folder, NOBODY, NOBODY)
    yield folder
    folder.chmod(0o755)


@pytest.fixture
def checkout(theirs: Path) -> Path:
    """Give a copy of the project that may only be read."""
    theirs.chmod(0o755)
    for name in ("creditportal", "tests"):
        shutil.copytree(ROOT / name, theirs / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "requirements.txt", "manage.py"):
        shutil.copy(ROOT / name, theirs / name)
    theirs.chmod(0o555)
    return theirs


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as anybody would, without a cache or environment of ours."""
    foreign = {"CACHE_DIR", "VENV", "DATA_DIR", "MAKELEVEL", "MAKEFLAGS", "PYTHONPATH", "HOME"}
    variables = {name: value for name, value in os.environ.items() if name not in foreign}
    python = f"PYTHON={Path(sys.executable).resolve()}"
    command = [*AS_ANYBODY, "make", "--no-print-directory", python, *arguments]
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)


def sentence_of(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that the set-up prints when it fails."""
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("!! ")]
    return line.removeprefix("!! ")


@modes_count
@pytest.mark.parametrize("target", ["demo", "test", "check"])
def test_somebody_elses_cache_is_one_sentence(target: str, checkout: Path, theirs: Path, tmp_path: Path) -> None:
    mine = {name: tmp_path / f"{name}-mine" for name in ("VENV", "DATA_DIR")}
    for folder in mine.values():
        folder.mkdir(mode=0o777)
        folder.chmod(0o777)
    given = (f"{name}={folder}" for name, folder in mine.items())
    done = make(checkout, target, f"CACHE_DIR={theirs}", f"PORT={free_port()}", *given)
    assert sentence_of(done) == (
        f"CACHE_DIR is {str(theirs)!r}, where this user cannot write (Permission denied): "
        "set CACHE_DIR to a folder of yours."
    )


@modes_count
@pytest.mark.parametrize(("target", "variable"), [("demo", "DATA_DIR"), ("test", "CACHE_DIR"), ("check", "CACHE_DIR")])
def test_a_checkout_that_may_only_be_read_is_one_sentence(target: str, variable: str, checkout: Path) -> None:
    said = sentence_of(make(checkout, target, f"PORT={free_port()}"))
    assert said.startswith(f"{variable} is '{checkout}/.")
    assert said.endswith(f"set {variable} to a folder of yours.")


@modes_count
def test_an_environment_elsewhere_is_asked_for_by_its_variable(checkout: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    cache.chmod(0o777)
    said = sentence_of(make(checkout, "check", f"CACHE_DIR={cache}"))
    assert said.startswith(f"VENV is '{checkout}/.venv'")
    said = sentence_of(make(checkout, "check", f"CACHE_DIR={cache}", "VENV=/proc/none"))
    assert said.startswith("VENV is '/proc/none'")


def test_an_environment_that_is_ready_needs_no_cache(monkeypatch: pytest.MonkeyPatch, theirs: Path) -> None:
    monkeypatch.setenv("CACHE_DIR", str(theirs / "no" / "such"))
    monkeypatch.setattr(environment, "_is_ready", lambda requirements: True)
    environment.prepare(environment.RUNTIME)
    assert not (theirs / "no").exists()


def test_a_folder_of_something_else_is_never_removed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    monkeypatch.setattr(environment, "FOLDER", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "bin/python")
    with pytest.raises(SetupFailed, match="which holds something else: name a new or an empty folder"):
        environment._make()
    assert (tmp_path / "letters").exists()


def test_the_environment_lies_where_the_variable_says(tmp_path: Path) -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from creditportal.development.setup import environment as e; print(e.FOLDER, e.PYTHON)",
        ],
        env={**os.environ, "VENV": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == [str(tmp_path), str(tmp_path / "bin/python")]
