"""The WSGI entry point of the credit portal: pages go through all middleware, the busiest reads through little."""

import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditportal.settings")

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string


class ReadHandler(WSGIHandler):
    """Serves addresses that know no reader: no session, form, message or language to look after."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Load READ_MIDDLEWARE in place of MIDDLEWARE; it holds classes with `__call__` alone."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        handler: Callable[..., Any] = convert_exception_to_response(self._get_response)  # type: ignore[attr-defined]
        for path in reversed(settings.READ_MIDDLEWARE):
            handler = convert_exception_to_response(import_string(path)(handler))
        self._middleware_chain = handler


_pages = get_wsgi_application()
_reads = ReadHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request."""
    is_read = environ["REQUEST_METHOD"] == "GET" and environ.get("PATH_INFO") in settings.READ_PATHS
    return (_reads if is_read else _pages)(environ, start_response)
