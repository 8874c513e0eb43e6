"""What the API takes and gives of cases."""

from rest_framework import serializers

from enterprises.cases.kinds.registry import case_kinds
from enterprises.cases.models import Case, CaseParty
from enterprises.cases.pages.view import CaseView
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.intake import LONGEST_STATEMENT
from enterprises.cases.subjects.registry import ref_text
from enterprises.shared.api.serializers import ErrorSerializer

CASE_KINDS = sorted(case_kinds())


class ApplicationSerializer(serializers.Serializer[object]):
    """Describes the fields of an application; the form of the page checks them."""

    kind = serializers.ChoiceField(choices=CASE_KINDS)
    about = serializers.CharField(help_text="record:7、listing:7 或者 file:统一社会信用代码")
    field = serializers.CharField(required=False, help_text="有误的栏目代码，只用于纠错")
    ground = serializers.CharField(help_text="申请理由的代码")
    statement = serializers.CharField(required=False, max_length=LONGEST_STATEMENT)
    together = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="一并申请修复的事项，写法同 about"
    )
    name = serializers.CharField(max_length=60)
    capacity = serializers.ChoiceField(choices=CaseParty.Capacity.choices)
    telephone = serializers.CharField(required=False, max_length=30, help_text="电话和电子邮箱至少一项")
    mail = serializers.EmailField(required=False)


class ApplicationWithPapersSerializer(ApplicationSerializer):
    """Describes the fields with papers: each file under `paper-` and the code of the paper."""

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """Return the fields, with one for each paper of each kind."""
        codes = {paper.code for kind in case_kinds().values() for paper in kind.papers} | {"other"}
        papers = {f"paper-{code}": serializers.FileField(required=False) for code in sorted(codes)}
        return {**super().get_fields(), **papers}


class FieldErrorsSerializer(ErrorSerializer):
    """An error that names fields."""

    fields = serializers.DictField(child=serializers.CharField(), required=False)  # type: ignore[assignment]


class ReceivedCaseSerializer(serializers.Serializer[Case]):
    number = serializers.CharField()
    about = serializers.SerializerMethodField()
    label = serializers.CharField(source="about_label")  # type: ignore[assignment]
    agency = serializers.CharField(source="agency.public_name", default=None)
    due_on = serializers.DateField(allow_null=True)

    def get_about(self, case: Case) -> str:
        """Return the reference."""
        return ref_text(case.ref)


class ReceiptSerializer(serializers.Serializer[object]):
    """The receipt: the secret code opens all its cases, and is shown by no other address."""

    number = serializers.CharField()
    code = serializers.CharField()
    cases = ReceivedCaseSerializer(many=True)


class CaseStepSerializer(serializers.Serializer[object]):
    at = serializers.DateTimeField()
    text = serializers.CharField()
    reason = serializers.CharField()


class CasePaperSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    label = serializers.CharField()  # type: ignore[assignment]
    size = serializers.IntegerField(help_text="KB")
    at = serializers.DateTimeField()


class CaseLetterSerializer(serializers.Serializer[object]):
    number = serializers.CharField(source="letter.document.number")
    reference = serializers.CharField(source="letter.reference")
    status = serializers.CharField(help_text="有效时为空")


class MorePapersSerializer(serializers.Serializer[object]):
    """Describes the papers that are added; the form of the page checks them."""

    papers = serializers.ListField(child=serializers.FileField())


class WithdrawalSerializer(serializers.Serializer[object]):
    """Describes why a case is taken back; the form of the page checks it."""

    reason = serializers.CharField(required=False, max_length=500)


class AdmissionSerializer(serializers.Serializer[object]):
    """Whether one may apply for a kind: `from_on` is the first day where that is known, `days` until then."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    is_open = serializers.BooleanField(source="admission.is_open")
    sentence = serializers.CharField(source="admission.sentence")
    from_on = serializers.DateField(source="admission.from_on", allow_null=True)
    days = serializers.IntegerField(source="admission.days")


class AdmissionsSerializer(serializers.Serializer[object]):
    """What one may apply for about a thing."""

    about = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    kinds = AdmissionSerializer(many=True)


class OwnCaseSerializer(serializers.Serializer[CaseView]):
    """A case as its applicant reads it."""

    number = serializers.CharField(source="case.number")
    kind = serializers.CharField(source="kind.code")
    about = serializers.CharField(source="case.about_label")
    state = serializers.ChoiceField(choices=[state.value for state in CaseState])
    state_label = serializers.CharField()
    agency = serializers.CharField()
    received_at = serializers.DateTimeField(source="case.received_at")
    due_step = serializers.CharField(help_text="没有待办步骤时为空")
    due_on = serializers.DateField(allow_null=True)
    is_overdue = serializers.BooleanField()
    papers_wanted = serializers.CharField(source="case.papers_wanted")
    outcome = serializers.CharField()
    outcome_reason = serializers.CharField()
    undone_on = serializers.DateField(allow_null=True, help_text="撤销决定之日，未撤销的为空")
    again_from = serializers.DateField(allow_null=True, help_text="可以再次申请的第一天，决定没有规定的为空")
    steps = CaseStepSerializer(many=True)
    papers = CasePaperSerializer(many=True)
    letters = CaseLetterSerializer(many=True)
    letters_to_come = serializers.ListField(child=serializers.CharField(), help_text="正在出具的函件的名称")
    companions = serializers.ListField(child=serializers.CharField())
