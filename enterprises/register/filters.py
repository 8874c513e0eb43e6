"""Filters of rows about an enterprise, under the names and in the forms that search has (docs/search.md)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext, gettext_lazy

from enterprises.register.models import Enterprise, Region
from enterprises.register.reference.industries import SECTIONS
from enterprises.shared.rules.characters import unified
from enterprises.shared.rules.uscc import holds_resident_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How the value of a parameter is written, and the sentence for one that is not."""

    pattern: re.Pattern[str]
    sentence: str


REGION = Shape(pattern=re.compile(r"[0-9]{1,6}", re.ASCII), sentence="行政区划代码是一至六位数字。")
INDUSTRY = Shape(
    pattern=re.compile(r"[A-Ta-t]|[A-Ta-t]?[0-9]{2,4}", re.ASCII), sentence="行业代码是门类字母或二至四位数字。"
)
AGENCY = Shape(pattern=re.compile(r"[0-9A-Za-z]{18}", re.ASCII), sentence="机关以十八位统一社会信用代码表示。")
YEAR = Shape(pattern=re.compile(r"[12][0-9]{3}", re.ASCII), sentence="成立年份是四位数字。")
YEAR_OF_DECISION = replace(YEAR, sentence="年份是四位数字。")
# What these parameters are in the API's schema, wherever they are taken.
DESCRIPTIONS = {
    "region": "行政区划代码的前几位",
    "industry": "行业门类或代码的前几位",
    "status": "登记状态",
    "year": "成立年份",
}
STATUS_SENTENCE = "可用的值是 " + "、".join(Enterprise.Status.values) + "。"

RESIDENT_NUMBER_CODE = "resident_number"
RESIDENT_NUMBER = "本站不提供按居民身份证号码的查询，请输入企业名称或统一社会信用代码。"

Choices: TypeAlias = Iterable[tuple[str, str]]
_DIVISION_DIGITS = 2


class CodeSelect(forms.Select):
    """Offers some codes, loaded when it is shown, and keeps one that is in force though not offered."""

    def __init__(self, *, shape: Shape, offered: Callable[[], Choices]) -> None:
        super().__init__()
        self.shape, self.offered = shape, offered

    def format_value(self, value: Any) -> list[str]:
        """Return the code in capitals, as it is offered."""
        return [code.upper() for code in super().format_value(value) or []]

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        """Give the codes offered, then the one in force."""
        offered = dict(self.offered())
        kept = [code for code in value if code not in offered and self.shape.pattern.fullmatch(code)]
        self.choices = [("", gettext("全部")), *offered.items(), *zip(kept, kept, strict=True)]
        return super().optgroups(name, value, attrs)


class CodeField(forms.CharField):
    """A code of a shape, in capitals."""

    def __init__(self, *, shape: Shape, **options: Any) -> None:
        super().__init__(**options)
        self.shape = shape

    def to_python(self, value: Any) -> str:
        """Return the code in capitals, "" for none."""
        return (super().to_python(value) or "").upper()

    def validate(self, value: Any) -> None:
        """Refuse what has another shape.

        :raises ValidationError: it has.
        """
        super().validate(value)
        if value and not self.shape.pattern.fullmatch(value):
            raise forms.ValidationError(self.shape.sentence, code="invalid")


class CodeFilter(django_filters.CharFilter):  # type: ignore[misc]  # the library has no types
    """Keeps the rows of a code, whether offered or not."""

    field_class = CodeField


class NameInput(forms.TextInput):
    """Shows what was typed, unless it holds a resident number: that is on no page."""

    def format_value(self, value: Any) -> str | None:
        """Return the text as it is shown again."""
        shown = super().format_value(unified(value) if isinstance(value, str) else value)
        return None if shown and holds_resident_id(shown) else shown


class NameField(forms.CharField):
    """A piece of a name, or a code; nobody is looked up by a resident number."""

    widget = NameInput

    def to_python(self, value: Any) -> str:
        """Return the text with unified characters."""
        return unified(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        """Refuse a text that is, or holds, a valid resident number.

        :raises ValidationError: it does.
        """
        super().validate(value)
        if value and holds_resident_id(value):
            raise forms.ValidationError(RESIDENT_NUMBER, code=RESIDENT_NUMBER_CODE)


class NameFilter(django_filters.CharFilter):  # type: ignore[misc]  # the library has no types
    """Keeps the rows of enterprises by name or code."""

    field_class = NameField


class EnterpriseFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """By the register data of a row's enterprise: region, industry, status, year of establishment."""

    region = CodeFilter(
        label=gettext_lazy("行政区"), field_name="enterprise__region__code", lookup_expr="startswith", shape=REGION
    )
    industry = CodeFilter(label=gettext_lazy("行业"), method="of_industry", shape=INDUSTRY)
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("登记状态"),
        field_name="enterprise__status",
        choices=[(value, gettext_lazy(label)) for value, label in Enterprise.Status.choices],
        empty_label=gettext_lazy("全部"),
        error_messages={"invalid_choice": STATUS_SENTENCE},
    )
    year = CodeFilter(
        label=gettext_lazy("成立年份"),
        field_name="enterprise__established_on__year",
        shape=YEAR,
        widget=forms.NumberInput(attrs={"min": 1000, "max": 2999}),
    )

    # Names of those that a page folds away until one of them is in force.
    further: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("region", self.regions)
        self.offer("industry", self.sections)

    def offer(self, name: str, offered: Callable[[], Choices]) -> None:
        """Show a filter as a choice among codes, loaded when it is shown."""
        extra = self.filters[name].extra
        extra["widget"] = CodeSelect(shape=extra["shape"], offered=offered)

    def first_fields(self) -> list[forms.BoundField]:
        """Return the fields that are always seen."""
        return [field for field in self.form if field.name not in self.further]

    def further_fields(self) -> list[forms.BoundField]:
        """Return the fields that are folded away."""
        return [field for field in self.form if field.name in self.further]

    def is_further_open(self) -> bool:
        """Return whether one of the folded fields has a value."""
        return any(field.value() for field in self.further_fields())

    def regions(self) -> Choices:
        """Offer the regions in which the register has an enterprise."""
        there = Enterprise.objects.filter(region=OuterRef("pk")).order_by()
        return list(Region.objects.filter(Exists(there)).order_by("code").values_list("code", "name"))

    def sections(self) -> Choices:
        """Offer the sections of industry."""
        return [(letter, name) for letter, (name, _) in SECTIONS.items()]

    def of_industry(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep enterprises of a section (C), or whose code begins so (26, C26)."""
        letter, digits = (value[0], value[1:]) if value[0].isalpha() else ("", value)
        kept: QuerySet[Any] = queryset.filter(enterprise__industry__code__startswith=digits)
        if letter:
            kept = kept.alias(industry_front=Left("enterprise__industry__code", _DIVISION_DIGITS))
            kept = kept.filter(industry_front__in=[letter, *SECTIONS[letter][1]])
        return kept
