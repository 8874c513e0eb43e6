"""Filters of the listings of a list, for its page, its API and the desk."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from enterprises.register.filters import Choices, EnterpriseFilter, NameFilter
from enterprises.register.models import Enterprise, Industry, Region
from enterprises.register.reference.industries import SECTIONS
from enterprises.shared.rules.characters import unified
from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.register_codes import is_register_number, may_be_confirmed
from enterprises.shared.rules.uscc import check_uscc
from lists.listings.models import Listing


class ListingFilter(EnterpriseFilter):
    """By name or code of the enterprise, and by its register data."""

    q = NameFilter(
        label=gettext_lazy("企业名称或代码"),
        method="matching",
        error_messages={"null_characters_not_allowed": "不能含有空字符。"},
    )

    further: tuple[str, ...] = ("industry", "status", "year")

    class Meta:
        model = Listing
        fields = ["q", "region", "industry", "status", "year"]

    def regions(self) -> Choices:
        """Offer the regions in which an enterprise is on the list."""
        listed = self.queryset.order_by().values("enterprise__region")
        return list(Region.objects.filter(pk__in=listed).order_by("code").values_list("code", "name"))

    def sections(self) -> Choices:
        """Offer the sections of industry of which an enterprise is on the list."""
        listed = self.queryset.order_by().values("enterprise__industry")
        codes = Industry.objects.filter(pk__in=listed).order_by("code").values_list("code", flat=True)
        there = {code[:2] for code in codes}
        return [(letter, name) for letter, (name, parts) in SECTIONS.items() if there & {letter, *parts}]

    def matching(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep enterprises with that code in use or before, or whose folded name, a former one too, has the text."""
        check = check_uscc(value)
        if check.is_valid or may_be_confirmed(check.code) or is_register_number(check.code):
            of_code = Q(enterprise__uscc=check.code) | Q(enterprise__now_under__uscc=check.code)
            earlier = Enterprise.objects.filter(earlier_codes__uscc=check.code).order_by()
            return queryset.filter(of_code | Q(enterprise__in=earlier.values("pk")))
        folded = fold_name(value)
        if not folded:
            return queryset
        if public_text(value) != unified(value):  # nobody is found by what is masked
            return queryset.none()
        enterprise = Q(enterprise__folded_name__contains=folded)
        former = Q(enterprise__former_names__folded_name__contains=folded)
        return queryset.filter(pk__in=queryset.filter(enterprise | former).order_by().values("pk"))
