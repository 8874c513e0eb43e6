"""Language of the interface."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from creditportal.chinese_parts import mark_chinese_parts

PROGRAMS = "/api/v1/"


class ChosenLanguageMiddleware:
    """Use the language that the reader chose on the page, Chinese until then.

    The browser's Accept-Language is left out on purpose. The content of a page is in Chinese, and one address gives
    everybody the same page until a reader chooses English labels. What programs read stays Chinese.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Activate the language for this request."""
        language = chosen_language(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        if language != settings.LANGUAGE_CODE:
            _mark_chinese_parts(response)
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", language)
        return response


def chosen_language(request: HttpRequest) -> str:
    """Return the language of the reader's cookie, or the default; the API has one language."""
    if request.path.startswith(PROGRAMS):
        return settings.LANGUAGE_CODE
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _mark_chinese_parts(response: HttpResponseBase) -> None:
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if not is_page or not isinstance(response, HttpResponse) or response.has_header("Content-Encoding"):
        return
    response.content = mark_chinese_parts(response.text)
    if response.has_header("Content-Length"):
        response.headers["Content-Length"] = str(len(response.content))
