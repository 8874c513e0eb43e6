"""Endpoints of the credit files."""

from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enterprises.creditfile.assemble import assemble
from enterprises.creditfile.serializers import CreditFileSerializer
from enterprises.register.selectors import NoSuchFile, find_public_enterprise
from enterprises.shared import clock
from enterprises.shared.api.errors import refuse_unknown_parameters
from enterprises.shared.api.serializers import ErrorSerializer
from enterprises.shared.http import public_answer


@method_decorator(public_answer, name="dispatch")
class CreditFileView(APIView):
    """The public credit file of one enterprise."""

    @extend_schema(
        operation_id="enterprise",
        parameters=[OpenApiParameter("uscc", str, OpenApiParameter.PATH, description="统一社会信用代码")],
        responses={200: CreditFileSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, uscc: str) -> Response:
        """Return the file as of now, with label and source of every row."""
        refuse_unknown_parameters(request)
        at = clock.now()
        found = find_public_enterprise(uscc, on=clock.day_of(at))
        if isinstance(found, NoSuchFile):
            raise NotFound(found.sentence, code=found.problem_code)
        return Response(CreditFileSerializer(assemble(found, on=clock.day_of(at), at=at)).data)
