"""One shape for every error of the API: {"detail": sentence, "code": word}."""

import logging
from typing import Any

from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from enterprises.shared.outages import outage_of

logger = logging.getLogger(__name__)


class UnknownParameter(ValidationError):
    """A query parameter that the address does not have; the reader must notice that it has no effect."""


def refuse_unknown_parameters(request: Request, *, known: frozenset[str] = frozenset()) -> None:
    """Answer 400 to any query parameter outside `known`, `on` included: the API always answers for now.

    :raises UnknownParameter: names the parameters.
    """
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        names = "、".join(name[:40] for name in unknown[:5])
        raise UnknownParameter(f"不支持的参数:{names}。", code="unknown_parameter")


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception into the portal's error shape."""
    response = exception_handler(error, context)
    if response is None:
        return _outage_answer(error)
    response.data = {"detail": _sentence(response.data), "code": _code(error)}
    return response


def _outage_answer(error: Exception) -> Response | None:
    """Answer 503 with a sentence where the machine is at fault; None leaves the error to Django."""
    outage = outage_of(error)
    if outage is None:
        return None
    logger.error("An answer of the API failed", exc_info=error)
    headers = {"Retry-After": str(outage.retry_after), "Cache-Control": "no-store"}
    return Response({"detail": outage.sentence, "code": outage.code}, status=503, headers=headers)


def _sentence(data: object) -> str:
    """Return the first sentence of whatever DRF collected, behind the name of its field."""
    if isinstance(data, dict):
        name, first = ("detail", data["detail"]) if "detail" in data else next(iter(data.items()), ("", ""))
        is_field = name not in ("detail", "", api_settings.NON_FIELD_ERRORS_KEY)
        return f"{name}：{_sentence(first)}" if is_field else _sentence(first)
    if isinstance(data, list):
        return _sentence(data[0]) if data else ""
    return str(data)


def _code(error: Exception) -> str:
    if isinstance(error, APIException):
        codes = error.get_codes()
        while isinstance(codes, dict | list):
            codes = next(iter(codes.values() if isinstance(codes, dict) else codes), "error")
        return str(codes)
    return NotFound.default_code


__all__ = ["UnknownParameter", "handle", "refuse_unknown_parameters"]
