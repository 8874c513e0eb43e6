"""Answers are the same to the letter, written by functions or by their serializers."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import pytest
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from search.fast.writers import answer, writer_of
from search.labels import FacetValue
from search.names.features import MatchedField
from search.port import Match, MatchGroup, MatchType
from search.results import Answer, SearchResult
from search.serializers import AnswerSerializer


class Tone(StrEnum):
    LOUD = "loud"


@dataclass
class Inner:
    word: str
    day: date | None
    tone: Tone


class InnerSerializer(serializers.Serializer[object]):
    word = serializers.CharField()
    day = serializers.DateField(allow_null=True)
    tone = serializers.CharField()


class OuterSerializer(serializers.Serializer[object]):
    count = serializers.IntegerField()
    is_exact = serializers.BooleanField()
    one = InnerSerializer(allow_null=True)
    several = InnerSerializer(many=True)
    named = serializers.DictField(child=InnerSerializer(many=True))
    pieces = serializers.ListField(child=serializers.ListField())


def by_serializer(serializer: Any) -> Any:
    return json.loads(JSONRenderer().render(serializer.data))


def written_by_answer(of: type[serializers.Serializer[object]], data: object) -> Any:
    response = answer(of, data)
    if isinstance(response, Response):  # the view gives it its renderer
        return json.loads(JSONRenderer().render(response.data))
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("one", [None, Inner("汉字", None, Tone.LOUD)])
def test_every_kind_of_field_is_written_alike(one: Inner | None) -> None:
    inner = Inner("a", date(2026, 1, 2), Tone.LOUD)
    value: dict[str, Any] = {
        "count": 3,
        "is_exact": False,
        "one": one,
        "several": (inner, inner),
        "named": {"x": [inner], "y": []},
    }
    value |= {"pieces": [("甲", True), ("乙", False)]}
    assert written_by_answer(OuterSerializer, value) == by_serializer(OuterSerializer(value))


@pytest.mark.usefixtures("both_ways")
def test_the_answer_of_a_search_is_written_alike() -> None:
    match = Match(group=MatchGroup.NAME, type=MatchType.SAME_NAME, field=MatchedField.NAME, text="示例", score=1.0)
    result = SearchResult(
        code_kind="UNIFIED",
        earlier_codes=("91420100MA00000001",),
        uscc="91420100MA00000001",
        name="示例",
        former_name=None,
        renamed_on=None,
        namesakes=0,
        explanation="名称完全相同。",
        status="ACTIVE",
        status_label="存续",
        region="420106",
        region_name="武昌区",
        match=match,
        highlight=(("示", True), ("例", False)),
        badges=(),
    )
    answer = Answer(results=(result,), facets={"region": (FacetValue(value="420106", label="武昌区", count=1),)})
    data = {
        "count": 1,
        "count_is_exact": True,
        "next": None,
        "hint": None,
        "facets": answer.facets,
        "results": answer.results,
    }
    assert written_by_answer(AnswerSerializer, data) == by_serializer(AnswerSerializer(data))


def test_a_kind_of_field_it_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError, match="DecimalField"):
        writer_of(serializers.DecimalField(max_digits=3, decimal_places=1))
