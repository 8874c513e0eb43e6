"""Endpoints of the registry, and the one by which institutions hand in evaluations."""

from typing import Any

from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enterprises.agencies.permissions import NotPermitted
from enterprises.evaluations.models import EvaluationSubmission
from enterprises.evaluations.pages import as_public
from enterprises.evaluations.permissions import account_of_key
from enterprises.evaluations.rules import EvaluationType
from enterprises.evaluations.selectors import registered_institutions, scales_of
from enterprises.evaluations.serializers import (
    GivenEvaluationSerializer,
    InstitutionsSerializer,
    SubmittedEvaluationSerializer,
)
from enterprises.evaluations.services.submissions import EvaluationRefused, GivenEvaluation, submit_evaluation
from enterprises.logins.api_keys.guard import KeyedView
from enterprises.logins.api_keys.scopes import EVALUATIONS_SUBMIT
from enterprises.records.services.content import InvalidContent
from enterprises.shared import clock
from enterprises.shared.api.errors import refuse_unknown_parameters
from enterprises.shared.api.serializers import ErrorSerializer
from enterprises.shared.attachments.store import AttachmentRefused
from enterprises.shared.http import public_answer
from enterprises.shared.incoming.uploads import IncomingUpload
from enterprises.shared.refusals import Refused

CREATED = 201


@method_decorator(public_answer, name="dispatch")
class InstitutionsView(APIView):
    """The register of institutions."""

    @extend_schema(operation_id="institutions", responses={200: InstitutionsSerializer, 400: ErrorSerializer})
    def get(self, request: Request) -> Response:
        """Return all institutions, withdrawn ones included, each with its scales."""
        refuse_unknown_parameters(request)
        rows = list(registered_institutions())
        scales = scales_of([row.pk for row in rows])
        results = []
        for row in map(as_public, rows):
            by_type = scales.get(row.pk, {})
            stated = [{"evaluation_type": kind, "grades": grades} for kind, grades in by_type.items()]
            row.scales = stated  # type: ignore[attr-defined] # of the serializer alone
            results.append(row)
        return Response(InstitutionsSerializer({"count": len(results), "results": results}).data)


class SubmissionsView(KeyedView):
    """Evaluations that institutions hand in with their key."""

    scope = EVALUATIONS_SUBMIT

    @extend_schema(
        operation_id="submit_evaluation",
        request=GivenEvaluationSerializer,
        responses={
            201: SubmittedEvaluationSerializer,
            400: ErrorSerializer,
            401: ErrorSerializer,
            403: ErrorSerializer,
        },
    )
    def post(self, request: Request) -> Response:
        """Hand in one evaluation; it waits until the registering agency has reviewed it.

        The report goes as a file of multipart/form-data; without one JSON does.
        """
        refuse_unknown_parameters(request)
        given = GivenEvaluationSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            user = account_of_key(self.api_key).user
            made = submit_evaluation(
                given=_given(given.validated_data), by=user, at=clock.now(), channel=EvaluationSubmission.Channel.API
            )
        except NotPermitted as refusal:
            raise PermissionDenied(refusal.sentence, code="not_permitted") from refusal
        except Refused as refusal:
            raise ValidationError(_sentence(refusal), code=_code(refusal)) from refusal
        answer = {"pk": made.pk, "record": made.record, "report_sha256": made.report.sha256 if made.report else ""}
        return Response(SubmittedEvaluationSerializer(answer).data, status=CREATED)


def _given(values: dict[str, Any]) -> GivenEvaluation:
    report = values.pop("report", None)
    return GivenEvaluation(
        evaluation_type=EvaluationType(values.pop("evaluation_type")),
        valid_until=values.pop("valid_until", None),
        report=report.path if isinstance(report, IncomingUpload) else None,
        **values,
    )


def _sentence(refusal: Refused) -> str:
    if isinstance(refusal, EvaluationRefused):
        return f"{refusal.field}：{refusal.sentence}"
    if isinstance(refusal, InvalidContent):
        return "；".join(f"{problem.label}：{problem.message}" for problem in refusal.problems)
    return refusal.sentence


def _code(refusal: Refused) -> str:
    return "report_refused" if isinstance(refusal, AttachmentRefused) else "evaluation_refused"
