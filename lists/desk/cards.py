"""Pages of a list's card: what is in force, its versions, a new version by one person, confirmed by another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.agencies.models import Agency
from enterprises.shared import clock
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.workflow.desk import attempt_in, offers_of, refusals_on, show_outcome
from lists.criteria.cards import (
    LABELS,
    LONGEST_NAME,
    LONGEST_NOTICE,
    LONGEST_TEXT,
    SHORTEST_NOTICE,
    TEXTS,
    Card,
    VersionState,
    card_from_json,
    changed_labels,
)
from lists.criteria.columns import COLUMN_NAMES, ListColumn
from lists.criteria.models import CreditList, ListVersion
from lists.criteria.periods import PERIOD_LABELS, EditionPeriod
from lists.criteria.predicates import PREDICATE_LABELS, Criterion, criteria_text, value_labels
from lists.criteria.rules import LOOK_BACK_MONTHS
from lists.criteria.services import bounds_of, card_of, propose_version, stored_card
from lists.desk.card_steps import STEPS, STEPS_BY_NAME, VersionSituation
from lists.listings.desk.access import Office, at_the_office

_LONG = ("entry_conditions", "repair", "remedies", "measures")


class CardForm(forms.Form):
    """A new version of a card; each criterion of the law can be chosen with its parameters."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, credit_list: CreditList) -> None:
        super().__init__(data)
        self.law = bounds_of(credit_list).criteria
        self.now = card_of(credit_list)
        self.fields["popular_name"] = UnifiedTextField(label=TEXTS["popular_name"], max_length=LONGEST_NAME)
        self.fields["authority"] = forms.ModelChoiceField(
            label=LABELS["authority"],
            queryset=Agency.objects.order_by("code"),
            required=False,
            empty_label="本市信用主管部门",
        )
        for name in _LONG:
            widget = forms.Textarea(attrs={"rows": 3})
            self.fields[name] = UnifiedTextField(label=TEXTS[name], max_length=LONGEST_TEXT, widget=widget)
        if credit_list.is_ours:
            self._add_publication()
        for one in self.law:
            self._add_criterion(one)
        self.fields["reason"] = UnifiedTextField(label="修改理由", max_length=500)
        self.initial = self._initial()

    def _add_publication(self) -> None:
        self.fields["period"] = forms.ChoiceField(
            label=LABELS["period"], choices=[(one.value, label) for one, label in PERIOD_LABELS.items()]
        )
        self.fields["columns"] = forms.MultipleChoiceField(
            label=LABELS["columns"],
            choices=[(one.value, label) for one, label in COLUMN_NAMES.items()],
            widget=forms.CheckboxSelectMultiple(),
            required=False,
        )
        self.fields["notice_days"] = forms.IntegerField(
            label=LABELS["notice_days"], min_value=SHORTEST_NOTICE, max_value=LONGEST_NOTICE
        )

    def _add_criterion(self, one: Criterion) -> None:
        """Add the fields of a criterion: whether it is used, and by which of its values and look back."""
        self.fields[f"use_{one.code}"] = forms.BooleanField(
            label=f"{one.code} {one.text}", required=False, help_text=PREDICATE_LABELS[one.predicate]
        )
        if one.values:
            self.fields[f"values_{one.code}"] = forms.MultipleChoiceField(
                label=gettext("{code} 的种类").format(code=one.code),
                choices=list(zip(one.values, value_labels(one), strict=True)),
                widget=forms.CheckboxSelectMultiple(),
                required=False,
            )
        if one.months:
            self.fields[f"months_{one.code}"] = forms.IntegerField(
                label=gettext("{code} 的回看期(月)").format(code=one.code),
                min_value=one.months,
                max_value=LOOK_BACK_MONTHS,
            )

    def _initial(self) -> dict[str, Any]:
        chosen = {one.code: one for one in self.now.criteria}
        values: dict[str, Any] = {name: getattr(self.now, name) for name in (*TEXTS, "authority", "notice_days")}
        values |= {"period": self.now.period, "columns": [one.value for one in self.now.columns]}
        for one in self.law:
            now = chosen.get(one.code, one)
            values |= {f"use_{one.code}": one.code in chosen, f"values_{one.code}": list(now.values)}
            values[f"months_{one.code}"] = now.months
        return values

    def card(self) -> Card:
        """Return the card that was typed; the form is valid."""
        given = self.cleaned_data
        authority: Agency | None = given["authority"]
        card = replace(self.now, authority=authority.pk if authority else None, **{name: given[name] for name in TEXTS})
        if "period" not in given:
            return card
        return replace(
            card,
            period=EditionPeriod(given["period"]),
            columns=tuple(one for one in ListColumn if one.value in given["columns"]),
            notice_days=given["notice_days"],
            criteria=tuple(self._criteria(given)),
        )

    def _criteria(self, given: Mapping[str, Any]) -> Iterator[Criterion]:
        for one in self.law:
            if given[f"use_{one.code}"]:
                values = tuple(each for each in one.values if each in given.get(f"values_{one.code}", ()))
                yield replace(one, values=values, months=given.get(f"months_{one.code}", 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """One line of a proposal: what it is, as it is in force, as it would be."""

    label: str
    before: str
    after: str


@require_safe
@at_the_office
def card_page(request: HttpRequest, slug: str, *, office: Office) -> HttpResponse:
    """Show the card in force, the proposal that waits, and all versions."""
    credit_list = office.credit_list(slug)
    versions = credit_list.versions.select_related("proposed_by", "decided_by").order_by("-pk")
    waiting = versions.filter(state=VersionState.PROPOSED).first()
    situation = VersionSituation(user=office.user, version=waiting) if waiting else None
    context = {
        "list": credit_list,
        "versions": versions.exclude(state=VersionState.PROPOSED),
        "waiting": waiting,
        "rows": _changes(credit_list, waiting) if waiting else [],
        "is_own": situation is not None and situation.is_own,
        "steps": offers_of(STEPS, situation, bound={}) if situation else [],
    }
    return render(request, "lists/desk/card.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_office
def new_version(request: HttpRequest, slug: str, *, office: Office) -> HttpResponseBase:
    """Propose a new version."""
    credit_list = office.credit_list(slug)
    form = CardForm(request.POST if request.method == "POST" else None, credit_list=credit_list)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            propose_version(credit_list=credit_list, card=form.card(), reason=reason, by=office.user, at=clock.now())
            messages.success(request, "已提出，请另一人确认后生效。")
            return redirect("lists-desk:card", slug=slug)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "lists/desk/new_version.html", {"list": credit_list, "form": form}, status=status)


@require_POST
@at_the_office
def take_step(request: HttpRequest, slug: str, pk: int, step: str, *, office: Office) -> HttpResponseBase:
    """Take one step on a proposed version."""
    situation = VersionSituation(user=office.user, version=_version(office, slug, pk))
    tried = attempt_in(STEPS_BY_NAME, step, situation, request.POST)
    number = tried.result.number if isinstance(tried.result, ListVersion) else None
    show_outcome(request, tried, done=gettext(STEPS_BY_NAME[step].done).format(number=number))
    return redirect("lists-desk:card", slug=slug)


def _version(office: Office, slug: str, pk: int) -> ListVersion:
    found = ListVersion.objects.filter(credit_list=office.credit_list(slug), pk=pk).first()
    if found is None:
        raise Http404("no such version")
    return found


def _changes(credit_list: CreditList, version: ListVersion) -> list[CardRow]:
    """Return what a proposal changes, in words."""
    now = stored_card(credit_list, card_of(credit_list))
    labels = changed_labels(now, version.content)
    before, after = _in_words(credit_list, now), _in_words(credit_list, version.content)
    return [
        CardRow(label=label, before=before[name], after=after[name])
        for name, label in LABELS.items()
        if label in labels
    ]


def _in_words(credit_list: CreditList, content: Mapping[str, Any]) -> dict[str, str]:
    card = card_from_json(content)
    agency = Agency.objects.filter(pk=card.authority).first() if card.authority else None
    return {
        **{name: str(content.get(name, "") or "—") for name in LABELS},
        "authority": agency.name if agency else "本市信用主管部门",
        "period": PERIOD_LABELS[card.period] if card.period else "—",
        "columns": "、".join(COLUMN_NAMES[one] for one in card.columns) or "—",
        "criteria": criteria_text(card.criteria, law=bounds_of(credit_list).criteria),
    }
