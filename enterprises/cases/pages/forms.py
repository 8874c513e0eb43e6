"""Forms of the public pages of cases."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.cases.kinds.types import CaseKind
from enterprises.cases.models import CaseParty
from enterprises.cases.services.intake import LONGEST_STATEMENT, MOST_TOGETHER, Applicant, Application
from enterprises.cases.services.mails import are_sent
from enterprises.cases.services.papers import GivenPaper
from enterprises.cases.subjects.registry import read_ref
from enterprises.cases.subjects.types import CaseSubject
from enterprises.documents.refs import Ref
from enterprises.shared.attachments.types import ACCEPT, PAPERS_AT_MOST, TOGETHER_BYTES, TOO_LARGE
from enterprises.shared.confined.limits import MEBIBYTE
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.incoming.uploads import IncomingUpload

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OTHER_PAPERS = "other"
TOGETHER = gettext_lazy("一并申请修复（信用修复一件事）")
CONTACT_HELP = gettext_lazy("电话和电子邮箱至少填写一项。")
MAIL_HELP = gettext_lazy("电话和电子邮箱至少填写一项。填写邮箱的，办理进展发邮件告知。")
PAPERS_HELP = format_lazy(
    gettext_lazy("PDF、OFD、JPG、PNG或者手机照片，最多{files}个文件，合计不超过{size}MB。只供承办机关查阅，不会公开。"),
    files=PAPERS_AT_MOST,
    size=TOGETHER_BYTES // MEBIBYTE,
)


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files under one name; cleaned to a list, empty without a file."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files."""
        files = [each for each in (data or []) if each]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class SeveralTextsField(forms.MultipleChoiceField):
    """Several texts under one name, whichever."""

    def valid_value(self, value: str) -> bool:
        """Take any text."""
        return True


def paper_field(label: "StrOrPromise", *, required: bool, help_text: "StrOrPromise" = "") -> SeveralFilesField:
    """Make the field of one paper."""
    field = SeveralFilesField(label=label, required=required, help_text=help_text)
    field.widget.attrs |= {"accept": ACCEPT, "data-most-bytes": str(TOGETHER_BYTES), "data-too-large": TOO_LARGE}
    return field


class ApplicationForm(forms.Form):
    """One application: ground, statement, who applies, papers.

    It offers the fields and grounds of its subject. `together` are reference and label of what one entry may repair
    besides; None: any reference.
    """

    def __init__(
        self,
        kind: CaseKind,
        *args: Any,
        subject: CaseSubject,
        together: tuple[tuple[str, str], ...] | None = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.subject = kind, subject
        if kind.needs_field:
            self.fields["field"] = forms.ChoiceField(
                label=gettext_lazy("有误的栏目"),
                choices=[("", gettext_lazy("请选择")), *((code, gettext_lazy(name)) for code, name in subject.fields)],
            )
        self._ask_why()
        if together is None and kind.repairs:
            self.fields["together"] = SeveralTextsField(label=TOGETHER, required=False)
        elif together:
            self._offer_together(together)
        self._ask_who()
        for paper in kind.papers:
            self.fields[_name(paper.code)] = paper_field(gettext_lazy(paper.label), required=paper.required)
        self.fields[_name(OTHER_PAPERS)] = paper_field(gettext_lazy("其他材料"), required=False, help_text=PAPERS_HELP)

    def _ask_why(self) -> None:
        offered = self.kind.grounds_for(self.subject.category)
        grounds = [(each.code, gettext_lazy(each.label)) for each in offered]
        self.fields["ground"] = forms.ChoiceField(label=gettext_lazy("理由"), choices=grounds, widget=forms.RadioSelect)
        self.fields["statement"] = UnifiedTextField(
            label=pgettext_lazy("statement", "说明"),
            max_length=LONGEST_STATEMENT,
            required=False,
            widget=forms.Textarea(attrs={"rows": 5}),
            help_text=gettext_lazy(self.kind.statement_help),
        )

    def _offer_together(self, choices: tuple[tuple[str, str], ...]) -> None:
        self.fields["together"] = forms.MultipleChoiceField(
            label=TOGETHER,
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=format_lazy(gettext_lazy("由各认定机关分别决定，最多{most}项。"), most=MOST_TOGETHER - 1),
        )

    def _ask_who(self) -> None:
        self.fields["name"] = UnifiedTextField(
            label=gettext_lazy("姓名"), max_length=60, help_text=gettext_lazy("联系信息不公开，结案三年后删除。")
        )
        self.fields["capacity"] = forms.ChoiceField(
            label=gettext_lazy("身份"),
            choices=[(code, gettext_lazy(label)) for code, label in CaseParty.Capacity.choices],
        )
        self.fields["telephone"] = UnifiedTextField(label=gettext_lazy("电话"), max_length=30, required=False)
        self.fields["mail"] = forms.EmailField(
            label=gettext_lazy("电子邮箱"),
            max_length=254,
            required=False,
            help_text=MAIL_HELP if are_sent() else CONTACT_HELP,
        )

    def clean(self) -> dict[str, Any]:
        """Want a telephone number or a mail address."""
        given = super().clean() or {}
        if not (given.get("telephone") or given.get("mail") or {"telephone", "mail"} & set(self.errors)):
            self.add_error("telephone", "请填写电话或者电子邮箱。")
        return given

    @property
    def applicant(self) -> Applicant:
        """Who applies, of a valid form."""
        given = self.cleaned_data
        return Applicant(
            name=given["name"],
            capacity=CaseParty.Capacity(given["capacity"]),
            telephone=given["telephone"],
            mail=given["mail"],
        )

    def application(self, about: Ref) -> Application:
        """Return what a valid form hands in about something."""
        given = self.cleaned_data
        return Application(
            kind=self.kind.code,
            about=about,
            ground=given["ground"],
            applicant=self.applicant,
            statement=given["statement"],
            field_code=given.get("field", ""),
            papers=self.papers,
            together=[read_ref(each) for each in given.get("together", ())],
        )

    @property
    def papers(self) -> list[GivenPaper]:
        """The papers, of a valid form."""
        codes = [*(paper.code for paper in self.kind.papers), OTHER_PAPERS]
        return [given for code in codes for given in given_papers(code, self.cleaned_data[_name(code)])]


class CodeForm(forms.Form):
    """The number of a case and its secret code."""

    number = UnifiedTextField(label=gettext_lazy("申请编号"), max_length=40)
    code = UnifiedTextField(
        label=gettext_lazy("查询码"),
        max_length=40,
        help_text=gettext_lazy("回执上的四组字符，不分大小写。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class PapersForm(forms.Form):
    """Papers that are added to one's case."""

    papers = paper_field(gettext_lazy("补充材料"), required=True, help_text=PAPERS_HELP)


class WithdrawCaseForm(forms.Form):
    """Taking one's case back."""

    reason = UnifiedTextField(label=gettext_lazy("撤回原因（可不填）"), max_length=500, required=False)
    sure = forms.BooleanField(
        label=gettext_lazy("我确认撤回这件申请"),
        error_messages={"required": gettext_lazy("请勾选确认后再撤回。")},
    )


def given_papers(code: str, files: list[Any]) -> list[GivenPaper]:
    """Return the files of one paper as they lie in the folder of incoming files."""
    return [GivenPaper(code=code, path=each.path) for each in files if isinstance(each, IncomingUpload)]


def _name(code: str) -> str:
    return f"paper-{code}"
