"""No sentence of a docstring or comment is longer than 25 words."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("enterprises", "lists", "search", "creditportal", "tests")
LONGEST = 25  # words
_CODE_SPAN = re.compile(r"`[^`]*`")  # a name, an expression or an address counts as one word
# A blank line, a point of a list, a field of a docstring and a line of a table begin anew.
_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[*-] |\d+\. |:\w+|\|))")
_END = re.compile(r"(?<=[.!?])[\")\]]*\s+(?=[A-Z\"(\[]|[^\x00-\x7f])")
_WORD = re.compile(r"\w")


def comments_of(source: str) -> Iterator[tuple[int, str]]:
    """Yield comments; lines of their own that follow each other are one text."""
    joined: list[list[tokenize.TokenInfo]] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        last = joined[-1][-1] if joined else None
        is_next = last is not None and token.start == (last.start[0] + 1, last.start[1])
        if last and is_next and token.line.lstrip().startswith("#") and last.line.lstrip().startswith("#"):
            joined[-1].append(token)
        else:
            joined.append([token])
    for tokens in joined:
        yield tokens[0].start[0], "\n".join(token.string.lstrip("# ") for token in tokens)


def docstrings_of(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node)
            if text:
                yield node.body[0].lineno, text


def sentences_of(text: str) -> Iterator[str]:
    """Split a text at full stops; code spans become one word."""
    for block in _BLOCK.split(_CODE_SPAN.sub("Code", text)):
        yield from _END.split(" ".join(block.split()))


def long_sentences(source: str) -> Iterator[str]:
    for texts in (comments_of(source), docstrings_of(source)):
        for line, text in texts:
            for sentence in sentences_of(text):
                count = sum(1 for word in sentence.split() if _WORD.search(word))
                if count > LONGEST:
                    yield f"{line}: {count} words: {sentence}"


def test_no_sentence_is_longer_than_25_words() -> None:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    assert len(paths) > 1000
    found = [f"{path.relative_to(ROOT)}:{each}" for path in paths for each in long_sentences(path.read_text())]
    assert found == []


def test_a_long_sentence_is_found() -> None:
    words = " ".join(["word"] * 13)
    assert [each[:12] for each in long_sentences(f'"""Begin.\n\n{words}\n{words}.\n"""')] == ["1: 26 words:"]
    assert [each[:12] for each in long_sentences(f"# {words}\n# {words}.\n")] == ["1: 26 words:"]
    assert not list(long_sentences(f"# {words}.\n# Then {words}.\n"))
    assert not list(long_sentences(f"a = 1  # {words}\nb = 1  # {words}\n"))
    assert not list(long_sentences(f'"""* {words}\n* {words} `{words}`\n:raises X: {words}"""'))
