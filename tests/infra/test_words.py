"""Superseded terms stay out of code, comments and documents, and the glossary names what exists (docs/glossary.md)."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
# Folders whose code is held to the lists, and pages whose text is.
SCOPE = ("enterprises", "lists", "creditportal", "search", "tests")
PAGES = (
    *("docs", "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "findings/README.md"),
    "tests/bench/search/document.md",
)
# Other files whose comments are held to the phrases, and the form of a comment by their ending.
COMMENTED = ("templates", "static", "deploy", ".ci", "findings")
TOPS = ("pyproject.toml", "requirements.txt", "tests/requirements.txt", "Makefile", "Dockerfile", "compose.yaml")
_HASH = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)
_STARS = re.compile(r"/\*.*?\*/", re.DOTALL)
COMMENTS = {
    ".html": re.compile(r"\{#.*?#\}|<!--.*?-->|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL),
    ".css": _STARS,
    ".js": re.compile(rf"{_STARS.pattern}|(?:^|(?<=\s))//[^\n]*", re.DOTALL | re.MULTILINE),
    **dict.fromkeys((".toml", ".txt", ".conf", ".yaml", ".sh", ""), _HASH),
}
EXEMPT = {
    "enterprises/migrations": "names what was stored on its day",
    "lists/migrations": "names what was stored on its day",
}

# Words of identifiers, each with the term that replaced it.
WORDS = {
    "firm": "enterprise",
    "firms": "enterprises",
    "gravity": "severity",
    "complaint": "problem",
    "complaints": "problems",
    "lacks": "problems",
    "tick": "periodic job",
    "ticks": "periodic jobs",
    "duty": "periodic job",
    "duties": "periodic jobs",
    "told": "reported",
    "said": "logged",
    "heard": "heartbeat",
    "breath": "query",
    "house": "layers",
    "slip": "typo",
    "slips": "typos",
    "slipped": "mistyped",
    "wish": "completion",
    "wishes": "completions",
    "helping": "worker pool",
    "helper": "worker pool",
    "helpers": "worker pool",
    "helped": "worker pool",
    "bury": "lease",
    "buried": "lease",
}
# Words that have another, good sense elsewhere: a card's number, a rule of publication, a place of a plate.
SEARCH_WORDS = {
    "front": "prefix",
    "fronts": "prefixes",
    "gap": "deletion",
    "gaps": "deletions",
    "single": "unigram",
    "singles": "unigrams",
    "pair": "bigram",
    "pairs": "bigrams",
    "card": "name features",
    "cards": "name features",
    "stage": "match type",
    "stages": "match types",
    "rule": "match group",
    "tight": "exact",
    "near": "fuzzy",
    "wide": "fallback",
    "place": "cursor, region or position",
    "places": "regions or positions",
    "sound": "pinyin",
    "sounds": "pinyin",
}
SEARCH = "search"
# Words of tests: what a process has printed, what somebody was informed of, and a parameter of time_machine.
OF_TESTS = frozenset({"said", "told", "tick"})
# Names that stay, each with the reason.
COMPLAINTS = (
    "ComplaintForm",
    "complaints_of",
    "note_complaint",
    "_complaint",
    "InstitutionComplaint",
    "Complaints",
    "complaints",
    "complaints__is_upheld",
    "complaints_received",
    "complaints_upheld",
    "COMPLAINT",
    "COMPLAINTS",
    "test_complaints_are_counted",
)
KEPT = {
    "is_the_firm": "key of the API",
    "gravity": "column, form field and step name",
    "gravity_reason": "column",
    "gravity_by_hand": "column",
    "_lacks_fine": "the verb",
    **dict.fromkeys(COMPLAINTS, "投诉 about an institution, with its outcome"),
    "helpers": "package of the client's",
    "test_the_stated_gravity_of_2015": "CF_SXYZCD, a field of 2015",
}
KEPT_IN_SEARCH = {
    "rule": "key of the API",
    "stage": "key of the API",
    "pairs": "of a header's name and value",
    "place": "of `enterprises.scanning.Sighting`",
}
# Phrases of comments, docstrings and pages: verbs of speech for data, nicknames, history and American spelling.
PHRASES = (
    r"\b(?:tells?|told|says?|said)\b",
    r"\bspeaks? (?:for|against)\b",
    r"\basks (?:of|the database)\b",
    r"\bhelping process(?:es)?\b",
    r"\bslips?\b",
    r"\bpublication holds?\b",
    r"\b(?:is|was|be|been) heard\b",
    r"\b(?:next|every) tick\b",
    r"\b(?:the one|the only|masking) door\b",
    r"\bdoors? (?:to it|to them|by which)\b",
    r"\bthe house\b",
    r"\bin one breath\b",
    r"\b(?:firm|firms)\b",
    r"\bgravity class",
    r"\bbefore, it was\b",
    r"\bformerly\b",
    r"\buntil now\b",
    r"\bused to (?:be|have|stand|lie|hold)\b",
    r"\bin the past it\b",
    r"\b(?:behavior|honor|favor|neighbor|catalog)(?:s|ed|ing)?\b",
    r"\b(?:organi|recogni|summari|minimi|normali|seriali|authori|tokeni|initiali)z(?:es?|ed|ing)\b(?!:)",
)
# In the portal's own code alone: a person, a test and a bench may ask, and people and their rooms know.
OF_CODE = (
    *PHRASES,
    r"\b(?:asks?|asked|asking)\b",
    r"(?<!\bnobody )(?<!\broom )\bknows\b",
    r"\b(?:does|do|did) not know\b",
    r"\b(?:that|which) know\b",
    r"\bneeds? to know\b",
)
_PHRASE, _PHRASE_OF_CODE = (re.compile("|".join(phrases), re.IGNORECASE) for phrases in (PHRASES, OF_CODE))
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def python_files() -> Iterator[Path]:
    for folder in SCOPE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not any(path.is_relative_to(ROOT / exempt) for exempt in EXEMPT):
                yield path


def banned_names(source: str, *, of_search: bool = False, of_tests: bool = False) -> Iterator[str]:
    """Find the identifiers that hold a superseded word."""
    words = WORDS | SEARCH_WORDS if of_search else WORDS
    kept = KEPT | KEPT_IN_SEARCH if of_search else KEPT
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.NAME or token.string in kept:
            continue
        for part in _PART.findall(token.string):
            if part.lower() in words and not (of_tests and part.lower() in OF_TESTS):
                yield f"{token.start[0]}: {token.string} (say {words[part.lower()]})"


def prose_of(source: str) -> Iterator[tuple[int, str]]:
    """Give comments and docstrings with their lines."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield getattr(node, "lineno", 1), ast.get_docstring(node) or ""


