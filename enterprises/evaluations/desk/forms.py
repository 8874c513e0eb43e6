"""Forms of the registry and of an institution's evaluations."""

from typing import Any

from django import forms

from enterprises.evaluations.models import Institution, InstitutionGrade
from enterprises.evaluations.rules import EvaluationType, Grade, ScaleUnreadable, read_scale
from enterprises.evaluations.services.institutions import GivenInstitution
from enterprises.evaluations.services.submissions import GivenEvaluation
from enterprises.shared.attachments.types import LARGEST_BYTES
from enterprises.shared.confined.limits import MEBIBYTE
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.incoming.uploads import IncomingUpload
from enterprises.shared.rules.characters import typed_form
from enterprises.shared.wording import sentence_text

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_SCALE = forms.Textarea(attrs={"rows": 5})
SCALE_HELP = "由高到低，每行一个等级和它的含义，如“AAA 信用优秀”。不评价这一类的留空。"


class ComplaintForm(forms.Form):
    """A complaint with its outcome."""

    received_on = forms.DateField(label="收到日期", widget=_DAY)
    is_upheld = forms.TypedChoiceField(
        label="处理结果", choices=[("1", "属实"), ("0", "不属实")], coerce=lambda given: given == "1"
    )


class InstitutionForm(forms.Form):
    """What an agency states of an institution."""

    name = UnifiedTextField(label="机构名称", max_length=200)
    code = UnifiedTextField(label="统一社会信用代码", max_length=40)
    qualification = UnifiedTextField(label="资质", max_length=200, help_text="如“企业征信机构备案”“信用评级机构备案”。")
    qualification_authority = UnifiedTextField(label="资质认定单位", max_length=200)
    valid_from = forms.DateField(label="资质有效期自", widget=_DAY)
    valid_until = forms.DateField(label="资质有效期至", widget=_DAY, required=False, help_text="长期有效的留空。")
    method = UnifiedTextField(label="评价方法", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    credit_scale = UnifiedTextField(
        label="信用评价的等级标准", max_length=4000, widget=_SCALE, required=False, help_text=SCALE_HELP
    )
    social_scale = UnifiedTextField(
        label="社会责任评价的等级标准", max_length=4000, widget=_SCALE, required=False, help_text=SCALE_HELP
    )
    contact = UnifiedTextField(
        label="公开联系方式", max_length=200, help_text="将在名录中公开，请填写单位座机、邮箱或者网址。"
    )

    def clean_credit_scale(self) -> tuple[Grade, ...]:
        """Read the scale."""
        return _scale(self.cleaned_data["credit_scale"])

    def clean_social_scale(self) -> tuple[Grade, ...]:
        """Read the scale."""
        return _scale(self.cleaned_data["social_scale"])

    def clean(self) -> dict[str, Any]:
        """Want days in order."""
        given = super().clean() or {}
        first, last = given.get("valid_from"), given.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", "有效期至不得早于有效期自。")
        return given

    @property
    def institution(self) -> GivenInstitution:
        """What is stated, of a valid form."""
        given = dict(self.cleaned_data)
        scales = {
            EvaluationType.CREDIT: given.pop("credit_scale"),
            EvaluationType.SOCIAL: given.pop("social_scale"),
        }
        return GivenInstitution(scales={kind: scale for kind, scale in scales.items() if scale}, **given)


class EvaluationForm(forms.Form):
    """One evaluation; grades are those of the institution's scales."""

    subject_code = UnifiedTextField(label="企业统一社会信用代码", max_length=40)
    subject_name = UnifiedTextField(label="企业名称", max_length=200)
    evaluation_type = forms.ChoiceField(label="评价类型")
    content = UnifiedTextField(label="评定内容", max_length=500, help_text="如“2026年度企业信用等级”。")
    grade = forms.ChoiceField(label="等级")
    decided_on = forms.DateField(label="评定日期", widget=_DAY)
    valid_until = forms.DateField(label="有效期至", widget=_DAY, required=False)
    report_number = UnifiedTextField(label="评价报告编号", max_length=128, required=False)
    standard = UnifiedTextField(label="评价依据标准", max_length=500, required=False)
    report = forms.FileField(
        label="评价报告（PDF）",
        required=False,
        help_text=f"不超过{LARGEST_BYTES // MEBIBYTE}MB。审核公示后任何人可以下载，请勿包含个人信息。",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grades = list(InstitutionGrade.objects.filter(institution=institution).order_by("evaluation_type", "rank"))
        types = dict.fromkeys(grade.evaluation_type for grade in grades)
        self._offer("evaluation_type", [(each, each) for each in types])
        offered = dict.fromkeys(grade.grade for grade in grades)
        self._offer("grade", [("", "请选择"), *((each, each) for each in offered)])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def evaluation(self) -> GivenEvaluation:
        """What is handed in, of a valid form."""
        given = dict(self.cleaned_data)
        report = given.pop("report")
        return GivenEvaluation(
            evaluation_type=EvaluationType(given.pop("evaluation_type")),
            report=report.path if isinstance(report, IncomingUpload) else None,
            **given,
        )


def _scale(text: str) -> tuple[Grade, ...]:
    if not text.strip():
        return ()
    try:
        return read_scale(typed_form(text))
    except ScaleUnreadable as problem:
        raise forms.ValidationError(sentence_text(problem.args[0])) from problem
