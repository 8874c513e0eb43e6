"""The way to the pages behind a login: who may come, and what their views work on."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from enterprises.agencies.permissions import NotPermitted

View: TypeAlias = Callable[..., HttpResponseBase]


def entrance(name: str, of: Callable[[HttpRequest], object]) -> Callable[[View], View]:
    """Return a decorator of views: require a login, then call the view with what `of` returns as argument `name`.

    Nothing of the answer is cached. Whom `of` refuses with `NotPermitted` reads its sentence, with status 403.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                found = of(request)
            except NotPermitted as refusal:
                raise PermissionDenied(refusal.sentence) from refusal
            return view(request, *args, **{name: found}, **kwargs)

        return cast("View", login_required(never_cache(inner)))

    return decorated
