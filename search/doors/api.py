"""Endpoints of the doors, one for each."""

from django.utils.decorators import method_decorator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enterprises.register.api import kept_by
from enterprises.register.shapes import DESCRIPTIONS
from enterprises.shared import clock
from enterprises.shared.api.errors import refuse_unknown_parameters
from enterprises.shared.api.paging import PAGE_PARAMETERS, PAGING, exact_page, next_of
from enterprises.shared.api.serializers import ErrorSerializer
from enterprises.shared.http import public_answer
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled
from search.doors.entries import entries_of
from search.doors.filters import GOAL, filterset_of
from search.doors.rows import public_rows
from search.doors.serializers import DoorEntriesSerializer
from search.doors.types import Compare, Door, DoorChoice, DoorFilter

_COMMON = (
    OpenApiParameter("q", str, description="文字，几个词以空格隔开：名称、企业、编号"),
    *(OpenApiParameter(name, str, description=DESCRIPTIONS[name]) for name in ("region", "industry", "status")),
    OpenApiParameter("year", int, description="年份"),
)


class DoorView(APIView):
    """What is behind a door."""

    door: Door

    def get(self, request: Request) -> Response:
        """Return the entries that fit the filters, the newest first: what the page shows."""
        filters = filterset_of(self.door)
        refuse_unknown_parameters(request, known=PAGING | frozenset(filters.base_filters))
        on = clock.today()
        chosen = filters(request.query_params, queryset=public_rows(self.door, on=on))
        page = exact_page(request, kept_by(chosen))
        answer = {
            "count": page.paginator.count,
            "next": next_of(request, page),
            "results": entries_of(self.door, list(page), on=on),
        }
        return Response(DoorEntriesSerializer(answer, context={"door": self.door}).data)


def view_of(door: Door) -> type[DoorView]:
    """Return the endpoint of a door, with its parameters in the schema."""
    view = type(f"{door.slug.title()}View", (DoorView,), {"door": door, "__doc__": DoorView.__doc__})
    schema = extend_schema(
        operation_id=door.slug,
        parameters=[
            *_COMMON,
            *map(_parameter, door.filters),
            *map(_chosen, door.choices),
            *_towards_goals(door),
            *PAGE_PARAMETERS,
        ],
        responses={200: DoorEntriesSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    described: type[DoorView] = extend_schema_view(get=schema)(view)
    counted: type[DoorView] = method_decorator([throttled(Scope.SEARCH), public_answer], name="dispatch")(described)
    return counted


def _parameter(each: DoorFilter) -> OpenApiParameter:
    is_day = each.compare in (Compare.FROM, Compare.UNTIL)
    return OpenApiParameter(each.name, OpenApiTypes.DATE if is_day else OpenApiTypes.STR, description=str(each.label))


def _towards_goals(door: Door) -> list[OpenApiParameter]:
    names = [each.name for each in door.goals]
    return [OpenApiParameter(GOAL, str, description="文件目标", enum=names)] if names else []


def _chosen(each: DoorChoice) -> OpenApiParameter:
    return OpenApiParameter(each.name, OpenApiTypes.STR, description=str(each.label))
