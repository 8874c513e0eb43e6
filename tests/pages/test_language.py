"""Chinese by default, English labels for those who ask, nothing by guessing."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import polib
import pytest
from django.test import Client
from django.utils import translation

from enterprises.catalogue.registry import KINDS
from enterprises.register.fields import REGISTER_FIELDS
from enterprises.shared.workflow.desk import Step
from search.filters import FILTERS
from search.labels import label_of

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "locale/en/LC_MESSAGES/django.po"
IN_TEMPLATE = re.compile(r"""{%\s*translate\s+(["'])(?P<text>.+?)\1""")
IN_CODE = re.compile(r"""\b(?:_|gettext|gettext_lazy|gettext_noop)\(\s*"(?P<text>[^"]+)"\s*\)""")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
DECLARES_STEPS = re.compile(r"^from enterprises\.shared\.workflow\.desk import .*\bStep\b", re.MULTILINE)
APPS = ("creditportal", "enterprises", "lists", "search")


@pytest.mark.django_db
def test_the_browser_does_not_choose_the_language(client: Client) -> None:
    page = client.get("/", headers={"Accept-Language": "en-US,en"})
    assert page["Content-Language"] == "zh-hans"
    assert '<html lang="zh-hans">' in page.content.decode()


@pytest.mark.django_db
def test_the_reader_chooses_english_labels_and_returns_to_the_page() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/language/", {"language": "en", "next": "/help/?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/help/?x=1")
    page = client.get("/help/")
    assert page["Content-Language"] == "en"
    assert ">Help</a>" in page.content.decode()


@pytest.mark.django_db
def test_the_switch_leads_to_no_foreign_site(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "https://example.com/"})
    assert answer["Location"] == "/"


@pytest.mark.django_db
def test_an_unknown_language_is_chinese(client: Client) -> None:
    client.cookies["django_language"] = "xx"
    assert client.get("/help/")["Content-Language"] == "zh-hans"


def test_every_label_has_its_english() -> None:
    english = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE)) if not entry.fuzzy}
    missing = sorted(label for label in labels() if not english.get(label))
    assert not missing, "translate in locale/en/LC_MESSAGES/django.po, then compilemessages"


def test_every_kind_is_called_in_english_as_the_catalogue_does() -> None:
    english = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE))}
    declared = {kind.label: kind.label_en for kind in KINDS.values()}
    assert {label: english.get(label) for label in declared} == declared, "gettext_noop in the kind, its English in .po"


def test_every_field_of_records_and_register_is_called_in_english() -> None:
    labels = {field.label for kind in KINDS.values() for field in kind.fields}
    labels |= {field.file_label for field in REGISTER_FIELDS.values() if field.file_label}
    with translation.override("en"):
        missing = sorted(label for label in labels if translation.gettext(label) == label)
    assert not missing, "write its English in locale/en/LC_MESSAGES/django.po, then compilemessages"


def test_every_value_of_ours_that_search_filters_by_is_called_in_english() -> None:
    labels = [(each, label_of(each, value)) for each in FILTERS for value in each.choices]
    assert {"status", "kind", "has_penalty"} <= {each.name for each, _ in labels}
    with translation.override("en"):
        unsaid = [label for each, label in labels if each.translated(label) == label]
    assert not unsaid, "mark it with gettext_noop where it is declared, then translate it"


def test_every_step_of_every_desk_has_its_english() -> None:
    steps = [step for module in modules_with_steps() for step in steps_of(module)]
    texts = {text for step in steps for text in (step.label, step.title, step.note, step.done) if text}
    assert {"退回录入人", "已标注异议。", "不予列入"} <= texts
    with translation.override("en"):
        missing = sorted(text for text in texts if CHINESE.search(translation.gettext(text)))
    assert not missing, "translate in locale/en/LC_MESSAGES/django.po, then compilemessages"


def test_the_compiled_catalogue_is_the_written_one() -> None:
    written = {(entry.msgid, entry.msgstr) for entry in polib.pofile(str(CATALOGUE)) if entry.translated()}
    compiled = {(entry.msgid, entry.msgstr) for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo")))}
    assert compiled == written


def modules_with_steps() -> Iterator[ModuleType]:
    """Import the modules that declare steps of a desk."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if DECLARES_STEPS.search(path.read_text()):
                yield import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def steps_of(module: ModuleType) -> list[Step[Any]]:
    """Return the steps in the tables of a module."""
    tables = [value for value in vars(module).values() if isinstance(value, tuple)]
    return [step for table in tables for step in table if isinstance(step, Step)]


def labels() -> set[str]:
    """Find what templates and code mark for translation; the tag `translate` doubles percent signs."""
    templates = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    code = [path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py")]
    found = {hit["text"].replace("%", "%%") for text in templates for hit in IN_TEMPLATE.finditer(text)}
    return found | {hit["text"] for text in code for hit in IN_CODE.finditer(text)}
