"""What is Chinese on an English page is stored or cited; whatever is the portal's own there is English."""

import ast
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Choices
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.agencies.models import Agency
from enterprises.catalogue.registry import KINDS
from enterprises.catalogue.types import Choice
from enterprises.evaluations.models import Institution
from enterprises.register.models import Region
from enterprises.register.reference.industries import SECTIONS
from enterprises.shared.http import UNPROCESSABLE
from enterprises.templatetags.portal import option_label
from lists.criteria.models import CreditList
from lists.listings.sheets import LABEL_OF
from tests.access.rows import Access, Who
from tests.access.table import TABLE
from tests.access.world import World
from tests.sql.visits import READERS, city, visits

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "locale/en/LC_MESSAGES/django.po"
APPS = ("creditportal", "enterprises", "lists", "search")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
RUN = re.compile(r'[《\u4e00-\u9fff][^A-Za-z<>",]*[\u4e00-\u9fff》]|[\u4e00-\u9fff]')
# Laws and orders bear their Chinese names, also where a rule of ours cites them.
CITED = re.compile(r"《[^》]*》[^《]*|[^《》]*(第[0-9一二三四五六七八九十]+号|〔[0-9]{4}〕[0-9]+号).*")
ATTRIBUTES = ("alt", "aria-label", "data-label", "placeholder", "title")


class Reader(HTMLParser):
    """Collect the texts and attributes of a page; `options` are those of its selects."""

    def __init__(self) -> None:
        super().__init__()
        self.tag = ""
        self.texts: list[str] = []
        self.options: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tag = tag
        self.texts += [value for name, value in attrs if name in ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.tag = ""

    def handle_data(self, data: str) -> None:
        if self.tag not in {"script", "style"}:
            (self.options if self.tag == "option" else self.texts).append(data)


def unsaid(page: str, *, stored: str, names: Iterable[str]) -> list[str]:
    """Return what is Chinese on a page and neither stored nor cited; an option has to be a stored name."""
    reader = Reader()
    reader.feed(page)
    words = [run for text in reader.texts for run in RUN.findall(text)]
    found = [run for run in words if run not in stored and not CITED.fullmatch(run)]
    return found + [text for text in reader.options if CHINESE.search(text) and not any(name in text for name in names)]


def stored_texts() -> str:
    """Return all that the database holds, values to type, and what English sentences show as examples."""
    held = [settings.ISSUING_AUTHORITY, "中文"]
    for model in apps.get_models(include_auto_created=True):
        held += [str(value) for row in model._base_manager.values_list() for value in row if CHINESE.search(str(value))]
    fields = [field for kind in KINDS.values() for field in kind.fields]
    held += LABEL_OF.values()
    held += ["、".join(field.type.values) for field in fields if isinstance(field.type, Choice)]
    return "\n".join(held + [entry.msgstr for entry in polib.pofile(str(CATALOGUE))])


def stored_names() -> set[str]:
    """Return the names that a select may offer: of agencies, regions, institutions, lists and their criteria."""
    names = {name for model in (Agency, Region, Institution) for name in model.objects.values_list("name", flat=True)}
    lists = CreditList.objects.all()
    return names | {each.name for each in lists} | {one["text"] for each in lists for one in each.chosen_criteria}


def client_for(world: World, who: Who) -> Client:
    client, user = Client(), world.users[who]
    client.cookies["django_language"] = "en"
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address_of(row: Access, *, world: World) -> str:
    things = {name: world.arguments[what] for name, what in row.arguments.items()}
    return reverse(row.name, kwargs=things) + row.query


def answers(world: World) -> Iterator[tuple[str, Any]]:
    """Give the pages of every address, of every form sent back empty, and those after some steps."""
    for visit in visits():
        yield str(visit.row), client_for(world, visit.who).get(address_of(visit.row, world=world))
    for row in TABLE:
        writers = [who for who in READERS if row.method == "POST" and row.answer_to(who) == UNPROCESSABLE]
        for who in writers[:1]:
            yield str(row), client_for(world, who).post(address_of(row, world=world))
    yield from after_steps(world)


def after_steps(world: World) -> Iterator[tuple[str, Any]]:
    """Give the pages with the message of a step, and those of files with faults in their rows."""
    reviewer, recorder = client_for(world, Who.REVIEWER), client_for(world, Who.RECORDER)
    office = client_for(world, Who.CREDIT_OFFICE)
    record, waiting, batch = (world.arguments[name] for name in ("record", "waiting", "batch"))
    new_batch = reverse("desk:new-batch")
    for name, client, address, data in (
        ("return", reviewer, reverse("desk:step", args=(waiting, "return")), {"reason": "x"}),
        ("submit", recorder, reverse("desk:step", args=(record, "submit")), {}),
        ("batch", reviewer, reverse("desk:publish-batch", args=(batch,)), {}),
        ("check", recorder, new_batch, {"kind": "penalty", "do": "check", "file": sheet(PENALTIES)}),
        ("import", recorder, new_batch, {"kind": "honour", "do": "import", "file": sheet("a,b\n1,2\n")}),
        ("days", office, reverse("lists-desk:working-days"), {"year": 2027, "source": "x", "days_off": "2027-13-01"}),
        (
            "promise",
            office,
            reverse("lists-desk:working-days"),
            {"year": 2027, "source": "x", "days_off": "2027-01-01"},
        ),
    ):
        yield f"after {name}", client.post(address, data, follow=True)


PENALTIES = (
    "行政相对人名称,行政相对人类别,统一社会信用代码,行政处罚决定书文号,处罚类别,罚款金额,处罚决定日期\n"
    "甲,x,12,,罚款,-1,2026-13-40\n"
)


def sheet(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("x.csv", text.encode())


@pytest.mark.django_db
def test_chinese_on_an_english_page_is_stored_or_cited() -> None:
    left, seen = {}, 0
    with city() as world:
        stored, names = stored_texts(), stored_names()
        for name, answer in answers(world):
            if answer["Content-Type"].startswith("text/html"):
                seen += 1
                if found := unsaid(answer.text, stored=stored, names=names):
                    left[name] = found
    assert seen > 150
    assert left == {}, "its English in locale/en/LC_MESSAGES/django.po, then compilemessages"


@pytest.mark.django_db
def test_files_are_the_same_for_every_reader() -> None:
    differing, seen = [], 0
    with city() as world:
        for visit in visits():
            client, address = client_for(world, visit.who), address_of(visit.row, world=world)
            english = client.get(address)
            if not english["Content-Type"].startswith("text/html"):
                seen += 1
                client.cookies["django_language"] = settings.LANGUAGE_CODE
                if content_of(english) != content_of(client.get(address)):
                    differing.append(str(visit.row))
    assert seen > 30
    assert differing == [], "decorate what makes it with enterprises.shared.wording.in_chinese"


def content_of(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_a_page_that_says_something_in_chinese_is_found() -> None:
    page = "<p title='请填写理由'>罚款 by 武汉</p><option>罚款</option><option>武汉市</option>《法》第三条"
    assert unsaid(page, stored="罚款", names={"武汉市"}) == ["请填写理由", "武汉", "罚款"]


def test_every_option_has_its_english() -> None:
    fields = [field for kind in KINDS.values() for field in kind.fields]
    words = {value for field in fields if isinstance(field.type, Choice) for value in field.type.values}
    words |= {text for field in fields for text in (field.help, field.required_hint) if text}
    words |= {name for name, _ in SECTIONS.values()}
    words |= {str(member.label) for each in _choices(Choices) for member in each}
    with translation.override("en"):
        assert sorted(word for word in words if CHINESE.search(str(option_label(word)))) == []


def _choices(above: type[Choices]) -> Iterator[type[Choices]]:
    for each in above.__subclasses__():
        if each.__module__.startswith(APPS):
            yield each
        yield from _choices(each)


def test_every_sentence_made_of_facts_has_its_english() -> None:
    """`sentence("{day}...", day=day)` and `gettext("{number}...").format(...)`, wherever they stand."""
    found = {text for path in modules() for text in _formatted(ast.parse(path.read_text()))}
    assert len(found) > 100
    with translation.override("en"):
        missing = sorted(text for text in found if translation.gettext(text) == text)
    assert missing == [], "its English in locale/en/LC_MESSAGES/django.po, then compilemessages"


def test_what_an_officer_reads_names_its_facts_apart_from_its_words() -> None:
    """No message, error of a form, refusal or problem of a row is an f-string: such a one has no English."""
    joined = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        if path.parent.name != "api" and "api" not in path.stem and not str(path.relative_to(ROOT)).startswith(CONSOLE)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(SHOWN_BY)
        for inside in ast.walk(node)
        if isinstance(inside, ast.JoinedStr) and CHINESE.search(ast.unparse(inside))
    ]
    assert joined == []


CONSOLE = ("enterprises/logins/api_keys/", "enterprises/register/importing/")  # what commands alone show
SHOWN_BY = (
    *("messages.success", "messages.info", "messages.warning", "messages.error", "add_error", "ValidationError"),
    *("Refused", "Invalid", "Missing", "ScaleUnreadable", "reading.wrong", "Outcome", "_refused", "Taken", "Pending"),
)


def modules() -> list[Path]:
    return [path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "management" not in path.parts]


def _formatted(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"sentence", "gettext"}:
            for given in node.args[:1]:
                if isinstance(given, ast.Constant) and CHINESE.search(str(given.value)):
                    yield str(given.value)