def commented_files() -> Iterator[Path]:
    """Give files of other languages that have comments."""
    yield from (ROOT / top for top in TOPS)
    for folder in COMMENTED:
        yield from (path for path in sorted((ROOT / folder).rglob("*")) if path.is_file() and path.suffix in COMMENTS)


def comments_in(text: str, form: str) -> Iterator[tuple[int, str]]:
    """Give the comments of a text in the form of such a file, each with its line."""
    for found in COMMENTS[form].finditer(text):
        yield text.count("\n", 0, found.start()) + 1, found[0]


def banned_phrases(number: int, text: str, *, of_code: bool = False) -> Iterator[str]:
    pattern = _PHRASE_OF_CODE if of_code else _PHRASE
    return (f"{number}: {found[0]}" for found in pattern.finditer(text))


def pages() -> Iterator[Path]:
    for name in PAGES:
        path = ROOT / name
        yield from sorted(path.rglob("*.md")) if path.is_dir() else [path]


def test_no_superseded_word_in_an_identifier() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{name}"
        for path in python_files()
        for name in banned_names(
            path.read_text(),
            of_search=path.is_relative_to(ROOT / SEARCH),
            of_tests=path.is_relative_to(ROOT / "tests"),
        )
    ]
    assert found == []


def test_no_banned_phrase_in_comments_and_docstrings() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{phrase}"
        for path in python_files()
        for number, text in prose_of(path.read_text())
        for phrase in banned_phrases(number, text, of_code=not path.is_relative_to(ROOT / "tests"))
    ]
    assert found == []


