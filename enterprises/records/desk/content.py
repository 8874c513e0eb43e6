"""The form of a record's content, made from the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from enterprises.catalogue.display import typed_value
from enterprises.catalogue.types import (
    Choice,
    Day,
    Field,
    RecordColumn,
    RecordKind,
    Text,
    Visibility,
    WanYuan,
)
from enterprises.catalogue.validation import clean
from enterprises.records.models import Record
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.problems import Problem
from enterprises.shared.wording import sentence_text

# Filled from the enterprise and the agency, never typed.
GIVEN = frozenset(
    {RecordColumn.SUBJECT_CODE, RecordColumn.SUBJECT_NAME, RecordColumn.AGENCY_NAME, RecordColumn.AGENCY_CODE}
)
# Ends the name of the field for what is not among the boxes of a multiple choice.
OTHER = "-other"
# So few optional fields need no fold of their own.
FEW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A field as the page lays it out."""

    field: BoundField
    required: bool
    full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that differs between two versions of a draft."""

    label: str
    typed: str
    stored: str


class SuggestedInput(forms.TextInput):
    """A text field that offers values and takes others."""

    def __init__(self, values: Iterable[str]) -> None:
        super().__init__()
        self.values = tuple(values)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Render the field with its list of values."""
        list_id = f"{(attrs or {}).get('id', name)}_values"
        shown = super().render(name, value, {**(attrs or {}), "list": list_id}, renderer)
        pairs = ((each, label if (label := gettext(each)) != each else "") for each in self.values)
        options = format_html_join("", '<option value="{}">{}</option>', pairs)
        return format_html('{}<datalist id="{}">{}</datalist>', shown, list_id, options)


