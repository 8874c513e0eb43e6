"""Which listings the desk shows."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy

from enterprises.agencies.models import Agency
from enterprises.register.filters import Choices, CodeFilter
from enterprises.register.shapes import AGENCY
from lists.listings.filters import ListingFilter
from lists.listings.models import Listing
from lists.listings.rules import STATE_LABELS


class DeskFilter(ListingFilter):
    """As the public filters a list; besides by state and by the body that decided."""

    state = django_filters.ChoiceFilter(
        label="状态",
        choices=[(state.value, gettext_lazy(label)) for state, label in STATE_LABELS.items()],
        empty_label=gettext_lazy("全部状态"),
    )
    agency = CodeFilter(label="认定单位", field_name="authority__code", shape=AGENCY)

    further = ("region", "industry", "status", "year", "agency")

    class Meta:
        model = Listing
        fields = ["state", "q", "region", "industry", "status", "year", "agency"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("agency", self.authorities)

    def authorities(self) -> Choices:
        """Offer the bodies that have decided a listing of the list."""
        decided = self.queryset.order_by().values("authority")
        return list(Agency.objects.filter(pk__in=decided).order_by("code").values_list("code", "name"))
