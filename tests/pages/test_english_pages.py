"""English pages: what templates and refusals state has its English; data, files and the API stay Chinese."""

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from enterprises.cases.services.intake import ApplicationInvalid
from enterprises.shared.attachments.sentences import MANY_PAGES, PERSONAL
from enterprises.shared.http import too_many_requests
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.wording import sentence_text
from search.matching.explain import _BRIEF, SENTENCES

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Printed for China, bilingual of themselves, or the whole page in Chinese with an English part.
CHINESE_TEMPLATES = re.compile(
    r"documents/|lists/edition_(pdf|sample|head)|desk/maker_sheet|standalone|outage|500|help_zh|components/language"
)
TRANSLATED = (
    r"{#.*?#}",
    r"{%\s*comment.*?endcomment\s*%}",
    r"{%\s*blocktranslate.*?endblocktranslate\s*%}",
    r"{%\s*translate.*?%}",
    r'_\("[^"]+"\)',
)
# What applicants and the public are refused by.
PUBLIC_MODULES = (
    "enterprises/cases/pages/*.py",
    "enterprises/cases/services/*.py",
    "enterprises/cases/subjects/*.py",
    "enterprises/creditfile/report/pages.py",
    "enterprises/documents/pages.py",
    "enterprises/documents/identity.py",
    "enterprises/shared/attachments/*.py",
    "enterprises/shared/confined/errors.py",
    "enterprises/shared/paging.py",
    "enterprises/shared/workflow/*.py",
    "search/doors/filters.py",
    "search/doors/maker_comment.py",
)
# What officers read at their desks.
DESK_MODULES = (
    "enterprises/*/desk.py",
    "enterprises/*/desk/*.py",
    "enterprises/*/rules/*.py",
    "enterprises/agencies/permissions.py",
    "enterprises/desk/*.py",
    "enterprises/documents/letters/access.py",
    "enterprises/documents/letters/desk.py",
    "enterprises/documents/letters/rounds.py",
    "enterprises/enforcement/services/*.py",
    "enterprises/evaluations/services/*.py",
    "enterprises/records/extensions/*.py",
    "enterprises/records/rules/**/*.py",
    "enterprises/records/services/*.py",
    "enterprises/register/services/*.py",
    "enterprises/shared/rules/*.py",
    "enterprises/shared/sheets/*.py",
    "enterprises/shields/*.py",
    "lists/*/rules.py",
    "lists/*/rules/*.py",
    "lists/criteria/services.py",
    "lists/desk/*.py",
    "lists/editions/*desk.py",
    "lists/editions/services/*.py",
    "lists/external/*.py",
    "lists/listings/desk/*.py",
    "lists/listings/services/*.py",
)
# Written into letters, mails, histories or the list of what is handed in: Chinese for every reader.
STORED = re.compile(r"maker_notice\.py|letter|mail|reminder|receipt|printing|following|commitments")
# They hold what was read and leave another process finished: Chinese for every officer.
FINISHED = {MANY_PAGES, PERSONAL}
BLOCK = re.compile(r"{%\s*blocktranslate(?P<options>.*?)%}(?P<text>.*?){%\s*endblocktranslate", re.DOTALL)


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield str(path.relative_to(ROOT / "templates")), path.read_text()


def test_every_text_of_a_template_is_marked_for_translation() -> None:
    left = {}
    for name, text in templates():
        if CHINESE_TEMPLATES.search(name):
            continue
        bare = re.sub("|".join(TRANSLATED), "", text, flags=re.DOTALL)
        if found := re.findall(r"[\u4e00-\u9fff][^\n<>{}\"]*", bare):
            left[name] = found
    assert left == {}, '{% translate "..." %}, its English in locale/en/LC_MESSAGES/django.po, then compilemessages'


def test_every_sentence_of_a_template_has_its_english() -> None:
    with translation.override("en"):
        missing = sorted(
            f"{name}: {message}"
            for name, text in templates()
            for hit in BLOCK.finditer(text)
            if "context" not in hit["options"]
            and CHINESE.search(gettext(message := _message(hit)))
            and gettext(message) == message
        )
    assert missing == [], "its English in locale/en/LC_MESSAGES/django.po, then compilemessages"


def _message(hit: re.Match[str]) -> str:
    text = hit["text"]
    if "trimmed" in hit["options"]:
        text = " ".join(line.strip() for line in text.strip().splitlines())
    return re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", text.replace("%", "%%"))


def modules_of(patterns: tuple[str, ...]) -> list[Path]:
    return [path for each in patterns for path in sorted(ROOT.glob(each)) if not STORED.search(path.name)]


@pytest.mark.parametrize("patterns", [PUBLIC_MODULES, DESK_MODULES], ids=["public", "desk"])
def test_every_sentence_that_refuses_or_helps_has_its_english(patterns: tuple[str, ...]) -> None:
    modules = modules_of(patterns)
    assert len(modules) > 40
    sentences = {text for path in modules for text in sentences_of(path)} - FINISHED
    assert len(sentences) > 100
    with translation.override("en"):
        missing = sorted(text for text in sentences if gettext(text) == text)
    assert missing == [], "its English in locale/en/LC_MESSAGES/django.po, then compilemessages"


