"""Sentences that keep their words apart from their facts."""

import pickle
from copy import copy, deepcopy
from datetime import date
from decimal import Decimal

from enterprises.shared.problems import Problem
from enterprises.shared.rules.sentences import Sentence, sentence, together


def test_a_sentence_is_the_text_and_knows_its_words() -> None:
    made = sentence("最多{most}个字，现为{number}个字", most=3, number=5)
    assert made == "最多3个字，现为5个字"
    assert (made.words, made.facts) == ("最多{most}个字，现为{number}个字", {"most": 3, "number": 5})


def test_facts_may_hold_braces() -> None:
    assert sentence("“{text}”", text="{x}") == "“{x}”"


def test_sentences_in_a_row_keep_their_words() -> None:
    joined = together(("甲", sentence("{n}行", n=2), "丙"), between="；")
    assert joined == "甲；2行；丙"
    assert isinstance(joined, Sentence)
    assert joined.words == "{first}；{then}"
    assert (together(()), together(("甲",))) == ("", "甲")


def test_another_process_gets_words_and_facts() -> None:
    facts = {"n": 2, "yuan": Decimal("0.10"), "day": date(2026, 3, 1), "why": sentence("第{n}条", n=5)}
    given = sentence("{n}行，{yuan}元，{day}，{why}", **facts)
    for passed in (pickle.loads(pickle.dumps(given)), copy(given), deepcopy(given)):
        assert passed == "2行，0.10元，2026-03-01，第5条"
        assert (type(passed), passed.words, passed.facts) == (Sentence, given.words, facts)
        assert isinstance(passed.facts["why"], Sentence)
        assert passed.facts["why"].facts == {"n": 5}


def test_a_problem_names_field_and_value() -> None:
    assert str(Problem(label="罚款金额", value="x", message="应为文字")) == "罚款金额“x”：应为文字"
    assert str(Problem(label="", message="应为文字")) == "应为文字"
