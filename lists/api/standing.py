"""The endpoint that answers whether an enterprise was on a list, on two axes of time."""

from datetime import date

from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enterprises.register.selectors import NoSuchFile, find_public_enterprise
from enterprises.shared import clock
from enterprises.shared.api.errors import refuse_unknown_parameters
from enterprises.shared.api.serializers import ErrorSerializer
from enterprises.shared.http import public_answer
from enterprises.shared.rules.days import iso_day
from lists.api.serializers import StandingSerializer
from lists.api.views import the_list
from lists.editions.queries import listing_content
from lists.listings.histories import standing_on

DAYS = frozenset({"valid_on", "known_on"})


@method_decorator(public_answer, name="dispatch")
class StandingView(APIView):
    """The standing of one enterprise on a list."""

    @extend_schema(
        operation_id="list_status",
        parameters=[
            OpenApiParameter("uscc", str, OpenApiParameter.PATH, description="统一社会信用代码"),
            OpenApiParameter("valid_on", date, description="The day that is meant; today unless given."),
            OpenApiParameter("known_on", date, description="By what was entered up to this day; today unless given."),
        ],
        responses={200: StandingSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, slug: str, uscc: str) -> Response:
        """Return whether it was on the list on `valid_on`, by what was known on `known_on`."""
        refuse_unknown_parameters(request, known=DAYS)
        credit_list, on = the_list(slug), clock.today()
        valid_on, known_on = (day_in(request, name, on=on) for name in ("valid_on", "known_on"))
        found = find_public_enterprise(uscc, on=on)
        if isinstance(found, NoSuchFile):
            raise NotFound(found.sentence, code=found.problem_code)
        answer = standing_on(credit_list, enterprise=found, valid_on=valid_on, known_on=known_on, on=on)
        plain = {
            "list": slug,
            "uscc": found.uscc,
            "valid_on": valid_on,
            "known_on": known_on,
            "answer": answer.standing.value,
            "listing": listing_content(answer.listing) if answer.listing else None,
            "steps": answer.steps,
        }
        return Response(StandingSerializer(plain).data)


def day_in(request: Request, name: str, *, on: date) -> date:
    """Return the day in a parameter, today's without one.

    :raises ValidationError: it is no day, or a day to come.
    """
    text = request.query_params.get(name)
    if text is None:
        return on
    day = iso_day(text)
    if day is None:
        raise ValidationError(f"参数 {name} 应为日期，写作 2026-11-30。", code="invalid_parameter")
    if day > on:
        raise ValidationError(f"参数 {name} 不能晚于今天，未来的日期不能回答。", code="invalid_parameter")
    return day
