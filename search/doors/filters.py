"""Filters of the records behind a door, for its page, its feed, its files and its endpoint."""

from functools import cache, partial
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from enterprises.catalogue.types import Choice
from enterprises.records.models import Record
from enterprises.register.filters import CodeFilter, EnterpriseFilter, NameFilter
from enterprises.register.shapes import YEAR_OF_DECISION
from enterprises.shared import clock
from enterprises.shared.rules.batch_numbers import fold_batch
from enterprises.shared.rules.characters import unified
from enterprises.shared.rules.document_numbers import fold_document_number
from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.uscc import check_uscc
from search.doors.goals import counted
from search.doors.rows import condition
from search.doors.types import Compare, Door, DoorChoice, DoorFilter
from search.public_records import of_code

LONGEST = 100
MOST_WORDS = 8
GOAL = "goal"  # name of the filter by what counts for a goal
TEXT_SENTENCES = {
    "null_characters_not_allowed": "不能含有空字符。",
    "max_length": f"最多{LONGEST}个字。",
}
NO_CHOICE = {"invalid_choice": "没有这个选项。"}
DAY_SENTENCE = {"invalid": "日期应写作2026-03-01。"}


class DoorFilterSet(EnterpriseFilter):
    """By words, by the filters of the door, and by the register data of the enterprise."""

    door: Door
    q = NameFilter(label=gettext_lazy("关键词"), method="of_words", max_length=LONGEST, error_messages=TEXT_SENTENCES)
    year = CodeFilter(
        label=gettext_lazy("年份"),
        field_name="decided_on__year",
        shape=YEAR_OF_DECISION,
        widget=forms.NumberInput(attrs={"min": 1949, "max": 2999}),
    )

    class Meta:
        model = Record
        fields: tuple[str, ...] = ()

    def of_words(self, queryset: QuerySet[Record], name: str, value: str) -> QuerySet[Record]:
        """Keep the records that have every word, in a text that the door searches or as their enterprise."""
        if is_masked(value):
            return queryset.none()
        wanted, words = Q(), self._words(value)
        for word in words:
            wanted &= self._has(word)
        if self.door.has_batches and len(words) > 1 and (batch := fold_batch(value)):
            wanted |= Q(folded_batch__contains=batch)  # a day written with blanks
        return queryset.filter(wanted)

    def _words(self, value: str) -> list[str]:
        """Return the words to look for, without those that only introduce a batch: 批号, lot."""
        words = value.split()[:MOST_WORDS]
        telling = [word for word in words if fold_batch(word)] if self.door.has_batches else words
        return telling or words

    @property
    def chosen(self) -> int:
        """How many filters besides the text box have a value."""
        return sum(1 for field in self.form if field.name != "q" and field.value())

    def _has(self, word: str) -> Q:
        """Return the condition that a record has a word; folded texts are compared folded."""
        name = fold_name(word)
        found = Q(enterprise__folded_name__contains=name) | Q(enterprise__now_under__folded_name__contains=name)
        check = check_uscc(word)
        if check.is_valid:
            found |= of_code(check.code)
        if number := fold_document_number(word):
            found |= Q(folded_document_number__contains=number)
        if self.door.has_batches and (batch := fold_batch(word)):
            found |= Q(folded_batch__contains=batch)
        for meaning in self.door.searched:
            found |= condition(self.door, meaning, partial(_contains, word))
        return found


def is_masked(text: str) -> bool:
    """Return whether a text would be masked on a page: nobody is found by what is not shown."""
    return public_text(text) != unified(text)


@cache
def filterset_of(door: Door) -> type[DoorFilterSet]:
    """Return the filters of a door."""
    declared = {each.name: _filter(door, each) for each in door.filters}
    declared |= {each.name: _choice(each) for each in door.choices}
    if door.goals:
        declared[GOAL] = _goal(door)
    names = ("q", *declared, *(name for name in ("year", "region", "industry", "status") if name not in declared))
    meta = type("Meta", (), {"model": Record, "fields": names})
    parts = {**declared, "door": door, "further": (*door.further, "industry", "status"), "Meta": meta}
    return type(f"{door.slug.title()}Filter", (DoorFilterSet,), parts)


def _filter(door: Door, each: DoorFilter) -> django_filters.Filter:
    if each.compare in (Compare.FROM, Compare.UNTIL):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return django_filters.DateFilter(
            label=each.label, method=partial(_keep, door, each), widget=widget, error_messages=DAY_SENTENCE
        )
    if each.compare is Compare.EQUAL:
        values = list(dict.fromkeys(value for field in door.fields(each.of).values() for value in _values(field.type)))
        return django_filters.ChoiceFilter(
            label=each.label,
            method=partial(_keep, door, each),
            choices=[(value, value) for value in values],
            empty_label=gettext_lazy("全部"),
            error_messages={"invalid_choice": "可用的值是 " + "、".join(values) + "。"},
        )
    return NameFilter(
        label=each.label, method=partial(_keep, door, each), max_length=LONGEST, error_messages=TEXT_SENTENCES
    )


def _choice(each: DoorChoice) -> django_filters.Filter:
    return django_filters.ChoiceFilter(
        label=each.label,
        method=lambda queryset, name, value: each.keep(queryset, value),
        choices=lambda: each.choices(clock.today()),
        empty_label=gettext_lazy("全部"),
        error_messages=NO_CHOICE,
    )


def _goal(door: Door) -> django_filters.Filter:
    """Return the filter that keeps what counts for a goal, so that a figure and its list agree."""
    goals = {each.name: each for each in door.goals}
    return django_filters.ChoiceFilter(
        label=gettext_lazy("文件目标"),
        method=lambda queryset, name, value: queryset.filter(counted(door, goals[value], on=clock.today())),
        choices=[(each.name, each.label) for each in door.goals],
        empty_label=gettext_lazy("全部"),
        error_messages=NO_CHOICE,
    )


def _values(field_type: object) -> tuple[str, ...]:
    return field_type.values if isinstance(field_type, Choice) else ()


def _keep(door: Door, each: DoorFilter, queryset: QuerySet[Record], name: str, value: Any) -> QuerySet[Record]:
    if isinstance(value, str) and is_masked(value):
        return queryset.none()
    return queryset.filter(_condition(door, each, value))


def _condition(door: Door, each: DoorFilter, value: Any) -> Q:
    match each.compare:
        case Compare.CONTAINS:
            return condition(door, each.of, partial(_contains, value))
        case Compare.EQUAL:
            return condition(door, each.of, lambda lookup: Q(**{lookup: value}))
        case Compare.FROM:
            return condition(door, each.of, lambda lookup: Q(**{f"{lookup}__gte": value}))
        case Compare.UNTIL:
            return condition(door, each.of, lambda lookup: Q(**{f"{lookup}__lte": value}))
        case Compare.BATCH:
            return _folded("folded_batch", fold_batch(value))
        case Compare.NUMBER:
            return _folded("folded_document_number", fold_document_number(value))


def _contains(word: str, lookup: str) -> Q:
    return Q(**{f"{lookup}__icontains": word})


def _folded(column: str, text: str) -> Q:
    """Return the condition that a folded column has a text; a text of signs alone is nowhere."""
    return Q(**{f"{column}__contains": text}) if text else Q(pk__in=[])
