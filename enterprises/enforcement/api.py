"""Endpoints of campaigns and figures; cases are a door of search."""

from datetime import date

from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enterprises.enforcement.forms import EnforcementFilter
from enterprises.enforcement.selectors import figures_by_month, published_campaigns, results_of
from enterprises.enforcement.serializers import CampaignsSerializer, EnforcementFiguresSerializer
from enterprises.shared import clock
from enterprises.shared.api.errors import refuse_unknown_parameters
from enterprises.shared.api.serializers import ErrorSerializer
from enterprises.shared.http import public_answer


@method_decorator(public_answer, name="dispatch")
class CampaignsView(APIView):
    """Public campaigns with their results."""

    @extend_schema(
        operation_id="campaigns",
        parameters=[OpenApiParameter("type", str, description="行动类型：SPECIAL、RURAL、JOINT")],
        responses={200: CampaignsSerializer, 400: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        """Return all public campaigns, the latest first."""
        refuse_unknown_parameters(request, known=frozenset({"type"}))
        form = _read(request)
        campaigns = published_campaigns()
        if form.campaign_type:
            campaigns = campaigns.filter(campaign_type=form.campaign_type)
        rows = list(campaigns)
        results = results_of(rows)
        answer = [
            {
                "campaign": row,
                "partners": [one.public_name for one in row.partners.all()],
                "results": results.get(row.pk),
            }
            for row in rows
        ]
        return Response(CampaignsSerializer({"count": len(answer), "results": answer}).data)


@method_decorator(public_answer, name="dispatch")
class EnforcementFiguresView(APIView):
    """Public infringement and counterfeit cases by month."""

    @extend_schema(
        operation_id="enforcement_figures",
        parameters=[OpenApiParameter("year", int, description="决定年份，不填为今年")],
        responses={200: EnforcementFiguresSerializer, 400: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        """Return the cases of one year that are public now, by month of decision."""
        refuse_unknown_parameters(request, known=frozenset({"year"}))
        form = _read(request)
        on, year = clock.today(), form.chosen_year
        figures = figures_by_month(on=on, first_day=date(year, 1, 1), until=date(year + 1, 1, 1))
        return Response(EnforcementFiguresSerializer({"year": year, "as_of": on, "results": figures}).data)


def _read(request: Request) -> EnforcementFilter:
    form = EnforcementFilter(request.query_params, on=clock.today())
    for name, errors in form.errors.get_json_data().items():
        raise ValidationError(f"参数 {name} 无法识别：{errors[0]['message']}", code="invalid_parameter")
    return form
