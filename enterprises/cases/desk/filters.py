"""Which cases the inbox shows."""

from typing import Any

import django_filters
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.agencies.models import Agency, Officer
from enterprises.cases.kinds.registry import case_kinds
from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import CASE_STATE_LABELS
from enterprises.cases.selectors import cases_of, oversees, waiting_for
from enterprises.shared import clock

_DUE = (
    ("waiting", gettext_lazy("待我办理")),
    ("mine", gettext_lazy("由我承办")),
    ("overdue", gettext_lazy("已超期")),
    ("running", gettext_lazy("待办理")),
)

_EVERY = "all"


class CaseFilter(django_filters.FilterSet):  # type: ignore[misc] # the package has no types
    """By number or enterprise, kind, state, officer, agency, and what is due; `reader` is whose inbox it is.

    The agency is a filter of the credit office alone: everybody else sees one.
    """

    q = django_filters.CharFilter(label=gettext_lazy("编号、企业名称或者代码"), method="matching", max_length=100)
    due = django_filters.ChoiceFilter(
        label=gettext_lazy("期限"), choices=_DUE, method="due_now", empty_label=gettext_lazy("全部")
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("类型"),
        choices=[(kind.code, gettext_lazy(kind.label)) for kind in case_kinds().values()],
        empty_label=gettext_lazy("全部类型"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("状态"),
        choices=[(state.value, pgettext_lazy("case state", label)) for state, label in CASE_STATE_LABELS.items()],
        empty_label=gettext_lazy("全部状态"),
    )
    officer = django_filters.ModelChoiceFilter(
        label=gettext_lazy("承办人"),
        queryset=User.objects.none(),
        to_field_name="username",
        empty_label=gettext_lazy("全部承办人"),
    )
    agency = django_filters.ChoiceFilter(
        label=gettext_lazy("承办机关"), method="of_agency", empty_label=gettext_lazy("待信用办转交")
    )

    class Meta:
        model = Case
        fields = ("q", "due", "kind", "state", "officer", "agency")

    def __init__(self, *args: Any, reader: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        if oversees(reader):
            having = Agency.objects.filter(pk__in=self.queryset.order_by().values("agency")).order_by("name")
            self.filters["agency"].extra["choices"] = [
                (_EVERY, gettext_lazy("全部机关")),
                *having.values_list("code", "name"),
            ]
        else:
            del self.filters["agency"]
        taken = self.queryset.order_by().values("officer")
        self.filters["officer"].queryset = User.objects.filter(pk__in=taken).order_by("username")

    def filter_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """Keep what the form names; without an agency, what is the reader's own."""
        found: QuerySet[Case] = super().filter_queryset(queryset)
        if not oversees(self.reader) or self.form.cleaned_data.get("agency"):
            return found
        return found.filter(pk__in=cases_of(self.reader).order_by().values("pk"))

    def of_agency(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Keep the cases of one authority, or all."""
        return cases if value == _EVERY else cases.filter(agency__code=value)

    def matching(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Keep the cases of a number, or of an enterprise by code or part of its name."""
        typed = value.strip()
        return cases.filter(
            Q(number__iexact=typed) | Q(enterprise__uscc__iexact=typed) | Q(enterprise__name__icontains=typed)
        )

    def due_now(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Keep the cases with something due: for this officer, by him, overdue, or at all."""
        if value == "waiting":
            return cases.filter(pk__in=waiting_for(self.reader).order_by().values("pk"))
        if value == "mine":
            return cases.filter(officer=self.reader.user_id, ended_at__isnull=True)
        chosen = Case.objects.overdue(on=clock.today()) if value == "overdue" else Case.objects.running()
        return cases.filter(pk__in=chosen.order_by().values("pk"))