class ContentForm(forms.Form):
    """The content of one record; every rule about it lives in the catalogue, none in the browser."""

    use_required_attribute = False

    def __init__(self, kind: RecordKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.declared = {field.code: field for field in form_fields(kind)}
        for field in self.declared.values():
            self.fields[field.code] = _form_field(field)
            if _is_open_choice(field):
                self.fields[field.code + OTHER] = _other_field(field)

    def raw(self) -> dict[str, object]:
        """Return what was typed, by field code, for the catalogue to clean."""
        raw: dict[str, object] = {code: self.cleaned_data.get(code, "") for code in self.declared}
        for field in self.declared.values():
            other = self.cleaned_data.get(field.code + OTHER)
            if other:
                raw[field.code] = ";".join([*self.cleaned_data[field.code], other])
        return raw

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Put each problem at its field; those of given fields go to the top."""
        self.full_clean()
        for problem in problems:
            code = problem.code if problem.code in self.fields else None
            wrong = problem.message if code else replace(problem, value="").sentence
            self.add_error(code, sentence_text(wrong))

    def main_rows(self) -> list[FormRow]:
        """Return the fields that nearly every record fills."""
        further = self._further()
        return [self._row(name) for name in self.fields if name not in further]

    def further_rows(self) -> list[FormRow]:
        """Return optional fields that only government bodies read."""
        further = self._further()
        return [self._row(name) for name in self.fields if name in further]

    def is_further_open(self) -> bool:
        """Return whether one of the optional fields holds something or is refused."""
        return any(row.field.value() or row.field.errors for row in self.further_rows())

    def _further(self) -> set[str]:
        found = {
            field.code
            for field in self.declared.values()
            if field.visibility is not Visibility.PUBLIC and not field.required and not field.required_if
        }
        return found if len(found) > FEW else set()

    def _row(self, name: str) -> FormRow:
        field = self.declared.get(name.removesuffix(OTHER))
        wide = isinstance(self.fields[name].widget, forms.Textarea | forms.CheckboxSelectMultiple)
        required = bool(field and field.required and not name.endswith(OTHER))
        return FormRow(field=self[name], required=required, full=wide or name.endswith(OTHER))


def form_fields(kind: RecordKind) -> list[Field]:
    """Return the fields an officer types: not what is given, what may never be shown, or what only old files have."""
    return [
        field
        for field in kind.fields
        if field.column not in GIVEN and field.visibility is not Visibility.NEVER and not field.transient
    ]


def initial_of(record: Record, kind: RecordKind) -> dict[str, object]:
    """Return the stored values as an officer would type them."""
    initial: dict[str, object] = {code: typed_value(value) for code, value in record.field_values().items()}
    for field in kind.fields:
        value = initial.get(field.code)
        if isinstance(value, list) and isinstance(field.type, Choice):
            initial[field.code] = [each for each in value if each in field.type.values]
            initial[field.code + OTHER] = ";".join(each for each in value if each not in field.type.values)
    return initial


def differences(form: ContentForm, stored: Record, *, on: date) -> tuple[Difference, ...]:
    """Return the fields in which a valid form and a stored record differ, in the order of the form."""
    raw, held = form.raw(), {code: typed_value(value) for code, value in stored.field_values().items()}
    read = {code: typed_value(value) for code, value in clean(form.kind, raw, on=on).values.items()}
    pairs = (
        (field, _shown(read.get(code, raw[code])), _shown(held.get(code))) for code, field in form.declared.items()
    )
    return tuple(Difference(label=field.label, typed=mine, stored=kept) for field, mine, kept in pairs if mine != kept)


def _shown(value: object) -> str:
    """Return a value as one line, the same for a typed and for a stored one."""
    parts = value if isinstance(value, list | tuple) else str("" if value is None else value).split(";")
    return "；".join(sorted(filter(None, (str(part).strip() for part in parts))))


def _is_open_choice(field: Field) -> bool:
    return isinstance(field.type, Choice) and field.type.multiple and field.type.open_prefix is not None


def _other_field(field: Field) -> forms.Field:
    assert isinstance(field.type, Choice)
    help_text = gettext("上面没有的，以“{prefix}”开头填写；多个以；隔开").format(prefix=field.type.open_prefix)
    label = gettext("其他{label}").format(label=gettext(field.label))
    return UnifiedTextField(label=label, required=False, help_text=help_text)


def _form_field(field: Field) -> forms.Field:
    """Make the form's field; lengths are checked by the catalogue, so that the browser cuts nothing off."""
    common: dict[str, Any] = {
        "label": field.label,
        "required": False,
        "help_text": field.required_hint or field.help,
    }
    made = _control(field, common)
    if field.required:
        made.widget.attrs["aria-required"] = "true"
    return made


def _control(field: Field, common: dict[str, Any]) -> forms.Field:
    match field.type:
        case Choice():
            return _choice_control(field.type, common)
        case Text(multiline=True):
            return UnifiedTextField(widget=forms.Textarea(attrs={"rows": 4}), **common)
        case Day(open_ended=open_ended):
            example = "如2026-04-01；长期有效填2099-12-31" if open_ended else "如2026-04-01"
            common["help_text"] = common["help_text"] or example
            return UnifiedTextField(widget=forms.TextInput(attrs={"autocomplete": "off"}), **common)
        case WanYuan():
            common["help_text"] = common["help_text"] or "以万元填写，如1.5"
            return UnifiedTextField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **common)
        case _:
            return UnifiedTextField(**common)


def _choice_control(choice: Choice, common: dict[str, Any]) -> forms.Field:
    offered = [(each, each) for each in choice.values]
    if choice.multiple:
        common["help_text"] = ""  # it describes how a file separates several
        return forms.MultipleChoiceField(choices=offered, widget=forms.CheckboxSelectMultiple, **common)
    if choice.open_prefix is None:
        return forms.ChoiceField(choices=[("", "请选择"), *offered], **common)
    words = gettext("{values}；没有合适的，以“{prefix}”开头填写")
    common["help_text"] = words.format(values="、".join(choice.values), prefix=choice.open_prefix)
    return UnifiedTextField(widget=SuggestedInput(choice.values), **common)
