"""Endpoint of the figures."""

from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enterprises.cases.figures.forms import FigureFilter
from enterprises.cases.figures.rules import SMALLEST_SPLIT
from enterprises.cases.figures.serializers import CaseFiguresSerializer
from enterprises.cases.kinds.registry import case_kinds
from enterprises.shared import clock
from enterprises.shared.api.errors import refuse_unknown_parameters
from enterprises.shared.api.serializers import ErrorSerializer
from enterprises.shared.http import public_answer
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled

PARAMETERS = [
    OpenApiParameter("year", int, description="收到年份，不填为今年"),
    OpenApiParameter("agency", str, description="机关的统一社会信用代码；unassigned 为尚未确定机关"),
    OpenApiParameter("kind", str, description=f"申请类型：{'、'.join(case_kinds())}"),
]


@method_decorator([throttled(Scope.SEARCH), public_answer], name="dispatch")
class CaseFiguresView(APIView):
    """Public figures of objections, repairs and error reports."""

    @extend_schema(
        operation_id="case_figures",
        parameters=PARAMETERS,
        responses={200: CaseFiguresSerializer, 400: ErrorSerializer, 429: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        """Return the cases of one year by authority and month of receipt; days are working days."""
        refuse_unknown_parameters(request, known=frozenset(FigureFilter.base_fields))
        on = clock.today()
        form = FigureFilter(request.query_params, on=on)
        for name, errors in form.errors.get_json_data().items():
            raise ValidationError(f"参数 {name} 无法识别：{errors[0]['message']}", code="invalid_parameter")
        figures = form.figures()
        answer = {"year": figures.year, "as_of": on, "smallest_split": SMALLEST_SPLIT, "results": figures.rows}
        return Response(CaseFiguresSerializer(answer).data)
