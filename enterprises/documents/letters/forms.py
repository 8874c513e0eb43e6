"""Forms of a letter's page; the services check their values."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from enterprises.documents.letters.models import SERVICE_METHODS
from enterprises.documents.recalls import LONGEST_REASON
from enterprises.shared.attachments.types import ACCEPT, LARGEST_BYTES
from enterprises.shared.fields import UnifiedTextField


class LetterServiceForm(forms.Form):
    """How and when a letter was served."""

    method = forms.ChoiceField(
        label=gettext_lazy("送达方式"), choices=[(code, gettext_lazy(label)) for code, label in SERVICE_METHODS]
    )
    served_on = forms.DateField(
        label=gettext_lazy("送达日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = UnifiedTextField(
        label=gettext_lazy("备注"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("如邮件编号、见证人所在单位；不写个人信息。"),
    )
    proof = forms.FileField(
        label=gettext_lazy("送达证明"),
        required=False,
        help_text=gettext_lazy(
            "送达回证、邮寄签收等的扫描件，PDF、JPG、PNG、HEIC或OFD，不超过8MB；只供工作人员查阅，不公示。"
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def clean_proof(self) -> Any:
        """Return the upload, of which no more than the largest size was kept.

        :raises ValidationError: it is larger.
        """
        file = self.cleaned_data["proof"]
        if file is not None and (file.size or 0) > LARGEST_BYTES:
            raise forms.ValidationError(gettext("文件不能超过{most}MB。").format(most=LARGEST_BYTES // 1024**2))
        return file


class WithdrawLetterForm(forms.Form):
    """Why a letter is withdrawn."""

    reason = UnifiedTextField(
        label=gettext_lazy("撤回理由"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )
