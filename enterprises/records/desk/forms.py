"""Forms of the steps in the life of a record, of an enterprise that the register lacks, and of a sheet of records."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from enterprises.catalogue.registry import KINDS
from enterprises.records.rules.lifecycle import WITHDRAWAL_LABELS, WithdrawalReason
from enterprises.records.rules.severity import SEVERITY_LABELS, Severity
from enterprises.records.services import contradictions
from enterprises.records.services.personal_data import CONFIRMATION
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.rules.days import UnreadableDay, parse_day

LONGEST = 400
LARGEST_SHEET_MB = 10


class DayField(UnifiedTextField):
    """A day in any spelling that imports read too."""

    def clean(self, value: Any) -> date:
        """Read the day; the sentence of the refusal shows how days are written."""
        try:
            return parse_day(super().clean(value))
        except UnreadableDay as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def _long_text(label: str) -> UnifiedTextField:
    """Make a field for a sentence or two; the browser cuts nothing off."""
    made = UnifiedTextField(label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))
    del made.widget.attrs["maxlength"]
    return made


class StepForm(forms.Form):
    """The form of one step; several stand on one page, so the step is part of each id."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, step: str, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id=f"{step}-%s")


class SheetForm(forms.Form):
    """A file of records of one kind; `has_kept`: a file that was checked before may stand in for a new one."""

    use_required_attribute = False

    kind = forms.ChoiceField(label="记录类别", choices=[(kind.code, kind.label) for kind in KINDS.values()])
    file = forms.FileField(
        label="文件",
        allow_empty_file=True,  # the reader reports what is wrong with it
        help_text=f"CSV、XLSX 或 XLS，不超过 {LARGEST_SHEET_MB} MB；表头用标准的栏目名称或代码。",
    )

    def __init__(self, *given: Any, has_kept: bool = False, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["file"].required = not has_kept

    def clean_file(self) -> "UploadedFile[bytes] | None":
        """Refuse what would take longer to read than a page can wait."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > LARGEST_SHEET_MB * 1024**2:
            raise forms.ValidationError(gettext("文件超过 {most} MB，请分成几个文件。").format(most=LARGEST_SHEET_MB))
        return file


class NoForm(StepForm):
    """A step without input."""


def _confirmation() -> forms.BooleanField:
    return forms.BooleanField(label=CONFIRMATION, required=False)


def _contradictions_confirmation() -> forms.BooleanField:
    return forms.BooleanField(label=contradictions.CONFIRMATION, required=False)


class SubmitForm(StepForm):
    """Has no field, unless something looks like personal data or cells contradict each other."""

    personal_data_confirmed = _confirmation()
    contradictions_confirmed = _contradictions_confirmation()


class ReasonForm(StepForm):
    reason = _long_text("理由")


class MakerForm(StepForm):
    """Names the maker who is informed."""

    maker = UnifiedTextField(label="被告知的生产企业", max_length=200)


class CommentCheckForm(StepForm):
    """Has a box where a comment looks as if it held personal data."""

    personal_data_confirmed = _confirmation()


class DisputeForm(StepForm):
    reason = _long_text("异议人和异议内容")


class SettleForm(StepForm):
    reason = _long_text("处理结果")


class PublishForm(StepForm):
    """`seen` is the last event that the reviewer saw: what changed since must be read first."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    personal_data_confirmed = _confirmation()
    contradictions_confirmed = _contradictions_confirmation()
    minor_reason = UnifiedTextField(
        label="轻微失信公示理由",
        required=False,
        max_length=LONGEST,
        help_text="轻微失信信息原则上不公示；确需公示的，写明理由，公示三个月。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WithdrawForm(StepForm):
    """A repair is no reason here: it needs a second person before. `without` are reasons on which a case decides."""

    reason = forms.ChoiceField(label="撤下原因")
    note = _long_text("依据（文书号或事实）")

    def __init__(self, *given: Any, without: Collection[WithdrawalReason] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        offered = [each for each in WITHDRAWAL_LABELS if each not in (WithdrawalReason.REPAIRED, *without)]
        choices = [("", "请选择"), *((each.value, WITHDRAWAL_LABELS[each]) for each in offered)]
        self.fields["reason"] = forms.ChoiceField(label="撤下原因", choices=choices)


class RepairForm(StepForm):
    note = _long_text("修复决定的文书号和依据")


class MoveForm(StepForm):
    uscc = UnifiedTextField(label="正确企业的统一社会信用代码", max_length=40)
    reason = _long_text("理由")


class SeverityForm(StepForm):
    gravity = forms.ChoiceField(
        label="失信程度", choices=[("", "请选择"), *((each.value, SEVERITY_LABELS[each]) for each in Severity if each)]
    )
    reason = _long_text("理由")


class ExitForm(StepForm):
    exit_on = DayField(label="移出日期", help_text="如2026-04-01")
    exit_reason = _long_text("移出原因")
    exit_authority = UnifiedTextField(label="移出决定机关", max_length=200)
    personal_data_confirmed = _confirmation()


class ExtensionForm(StepForm):
    until = DayField(label="延长到哪一天（该日起不再公示）", help_text="如2027-04-01；最长一年，期满前可再申请")
    legal_basis = UnifiedTextField(
        label="法律依据", max_length=300, help_text="法律、法规、规章的名称和条款，以及未改正或未履行的事实"
    )
