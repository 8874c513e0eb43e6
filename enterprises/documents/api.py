"""The API's answer to a document number, as `/verify/<number>/` gives it on a page."""

from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enterprises.documents.letters.public import LetterStatus, public_letter
from enterprises.documents.numbers import clean_number
from enterprises.documents.refs import notes_on
from enterprises.documents.verification import Verdict, Verification, verify_number
from enterprises.shared import clock
from enterprises.shared.api.errors import refuse_unknown_parameters
from enterprises.shared.api.serializers import ErrorSerializer
from enterprises.shared.http import public_answer
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled

VERDICTS = [Verdict.GENUINE.value, Verdict.WITHDRAWN.value, Verdict.UNKNOWN.value]


class DocumentFileSerializer(serializers.Serializer[object]):
    """One file of a document: what its first and its present bytes digest to."""

    format = serializers.CharField()
    sha256 = serializers.CharField()
    first_sha256 = serializers.CharField()
    rebuilt_at = serializers.DateTimeField(allow_null=True)


class PublicLetterSerializer(serializers.Serializer[object]):
    """The public facts of a letter; `reference` is its official number."""

    reference = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()
    agency = serializers.CharField()
    issued_on = serializers.DateField()
    status = serializers.ChoiceField(choices=[each.value for each in LetterStatus])
    replaced_by = serializers.CharField(help_text="Official number of the letter in its place, or empty.")
    withdrawn_on = serializers.DateField(allow_null=True, help_text="Day since which the letter is withdrawn.")


class DocumentNoteSerializer(serializers.Serializer[object]):
    """What follows for a document, such as the edition that superseded it."""

    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()
    address = serializers.CharField(help_text="A path of this site.")


class VerificationSerializer(serializers.Serializer[object]):
    """What is known of a number; `uscc` and `name` only while all of the document is public.

    `letter` is null for a document of another kind.
    """

    number = serializers.CharField()
    verdict = serializers.ChoiceField(choices=VERDICTS)
    kind = serializers.CharField(allow_null=True)
    issued_at = serializers.DateTimeField(allow_null=True)
    uscc = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    letter = PublicLetterSerializer(allow_null=True)
    notes = DocumentNoteSerializer(many=True)
    files = DocumentFileSerializer(many=True)


@method_decorator(throttled(Scope.VERIFY), name="dispatch")
@method_decorator(public_answer, name="dispatch")
class VerificationView(APIView):
    """Verification of a document number."""

    @extend_schema(
        operation_id="verify",
        parameters=[OpenApiParameter("number", str, OpenApiParameter.PATH, description="文件编号")],
        responses={200: VerificationSerializer, 400: ErrorSerializer, 429: ErrorSerializer},
    )
    def get(self, request: Request, number: str) -> Response:
        """Return whether a document of that number was issued, and whether all of it is still public."""
        refuse_unknown_parameters(request)
        found = verify_number(number, on=clock.today())
        return Response(VerificationSerializer(_plain(found, number=number)).data)


def _plain(found: Verification, *, number: str) -> dict[str, object]:
    document = found.document
    shown = found.enterprise(on=clock.today())
    return {
        "number": document.number if document else clean_number(number),
        "verdict": found.verdict.value,
        "kind": document.kind if document else None,
        "issued_at": document.issued_at if document else None,
        "uscc": shown.uscc if shown else None,
        "name": shown.public_name if shown else None,
        "letter": public_letter(document) if document else None,
        "notes": notes_on(document_id=document.pk, kind=document.kind) if document else [],
        "files": list(document.files.defer("content")) if document else [],
    }
