"""Filters of the desk's record list."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from enterprises.catalogue.registry import KINDS
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import STATE_LABELS, State
from enterprises.register.filters import EnterpriseFilter
from enterprises.register.list_owners import list_owners
from enterprises.shared.rules.names import fold_name


class RecordFilter(EnterpriseFilter):
    """By state, kind and number of a record, by its enterprise, and by the lists on which that is on the day `on`.

    `agency` is not among them: a desk holds the records of one.
    """

    state = django_filters.ChoiceFilter(
        label="状态",
        choices=[(state.value, gettext_lazy(STATE_LABELS[state])) for state in State],
        empty_label=gettext_lazy("全部状态"),
    )
    kind = django_filters.ChoiceFilter(
        label="类别",
        choices=[(kind.code, gettext_lazy(kind.label)) for kind in KINDS.values()],
        empty_label=gettext_lazy("全部类别"),
    )
    q = django_filters.CharFilter(label="文书号、企业名称或代码", method="matching")
    list = django_filters.ChoiceFilter(
        label="企业今日所在名单", method="on_list", choices=[], empty_label=gettext_lazy("全部")
    )

    further = ("region", "industry", "status", "year", "list")

    class Meta:
        model = Record
        fields = ["state", "kind", "q", "region", "industry", "status", "year", "list"]

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.filters["list"].extra["choices"] = [named for owner in list_owners() for named in owner.lists()]

    def matching(self, queryset: QuerySet[Record], name: str, value: str) -> QuerySet[Record]:
        """Keep records whose number contains the text, or whose enterprise bears the code or begins with the name."""
        text = value.strip()
        return queryset.filter(
            Q(document_number__icontains=text)
            | Q(enterprise__uscc=text.upper())
            | Q(enterprise__folded_name__startswith=fold_name(text))
        )

    def on_list(self, queryset: QuerySet[Record], name: str, value: str) -> QuerySet[Record]:
        """Keep records of enterprises that are publicly on that list."""
        wanted = Q()
        for owner in list_owners():
            wanted |= Q(enterprise__in=owner.listed(code=value, on=self.on))
        return queryset.filter(wanted)
