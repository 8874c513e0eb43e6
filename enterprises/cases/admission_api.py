"""Endpoint that answers whether one may apply, before anything is handed in."""

from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enterprises.cases.kinds.registry import case_kinds
from enterprises.cases.pages.asking import admission_for, asked_in
from enterprises.cases.serializers import AdmissionsSerializer
from enterprises.cases.subjects.registry import SubjectMissing, ref_text
from enterprises.shared import clock
from enterprises.shared.api.errors import refuse_unknown_parameters
from enterprises.shared.api.serializers import ErrorSerializer
from enterprises.shared.http import public_answer
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled

_PARAMETERS = [
    OpenApiParameter("about", str, required=True, description="record:7、listing:7 或者 file:统一社会信用代码"),
    OpenApiParameter("field", str, description="有误的栏目代码，只用于纠错"),
]


@method_decorator([throttled(Scope.SEARCH), public_answer], name="dispatch")
class AdmissionView(APIView):
    """Whether one may apply."""

    @extend_schema(
        operation_id="case_admission",
        parameters=_PARAMETERS,
        responses={200: AdmissionsSerializer, **dict.fromkeys((400, 404, 429), ErrorSerializer)},
    )
    def get(self, request: Request) -> Response:
        """Return for each kind whether one may apply today, else why not and from which day on."""
        refuse_unknown_parameters(request, known=frozenset({"about", "field"}))
        on = clock.today()
        try:
            asked = asked_in(request._request, on=on)
        except SubjectMissing as missing:
            raise NotFound(missing.sentence, code="subject_unknown") from missing
        if asked is None:
            raise ValidationError("请给出参数 about。", code="invalid_parameter")
        kinds = [
            {"kind": kind.code, "label": kind.label, "admission": admission_for(asked, kind, on=on)}
            for kind in case_kinds().values()
        ]
        answer = {"about": ref_text(asked.subject.ref), "label": asked.subject.label, "kinds": kinds}
        return Response(AdmissionsSerializer(answer).data)
