"""The three commands: arguments, what they print, and refusals as one sentence."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lists.editions.models import Edition
from tests.lists.make import BLACK, decided, decider, notified, office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("present", "today")]


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_draft_and_publish() -> None:
    decided()
    told = notified()
    office(), decider()
    said = run("draft_edition", BLACK, "--as-of", "2026-11-20", "--by", "office")
    assert "共1条，未列入1条" in said
    assert told.enterprise.name in said
    said = run("publish_edition", BLACK, "--by", "decider")
    assert f"第1期已发布，/lists/{BLACK}/1/" in said
    assert said.count("SHA-256") == 6
    assert Edition.objects.get().number == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("draft_edition", "grey", "--as-of", "2026-11-20", "--by", "office"), "no list 'grey'"),
        (("draft_edition", BLACK, "--as-of", "soon", "--by", "office"), "'soon' is not a day"),
        (("draft_edition", BLACK, "--as-of", "2026-11-21", "--by", "office"), "不能晚于今天"),
        (("draft_edition", BLACK, "--as-of", "2026-11-20", "--by", "nobody"), "no user 'nobody'"),
        (("publish_edition", BLACK, "--by", "office"), "没有待发布的草稿"),
        (("propose_listings", "grey", "--by", "office"), "no list 'grey'"),
    ],
    ids=str,
)
def test_a_refusal_is_one_sentence(words: tuple[str, ...], sentence: str) -> None:
    office()
    with pytest.raises(CommandError, match=sentence):
        run(*words)


def test_who_drafted_does_not_publish() -> None:
    office()
    run("draft_edition", BLACK, "--as-of", "2026-11-20", "--by", "office")
    with pytest.raises(CommandError, match="另一人"):
        run("publish_edition", BLACK, "--by", "office")
    assert "提出0条" in run("propose_listings", BLACK, "--by", "office")
