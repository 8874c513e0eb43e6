"""Forms of the lists' desk; the services check their values."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext

from enterprises.agencies.models import Agency
from enterprises.records.services.personal_data import CONFIRMATION
from enterprises.register.models import Enterprise
from enterprises.shared.attachments.types import ACCEPT, LARGEST_BYTES
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.rules.uscc import check_uscc
from lists.criteria.colors import Color
from lists.criteria.definitions import DEFINITIONS
from lists.criteria.models import CreditList
from lists.criteria.predicates import EXCLUSIONS
from lists.listings.rules import REMOVAL_LABELS, REMOVALS, RemovalReason


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: str, **options: Any) -> forms.DateField:
    """Make a field for a day."""
    return forms.DateField(label=label, widget=DayInput(), **options)


class IntendedListingForm(forms.Form):
    """In whose name the notice of an intended listing is issued."""

    authority = forms.ModelChoiceField(
        Agency.objects.none(), label="认定单位", help_text="告知书由系统出具；登记送达后，异议期自送达之日起算。"
    )

    def __init__(self, *args: Any, credit_list: CreditList, agency: Agency | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = DEFINITIONS.get(credit_list.slug)
        deciding = Agency.objects.filter(domain__in=own.domains if own else ()).order_by("code")
        chosen = deciding.filter(pk=agency.pk) if agency else deciding
        self.fields["authority"] = forms.ModelChoiceField(
            chosen,
            label="认定单位",
            initial=agency,
            help_text=self.fields["authority"].help_text,
        )


class ProposalForm(forms.Form):
    """A proposal by hand, on an authority's document."""

    uscc = UnifiedTextField(label="统一社会信用代码", max_length=40)
    criterion = forms.ChoiceField(label="列入标准")
    reason = UnifiedTextField(label="列入事由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    ground_document = UnifiedTextField(
        label="依据文书",
        max_length=200,
        help_text="已生效的法律文书：文书号、机关、日期，如行政处罚决定书、责令限期支付决定书。",
    )
    ground_penalty = forms.ChoiceField(label="文书所载处罚", required=False)

    def __init__(self, *args: Any, credit_list: CreditList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limit_grounds(credit_list)
        choices = [
            (one.code, f"{one.code} {one.text}")
            for one in credit_list.criteria_in_force
            if one.predicate not in EXCLUSIONS
        ]
        self.fields["criterion"] = forms.ChoiceField(label="列入标准", choices=choices)

    def _limit_grounds(self, credit_list: CreditList) -> None:
        """Show the grounds that the list's law requires: on a black list a document, where needed a heavier penalty."""
        if not credit_list.is_black:
            del self.fields["ground_document"]
        own = DEFINITIONS.get(credit_list.slug)
        if own is None or not own.penalties:
            del self.fields["ground_penalty"]
            return
        choices = [("", "请选择"), *((each, str(each)) for each in own.penalties)]
        self.fields["ground_penalty"] = forms.ChoiceField(label="文书所载处罚", choices=choices)

    def clean_uscc(self) -> Enterprise:
        """Return the enterprise of that code."""
        check = check_uscc(self.cleaned_data["uscc"])
        found = Enterprise.objects.filter(uscc=check.code).first()
        if found is None:
            raise forms.ValidationError("没有这个统一社会信用代码的主体。")
        return found


class NotifyForm(forms.Form):
    served_on = day_field("告知(公示)日期")
    objection_until = day_field("异议期届满次日", required=False, help_text="不填则按名单规定的异议期计算。")


class DecideForm(forms.Form):
    """A decision, with what the list's law leaves to choose: bases, authorities, findings."""

    document_number = UnifiedTextField(label="决定文书号", max_length=128, required=False)
    decided_on = day_field("决定日期")
    authority = forms.ModelChoiceField(label="认定单位", queryset=Agency.objects.order_by("code"))
    term_months = forms.IntegerField(label="期限(月)", min_value=1)
    term_basis = forms.ChoiceField(label="期限依据")
    found = forms.MultipleChoiceField(label="认定情形", required=False, widget=forms.CheckboxSelectMultiple())
    finding = UnifiedTextField(label="认定理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    objection_outcome = UnifiedTextField(
        label="异议处理情况", max_length=500, required=False, help_text="没有异议的，写“无异议”。"
    )
    personal_data_confirmed = forms.BooleanField(label=CONFIRMATION, required=False)

    def __init__(self, *args: Any, credit_list: CreditList, agency: Agency | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = DEFINITIONS[credit_list.slug]
        self.fields["term_basis"] = forms.ChoiceField(label="期限依据", choices=[(one, one) for one in own.term_bases])
        if credit_list.is_black:
            authorities = Agency.objects.filter(pk=agency.pk) if agency else Agency.objects.none()
            self.fields["authority"] = forms.ModelChoiceField(
                label="认定单位",
                queryset=authorities,
                empty_label=None,
                help_text="列入决定由认定单位本机关的人员登记。",
            )
            self.fields["term_months"].help_text = gettext("依规定为{months}个月，不得增减。").format(
                months=own.term_months
            )
        else:
            del self.fields["finding"]
        if own.findings:
            self.fields["found"] = forms.MultipleChoiceField(
                label="认定情形",
                choices=[(one, one) for one in own.findings],
                widget=forms.CheckboxSelectMultiple(),
                help_text="须全部认定；综合主观恶意、违法频次、持续时间、处罚类型、危害后果等因素。",
            )
        else:
            del self.fields["found"]


class ProofForm(forms.Form):
    """The proof that the notice was served."""

    file = forms.FileField(
        label="送达证明",
        help_text="送达回证、邮寄签收等的扫描件，PDF、JPG、PNG、HEIC或OFD，不超过8MB；只供工作人员查阅，不公示。",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def clean_file(self) -> Any:
        """Return the upload, of which no more than the largest size was kept.

        :raises ValidationError: it is larger.
        """
        file = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_BYTES:
            raise ValidationError(gettext("文件不能超过{most}MB。").format(most=LARGEST_BYTES // 1024**2))
        return file


class ListingReasonForm(forms.Form):
    reason = UnifiedTextField(label="理由", max_length=900, widget=forms.Textarea(attrs={"rows": 3}))


def reason_form(missing: str) -> Callable[[QueryDict | None], forms.Form]:
    """Return what makes a form with a reason; `missing` is the sentence for none."""

    def form(data: QueryDict | None) -> forms.Form:
        made = ListingReasonForm(data)
        made.fields["reason"].error_messages["required"] = missing
        return made

    return form


class RemoveForm(forms.Form):
    reason = forms.ChoiceField(label="移出原因")
    note = UnifiedTextField(label="移出依据(文书号或事实)", max_length=900)

    def __init__(self, *args: Any, color: Color, without: Collection[RemovalReason] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [one for one in REMOVAL_LABELS if one in REMOVALS[color] and one not in without]
        choices = [(one.value, REMOVAL_LABELS[one]) for one in offered]
        self.fields["reason"] = forms.ChoiceField(label="移出原因", choices=choices)