def sentences_of(path: Path) -> Iterator[str]:
    """Give the Chinese sentences of a module that a function is called with or a name stands for, docstrings aside."""
    tree = ast.parse(path.read_text())
    joined = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in joined:
            continue
        if CHINESE.search(node.value) and node.value.endswith(("。", "。{rest}")):
            yield node.value


@pytest.mark.parametrize("path", modules_of(PUBLIC_MODULES), ids=str)
def test_a_refusal_names_its_facts_apart_from_its_words(path: Path) -> None:
    """A sentence with its facts inside has no English: `Refused("...{day}...", day=day)` has."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Raise)]
    joined = [
        ast.unparse(node.exc)
        for node in calls
        if isinstance(node.exc, ast.Call)
        for argument in node.exc.args
        if isinstance(argument, ast.JoinedStr) and CHINESE.search(ast.unparse(argument))
    ]
    assert joined == []


def test_every_reason_why_an_enterprise_was_found_has_its_english() -> None:
    with translation.override("en"):
        missing = [words for words in {*SENTENCES.values(), *_BRIEF.values()} if gettext(words) == words]
    assert missing == []


def test_a_refusal_is_english_where_it_is_shown_and_chinese_where_it_is_kept() -> None:
    refusal = ApplicationInvalid("同一事项的{kind}正在办理，请等待结果。", kind="异议")
    with translation.override("en"):
        assert (
            sentence_text(refusal.sentence)
            == "An application in the same matter is under way (Objection); please wait for its outcome."
        )
        assert refusal.sentence == str(refusal) == "同一事项的异议正在办理，请等待结果。"
    assert sentence_text(refusal.sentence) == refusal.sentence


def test_a_refusal_by_a_rule_is_put_in_words_with_what_the_rule_found() -> None:
    found = sentence("第{number}行：{problem}", number=3, problem=sentence("不得晚于{day}（今天）", day="2026-11-29"))
    with translation.override("en"):
        assert sentence_text(Refused(found).sentence) == "Row 3: Not later than 2026-11-29 (today)"
    assert Refused(found).sentence == sentence_text(Refused(found).sentence) == "第3行：不得晚于2026-11-29（今天）"


def test_a_refusal_passed_on_keeps_its_words() -> None:
    first = ApplicationInvalid("同一事项的{kind}正在办理，请等待结果。", kind="异议")
    passed_on = pickle.loads(pickle.dumps(Refused("第{number}行：{problem}", number=3, problem=first.sentence)))
    assert str(passed_on) == f"第3行：{first}"
    with translation.override("en"):
        assert sentence_text(passed_on.sentence) == f"Row 3: {sentence_text(first.sentence)}"
        assert not CHINESE.search(sentence_text(passed_on.sentence))


def test_a_refusal_without_facts_may_hold_braces() -> None:
    assert sentence_text(Refused("{不是事实}").sentence) == "{不是事实}"


@pytest.fixture
def english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/nowhere/", 404, "There is no such page"),
        ("/search/?q=武&page=0", 400, "The page number &quot;page&quot; is a whole number from 1 to a billion."),
        ("/honours/feed.atom?year=x", 400, "Year: A year has four digits."),
        ("/enterprises/91420100MA4M000126/", 404, "The unified social credit code is wrong"),
        ("/cases/new/?about=x", 404, "The address is wrong."),
        ("/verify/", 200, "Check whether this portal issued a report"),
    ],
)
def test_pages_of_refusals_are_english(english: Client, address: str, status: int, sentence: str) -> None:
    answer = english.get(address)
    assert answer.status_code == status
    assert sentence in answer.text
    data = (settings.ISSUING_AUTHORITY, "中文")
    texts = [text for text in re.findall(r">([^<]+)<", answer.text) if CHINESE.search(text)]
    assert [text for text in texts if not any(one in text for one in data)] == []


def test_throttled_readers_are_told_in_english() -> None:
    request: HttpRequest = RequestFactory().get("/search/")
    with translation.override("en"):
        page = too_many_requests(request, 90).content.decode()
    assert "Too many requests; please try again later" in page
    assert "2 min" in page


def test_a_failure_of_ours_is_chinese_for_every_reader() -> None:
    """It is made without request and language, and holds an English sentence of its own."""
    assert "Something went wrong on our side" in render_to_string(
        "500.html", {"portal_name": "", "is_demo": False, "contact_phone": ""}
    )


@pytest.mark.django_db
def test_help_that_is_html_stays_html(english: Client, admin_user: User) -> None:
    english.force_login(admin_user)
    for language in ("en", "zh-hans"):
        english.cookies["django_language"] = language
        assert "&lt;" not in english.get(reverse("desk:password")).text


@pytest.mark.django_db
def test_the_api_is_chinese_whatever_the_reader_chose(english: Client) -> None:
    refused = english.get(reverse("search:api"), {"page": "0"}, headers={"Accept-Language": "en"})
    assert refused["Content-Language"] == "zh-hans"
    assert refused.json()["detail"] == "页码 page 应为从 1 起、不超过 10 亿的整数。"
