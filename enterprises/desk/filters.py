"""Filters of the desk's record list."""

import django_filters
from django.db.models import Q, QuerySet

from enterprises.catalogue.registry import KINDS
from enterprises.models import Record
from enterprises.rules.lifecycle import STATE_LABELS, State
from enterprises.rules.names import fold_name


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc] # the package has no types
    state = django_filters.ChoiceFilter(
        label="状态", choices=[(state.value, STATE_LABELS[state]) for state in State], empty_label="全部状态"
    )
    kind = django_filters.ChoiceFilter(
        label="类别", choices=[(kind.code, kind.label) for kind in KINDS.values()], empty_label="全部类别"
    )
    q = django_filters.CharFilter(label="文书号、企业名称或代码", method="matching")

    class Meta:
        model = Record
        fields = ["state", "kind", "q"]

    def matching(self, queryset: QuerySet[Record], name: str, value: str) -> QuerySet[Record]:
        """Keep records whose number contains the text, or whose enterprise bears the code or begins with the name."""
        text = value.strip()
        return queryset.filter(
            Q(document_number__icontains=text)
            | Q(enterprise__uscc=text.upper())
            | Q(enterprise__folded_name__startswith=fold_name(text))
        )
