"""Endpoints of one's own case, by number and secret code: what its page shows and lets the applicant do."""

from django.http import Http404, HttpResponse
from django.utils.decorators import method_decorator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ErrorDetail, NotFound, Throttled
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enterprises.cases.api import TOO_LARGE, most_bytes, refusal, typed_fields
from enterprises.cases.models import Case
from enterprises.cases.pages.answers import no_store
from enterprises.cases.pages.forms import PapersForm, WithdrawCaseForm, given_papers
from enterprises.cases.pages.own_case import paper_answer
from enterprises.cases.pages.view import case_view, letters_of
from enterprises.cases.serializers import (
    FieldErrorsSerializer,
    MorePapersSerializer,
    OwnCaseSerializer,
    WithdrawalSerializer,
)
from enterprises.cases.services.codes import LOCKED_FOR, CodeLocked, CodeWrong, case_by_code
from enterprises.cases.services.steps import add_papers, withdraw_case
from enterprises.documents.letters.answers import letter_answer
from enterprises.shared import clock
from enterprises.shared.api.errors import refuse_unknown_parameters
from enterprises.shared.api.parsers import DeepJSONParser
from enterprises.shared.api.serializers import ErrorSerializer
from enterprises.shared.refusals import Refused
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled
from enterprises.shared.workflow.refusals import StateChanged

_PARAMETERS = [
    OpenApiParameter("number", str, OpenApiParameter.PATH, description="申请编号"),
    OpenApiParameter("Case-Code", str, OpenApiParameter.HEADER, required=True, description="查询码；不得写入地址"),
]
_REFUSED = dict.fromkeys((400, 404, 429), ErrorSerializer)
_STEP_REFUSED = {
    400: FieldErrorsSerializer,
    **dict.fromkeys((404, 409, 413, 415, 429), ErrorSerializer),
}
_DECORATORS = [throttled(Scope.CASE_CODE), no_store]


@method_decorator(_DECORATORS, name="dispatch")
class OwnCaseView(APIView):
    """One's own case."""

    @extend_schema(operation_id="case", parameters=_PARAMETERS, responses={200: OwnCaseSerializer, **_REFUSED})
    def get(self, request: Request, number: str) -> Response:
        """Return a case to whoever gives its secret code; 404 for any other number and code."""
        return _shown(_opened(request, number))


@method_decorator(_DECORATORS, name="dispatch")
class OwnPapersView(APIView):
    """More papers."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="case_add_papers",
        parameters=_PARAMETERS,
        request={"multipart/form-data": MorePapersSerializer},
        responses={200: OwnCaseSerializer, **_STEP_REFUSED},
    )
    def post(self, request: Request, number: str) -> Response:
        """Add papers to a case that is not decided; those that were requested end the pause."""
        case = _opened(request, number)
        if int(request.META.get("CONTENT_LENGTH") or 0) > most_bytes(request):
            return refusal(413, "too_large", TOO_LARGE)
        form = PapersForm(typed_fields(request.data), request.FILES)
        if not form.is_valid():
            return _refused(form)
        try:
            case = add_papers(case=case, papers=given_papers("other", form.cleaned_data["papers"]), at=clock.now())
        except StateChanged as late:
            return refusal(409, "state_changed", late.sentence)
        except Refused as refused:
            return refusal(400, "invalid", refused.sentence, fields={"papers": refused.sentence})
        return _shown(case)


@method_decorator(_DECORATORS, name="dispatch")
class OwnWithdrawalView(APIView):
    """Taking one's case back."""

    parser_classes = (DeepJSONParser,)

    @extend_schema(
        operation_id="case_withdraw",
        parameters=_PARAMETERS,
        request=WithdrawalSerializer,
        responses={200: OwnCaseSerializer, **_STEP_REFUSED},
    )
    def post(self, request: Request, number: str) -> Response:
        """Take back a case that is not decided; this cannot be undone."""
        case = _opened(request, number)
        form = WithdrawCaseForm({"reason": typed_fields(request.data).get("reason", ""), "sure": "on"})
        if not form.is_valid():
            return _refused(form)
        try:
            case = withdraw_case(case=case, reason=form.cleaned_data["reason"], at=clock.now())
        except StateChanged as late:
            return refusal(409, "state_changed", late.sentence)
        return _shown(case)


@method_decorator(_DECORATORS, name="dispatch")
class OwnPaperView(APIView):
    """One paper of one's own."""

    @extend_schema(
        operation_id="case_paper",
        parameters=[*_PARAMETERS, OpenApiParameter("pk", int, OpenApiParameter.PATH, description="材料的 id")],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **_REFUSED},
    )
    def get(self, request: Request, number: str, pk: int) -> HttpResponse:
        """Give a paper back to whoever handed it in."""
        try:
            return paper_answer(_opened(request, number), pk=pk)
        except Http404 as missing:
            raise NotFound("没有这份材料。", code="paper_unknown") from missing


@method_decorator(_DECORATORS, name="dispatch")
class OwnLetterView(APIView):
    """One letter of one's own case."""

    @extend_schema(
        operation_id="case_letter",
        parameters=[*_PARAMETERS, OpenApiParameter("letter", str, OpenApiParameter.PATH, description="函件的 number")],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, **_REFUSED},
    )
    def get(self, request: Request, number: str, letter: str) -> HttpResponse:
        """Return a letter of the case as a signed PDF."""
        found = letters_of(_opened(request, number)).filter(document__number=letter).first()
        if found is None:
            raise NotFound("没有这份函件。", code="letter_unknown")
        return letter_answer(found, may_read=lambda _: True)


def _opened(request: Request, number: str) -> Case:
    """Return the case of a number and the code in the header.

    :raises NotFound: no such case, or another code.
    :raises Throttled: too many wrong codes for the number.
    """
    refuse_unknown_parameters(request)
    code = request.headers.get("Case-Code", "")[:100]
    try:
        return case_by_code(number=number, code=code, at=clock.now())
    except CodeLocked as locked:
        refused = Throttled(wait=LOCKED_FOR.total_seconds())
        refused.detail = ErrorDetail(locked.sentence, code=refused.default_code)  # it names the wait by itself
        raise refused from locked
    except CodeWrong as wrong:
        raise NotFound(wrong.sentence, code="case_unknown") from wrong


def _shown(case: Case) -> Response:
    return Response(OwnCaseSerializer(case_view(case, on=clock.today())).data)


def _refused(form: PapersForm | WithdrawCaseForm) -> Response:
    fields = {name: errors[0]["message"] for name, errors in form.errors.get_json_data().items()}
    return refusal(400, "invalid", next(iter(fields.values())), fields=fields)
