"""Endpoint for handing cases in with a key."""

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.cases.kinds.registry import case_kinds
from enterprises.cases.models import Case
from enterprises.cases.pages.answers import no_store
from enterprises.cases.pages.forms import ApplicationForm
from enterprises.cases.serializers import (
    ApplicationSerializer,
    ApplicationWithPapersSerializer,
    FieldErrorsSerializer,
    ReceiptSerializer,
)
from enterprises.cases.services.codes import code_from
from enterprises.cases.services.intake import FormReceived, NotAdmitted, Receipt, hand_in
from enterprises.cases.subjects.registry import SubjectMissing, available_subject_of, read_ref, ref_text
from enterprises.cases.subjects.types import CaseSubject
from enterprises.logins.api_keys.guard import KeyedView
from enterprises.logins.api_keys.models import ApiKey
from enterprises.logins.api_keys.scopes import CASES_HAND_IN
from enterprises.shared import clock
from enterprises.shared.api.errors import refuse_unknown_parameters
from enterprises.shared.api.serializers import ErrorSerializer
from enterprises.shared.attachments.types import TOGETHER_BYTES
from enterprises.shared.confined.limits import MEBIBYTE
from enterprises.shared.refusals import Refused
from enterprises.shared.throttling.api import count_or_refuse
from enterprises.shared.throttling.limits import Scope

_OVERHEAD = 64 * 1024
_SHORTEST, _LONGEST = 16, 128
TOO_LARGE = f"文件合计不能超过{TOGETHER_BYTES // MEBIBYTE}MB，文字不能超过{_OVERHEAD // 1024}KB。"
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description=f"{_SHORTEST}至{_LONGEST}个可见ASCII字符，每件申请一个（如UUID）；重发同一申请得到同一回执",
)


@method_decorator(no_store, name="dispatch")
class CasesView(KeyedView):
    """Handing cases in."""

    scope = CASES_HAND_IN

    @extend_schema(
        operation_id="case_hand_in",
        parameters=[IDEMPOTENCY],
        request={"application/json": ApplicationSerializer, "multipart/form-data": ApplicationWithPapersSerializer},
        responses={
            201: ReceiptSerializer,
            200: ReceiptSerializer,
            **dict.fromkeys((400, 404), FieldErrorsSerializer),
            **dict.fromkeys((401, 403, 409, 413, 415, 429), ErrorSerializer),
        },
    )
    def post(self, request: Request) -> Response:
        """Hand in a case for somebody; one may apply as on the page. 200 repeats the receipt of an earlier request."""
        refuse_unknown_parameters(request)
        given_key = request.headers.get("Idempotency-Key", "")
        if not (_SHORTEST <= len(given_key) <= _LONGEST and given_key.isascii() and given_key.isprintable()):
            return refusal(400, "idempotency_key", f"请给出Idempotency-Key：{_SHORTEST}至{_LONGEST}个可见ASCII字符。")
        if int(request.META.get("CONTENT_LENGTH") or 0) > most_bytes(request):
            return refusal(413, "too_large", TOO_LARGE)
        try:
            typed = typed_fields(request.data)
            subject = available_subject_of(
                read_ref(typed.get("about", "")), on=clock.today(), agency_id=self.api_key.agency_id
            )
        except SubjectMissing as missing:
            return refusal(404, "subject_unknown", missing.sentence, fields={"about": missing.sentence})
        kind = case_kinds().get(typed.get("kind", ""))
        if kind is None:
            sentence = f"kind 只能是：{'、'.join(case_kinds())}。"
            return refusal(400, "invalid", sentence, fields={"kind": sentence})
        form = ApplicationForm(kind, typed, request.FILES, subject=subject, together=None)
        unknown = sorted((set(typed) | set(request.FILES)) - set(form.fields) - {"about", "kind"})
        if unknown or not form.is_valid():
            return _refused(form, unknown=unknown)
        return self._hand_in(form, subject, token=_token(self.api_key, given_key))

    def _hand_in(self, form: ApplicationForm, subject: CaseSubject, *, token: str) -> Response:
        repeated = _repeated(form, subject, token=token)
        if repeated is not None:
            return repeated
        count_or_refuse(Scope.CASE_ABOUT, caller=ref_text(subject.ref))
        try:
            receipt = hand_in(
                form.application(subject.ref),
                at=clock.now(),
                channel=Case.Channel.API,
                api_key=self.api_key,
                form_token=token,
                code=code_from(token),
            )
        except FormReceived:
            return _repeated(form, subject, token=token) or _reused()
        except NotAdmitted as refused:
            return refusal(409, "not_admitted", refused.sentence)
        except Refused as refused:
            return refusal(400, "invalid", refused.sentence)
        return Response(ReceiptSerializer(receipt).data, status=201)


def most_bytes(request: Request) -> int:
    """Return how large a request may be."""
    is_multipart = (request.content_type or "").startswith("multipart/")
    return TOGETHER_BYTES + _OVERHEAD if is_multipart else _OVERHEAD


def typed_fields(data: Any) -> QueryDict:
    """Return the fields as a form takes them.

    :raises ParseError: it is no object of texts, and of a list of texts for `together`.
    """
    if isinstance(data, QueryDict):
        return data
    if not isinstance(data, Mapping):
        raise ParseError("请提交一个JSON对象。")
    typed = QueryDict(mutable=True)
    for name, value in data.items():
        texts = value if isinstance(value, list) else [value]
        if not all(isinstance(text, str) and _is_unicode(text) for text in (name, *texts)):
            raise ParseError(f"字段 {_shown(name)} 应为文字。")
        typed.setlist(name, texts)
    return typed


def _shown(name: object) -> str:
    """Return a name as an answer may repeat it."""
    return ascii(name).strip("'")[:40]


def _is_unicode(text: str) -> bool:
    """Return whether a text can be stored: JSON may name half of a surrogate pair."""
    return text.isascii() or not any("\ud800" <= one <= "\udfff" for one in text)


def _token(key: ApiKey, given: str) -> str:
    """Return what identifies a request of a key; nobody without our key can try texts against it."""
    return hmac.new(settings.SECRET_KEY.encode(), f"case {key.pk} {given}".encode(), sha256).hexdigest()[:32]


def _repeated(form: ApplicationForm, subject: CaseSubject, *, token: str) -> Response | None:
    """Return the receipt of the request that came before, None without one."""
    first = Case.objects.filter(form_token=token).first()
    if first is None:
        return None
    given = form.cleaned_data
    same = (first.kind, first.ref, first.ground, first.statement)
    if same != (form.kind.code, subject.ref, given["ground"], given["statement"].strip()):
        return _reused()
    cases = (first, *Case.objects.filter(together_with=first).order_by("pk"))
    return Response(ReceiptSerializer(Receipt(cases=cases, code=code_from(token))).data, status=200)


def _reused() -> Response:
    return refusal(409, "idempotency_reused", "这个Idempotency-Key已用于另一件申请。")


def _refused(form: ApplicationForm, *, unknown: list[str]) -> Response:
    fields = {_shown(name): "没有这个字段。" for name in unknown[:10]}
    for name, errors in form.errors.get_json_data().items():
        fields[name] = errors[0]["message"]
    first = next(iter(fields))
    return refusal(400, "invalid", f"{first}：{fields[first]}", fields=fields)


def refusal(status: int, code: str, sentence: str, *, fields: Mapping[str, str] | None = None) -> Response:
    """Return a refusal with its sentence, by field where it names one."""
    answer: dict[str, Any] = {"detail": sentence, "code": code}
    return Response({**answer, "fields": dict(fields)} if fields else answer, status=status)
