"""The one getter through which the pages of shields obtain who works on them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from enterprises.agencies.permissions import NotPermitted
from enterprises.shields.permissions import require_shield_office


def at_the_office(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Require an officer of the credit office, then call the view with `user=`; nothing of the answer is cached."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = cast("User", request.user)
        try:
            require_shield_office(user)
        except NotPermitted as refusal:
            raise PermissionDenied(refusal.sentence) from refusal
        return view(request, *args, user=user, **kwargs)

    return cast("Callable[..., HttpResponseBase]", login_required(never_cache(inner)))
