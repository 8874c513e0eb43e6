"""The one getter through which the pages of shields obtain who works on them."""

from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest

from enterprises.agencies.entrance import entrance
from enterprises.shields.permissions import require_shield_office


def _keeper_of(request: HttpRequest) -> User:
    user = cast("User", request.user)
    require_shield_office(user)
    return user


# Lets officers of the credit office in, and calls the view with `user=`.
at_the_office = entrance("user", _keeper_of)
