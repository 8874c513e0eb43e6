"""Forms of the desk; the content form is made from the catalogue."""

from typing import Any

from django import forms

from enterprises.catalogue.types import Choice, Day, Field, RecordColumn, RecordKind, Text, Visibility, WanYuan
from enterprises.catalogue.validation import Problem
from enterprises.models import Record
from enterprises.rules.gravity import GRAVITY_LABELS, Gravity
from enterprises.rules.lifecycle import WithdrawalReason

# Filled from the enterprise and the agency, never typed.
GIVEN = frozenset(
    {RecordColumn.SUBJECT_CODE, RecordColumn.SUBJECT_NAME, RecordColumn.AGENCY_NAME, RecordColumn.AGENCY_CODE}
)


def form_fields(kind: RecordKind) -> list[Field]:
    """Return the fields an officer types: not what is given, what may never be shown, or what only old files have."""
    return [
        field
        for field in kind.fields
        if field.column not in GIVEN and field.visibility is not Visibility.NEVER and not field.transient
    ]


class ContentForm(forms.Form):
    """The content of one record; every rule about it lives in the catalogue."""

    def __init__(self, kind: RecordKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for field in form_fields(kind):
            self.fields[field.code] = _form_field(field)

    def raw(self) -> dict[str, object]:
        """Return what was typed, by field code, for the catalogue to clean."""
        return {code: self.cleaned_data.get(code, "") for code in self.fields}

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem at its field; those of given fields go to the top."""
        for problem in problems:
            code = problem.code if problem.code in self.fields else None
            self.add_error(code, problem.message if code else f"{problem.label}:{problem.message}")


def initial_of(record: Record) -> dict[str, object]:
    """Return the stored values as an officer would type them."""
    from enterprises.catalogue.display import typed_value  # noqa: PLC0415

    return {code: typed_value(value) for code, value in record.field_values().items()}


def _form_field(field: Field) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "required": False, "help_text": field.help or field.required_hint}
    match field.type:
        case Choice(values=values, multiple=True):
            made: forms.Field = forms.MultipleChoiceField(
                choices=[(value, value) for value in values], widget=forms.CheckboxSelectMultiple, **common
            )
        case Choice(values=values, open_prefix=None):
            made = forms.ChoiceField(choices=[("", "请选择"), *((value, value) for value in values)], **common)
        case Choice(values=values, open_prefix=prefix):
            common["help_text"] = f"可填:{'、'.join(values)};或以“{prefix}”开头自行填写"
            made = forms.CharField(**common)
        case Text(multiline=True, length=length):
            made = forms.CharField(max_length=length, widget=forms.Textarea(attrs={"rows": 4}), **common)
        case Day(open_ended=open_ended):
            common["help_text"] = common["help_text"] or (
                "如 2026-04-01;长期有效填 2099-12-31" if open_ended else "如 2026-04-01"
            )
            made = forms.CharField(
                widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "2026-04-01"}), **common
            )
        case WanYuan():
            made = forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **common)
        case _:
            made = forms.CharField(**common)
    made.widget.attrs["data-code"] = field.code
    if field.required:
        made.widget.attrs["aria-required"] = "true"
    return made


class ReasonForm(forms.Form):
    """A step that needs only its reason."""

    reason = forms.CharField(label="理由", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class PublishForm(forms.Form):
    minor_reason = forms.CharField(
        label="轻微失信公示理由",
        required=False,
        max_length=400,
        help_text="轻微失信信息原则上不公示;确需公示的,写明理由。",
    )


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(
        label="撤下原因",
        choices=[
            (WithdrawalReason.REPAIRED.value, "信用修复"),
            (WithdrawalReason.ANNULLED.value, "决定被变更、撤销或确认无效"),
            (WithdrawalReason.OBJECTION_UPHELD.value, "异议成立"),
            (WithdrawalReason.RECORDED_BY_MISTAKE.value, "录入错误"),
        ],
    )
    note = forms.CharField(label="依据(文书号或事实)", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class GravityForm(forms.Form):
    gravity = forms.ChoiceField(label="失信程度", choices=[(g.value, GRAVITY_LABELS[g]) for g in Gravity if g])
    reason = forms.CharField(label="理由", max_length=400)


class ExitForm(forms.Form):
    exit_on = forms.DateField(label="移出日期", widget=forms.DateInput(attrs={"type": "date"}))
    exit_reason = forms.CharField(label="移出原因", max_length=200)
    exit_authority = forms.CharField(label="移出决定机关", max_length=200)


class HoldForm(forms.Form):
    legal_basis = forms.CharField(label="法律依据", max_length=300)
    until = forms.DateField(
        label="延长至(该日起不再公示)", widget=forms.DateInput(attrs={"type": "date"}), help_text="最长一年,可续"
    )


class EnterpriseForm(forms.Form):
    """Names a firm that the register does not hold yet."""

    uscc = forms.CharField(label="统一社会信用代码", max_length=40)
    name = forms.CharField(label="企业名称", max_length=200)
    not_a_person = forms.BooleanField(label="我已核对:这是单位的统一社会信用代码,不是居民身份证号码", required=False)