def test_no_banned_phrase_in_comments_of_other_files() -> None:
    paths = list(commented_files())
    assert {path.suffix for path in paths} >= COMMENTS.keys()
    found = [
        f"{path.relative_to(ROOT)}:{phrase}"
        for path in paths
        for number, text in comments_in(path.read_text(), path.suffix)
        for phrase in banned_phrases(number, text)
    ]
    assert found == []


@pytest.mark.parametrize("page", list(pages()), ids=lambda page: page.name)
def test_no_banned_phrase_on_a_page(page: Path) -> None:
    lines = enumerate(page.read_text().splitlines(), start=1)
    assert [phrase for number, line in lines for phrase in banned_phrases(number, line)] == []


def test_english_texts_name_enterprises() -> None:
    """主体 is an enterprise, as everywhere; what stands for a value (`%(entity)s`) is no text."""
    texts = [entry.msgstr for entry in polib.pofile(str(ROOT / "locale/en/LC_MESSAGES/django.po"))]
    texts += [(ROOT / "templates/help_en.html").read_text()]
    named = [re.sub(r"%\(\w+\)s|\{\w+\}", "", text) for text in texts]
    assert [text for text in named if re.search(r"\bentit(?:y|ies)\b", text, re.IGNORECASE)] == []


def test_the_lists_are_found() -> None:
    assert list(banned_names("def set_severity(firm): told = 1"))
    assert not list(banned_names("record.gravity_by_hand = confirm(enterprise)"))
    assert not list(banned_names("card = stage"))
    assert list(banned_names("card = stage", of_search=True)) == ["1: card (say name features)"]
    assert list(banned_names("tick = firm", of_tests=True)) == ["1: firm (say enterprise)"]
    assert [text for _, text in prose_of('"""It says so."""\nx = "says"  # a tick')] == ["# a tick", "It says so."]
    assert list(comments_in("a { }\n/* It says\nso. */ b { }", ".css")) == [(2, "/* It says\nso. */")]
    assert list(comments_in('go("https://x") // says\n/* told */', ".js")) == [(1, "// says"), (2, "/* told */")]
    assert list(comments_in("<p>\n{# told #}<!-- says --></p>", ".html")) == [(2, "{# told #}"), (2, "<!-- says -->")]
    assert list(comments_in('a = "#1"  # says\n# told', ".toml")) == [(1, "# says"), (2, "# told")]
    assert list(banned_phrases(1, "The file tells which Firm it is.")) == ["1: tells", "1: Firm"]
    assert list(banned_phrases(1, "A recognized honor, recognised.")) == ["1: recognized", "1: honor"]
    assert not list(banned_phrases(1, "It asks, and knows."))
    assert list(banned_phrases(1, "A list that does not know it.", of_code=True)) == ["1: does not know"]
    assert list(banned_phrases(1, "It knows what nobody knows.", of_code=True)) == ["1: knows"]
    assert list(banned_phrases(1, "It asks, as it used to be.", of_code=True)) == ["1: asks", "1: used to be"]


def glossary_identifiers() -> list[str]:
    rows = [line.split("|") for line in (ROOT / "docs/glossary.md").read_text().splitlines() if line.startswith("|")]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row[3])]


def exists(identifier: str, names: frozenset[str]) -> bool:
    """Find a file or module of that name, or every part of it among the names of the code."""
    path = ROOT / identifier.replace(".", "/")
    if path.is_dir() or path.with_suffix(".py").is_file() or (ROOT / identifier).is_file():
        return True
    return all(part in names for part in identifier.split("."))


def test_identifiers_of_the_glossary_exist() -> None:
    files = [path for app in SCOPE for path in (ROOT / app).rglob("*.py")]
    names = frozenset(re.findall(r"[A-Za-z_]\w*", "\n".join(path.read_text() for path in files)))
    identifiers = glossary_identifiers()
    assert len(identifiers) > 50
    assert [identifier for identifier in identifiers if not exists(identifier, names)] == []
    assert not exists("enterprises.nowhere", frozenset({"enterprises"}))


def test_each_term_has_one_row() -> None:
    rows = [line.split("|") for line in (ROOT / "docs/glossary.md").read_text().splitlines() if line.startswith("|")]
    chinese = [row[1].strip() for row in rows if row[1].strip() not in ("Chinese", "---")]
    assert len(chinese) == len(set(chinese))
    assert all(cell.strip() for row in rows for cell in row[1:5])
