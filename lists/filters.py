"""Filters of the page of a list."""

import django_filters
from django.db.models import Q, QuerySet

from enterprises.models import Enterprise, Region
from enterprises.rules.names import fold_name
from enterprises.rules.uscc import check_uscc
from lists.models import Listing


class ListingFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """By name or code, district (a prefix of the region code), register status and year of establishment.

    The names are those of the filters of search (docs/search.md).
    """

    region = django_filters.ChoiceFilter(
        label="行政区", field_name="enterprise__region__code", lookup_expr="startswith", empty_label="全部", choices=[]
    )
    status = django_filters.ChoiceFilter(
        label="登记状态", field_name="enterprise__status", choices=Enterprise.Status.choices, empty_label="全部"
    )
    year = django_filters.NumberFilter(
        label="成立年份", field_name="enterprise__established_on__year", min_value=1000, max_value=2999
    )
    q = django_filters.CharFilter(label="企业名称或代码", method="matching")

    class Meta:
        model = Listing
        fields = ["q", "region", "status", "year"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["region"].extra["choices"] = self._regions()

    def _regions(self) -> list[tuple[str, str]]:
        """Offer the regions in which an enterprise is on the list."""
        listed = self.queryset.order_by().values("enterprise__region")
        return list(Region.objects.filter(pk__in=listed).order_by("code").values_list("code", "name"))

    def matching(self, queryset: QuerySet[Listing], name: str, value: str) -> QuerySet[Listing]:
        """Keep enterprises of that code, or whose folded name, a former one too, contains the text."""
        check = check_uscc(value)
        if check.is_valid:
            return queryset.filter(enterprise__uscc=check.code)
        folded = fold_name(value)
        if not folded:
            return queryset
        firm = Q(enterprise__folded_name__contains=folded)
        former = Q(enterprise__former_names__folded_name__contains=folded)
        return queryset.filter(pk__in=queryset.filter(firm | former).order_by().values("pk"))
