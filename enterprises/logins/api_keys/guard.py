"""Addresses of the API that want a key: `Authorization: Bearer cpk_...`."""

from typing import Any, ClassVar, cast

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from enterprises.logins.api_keys.models import ApiKey
from enterprises.logins.api_keys.scopes import SCOPES
from enterprises.logins.api_keys.services import ApiKeyUnknown, key_of
from enterprises.shared import clock
from enterprises.shared.api.parsers import DeepJSONParser
from enterprises.shared.http import client_address
from enterprises.shared.throttling.api import count_or_refuse
from enterprises.shared.throttling.limits import Scope

_LONGEST = 200


class KeyAuthentication(BaseAuthentication):
    """Reads the key; a wrong one is 401 and counts against the address that sent it."""

    def authenticate(self, request: Request) -> tuple[None, ApiKey] | None:
        """Return the key, None without one.

        :raises AuthenticationFailed: it is not valid.
        :raises Throttled: that address sent too many wrong ones.
        """
        scheme, _, text = get_authorization_header(request).decode("latin-1")[:_LONGEST].partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            return None, key_of(text.strip(), at=clock.now())
        except ApiKeyUnknown as unknown:
            count_or_refuse(Scope.API_KEY, caller=client_address(request._request))
            raise AuthenticationFailed(unknown.sentence, code="key_unknown") from unknown

    def authenticate_header(self, request: Request) -> str:
        """Return the scheme that an answer of 401 names."""
        return "Bearer"


class ScopePermission(BasePermission):
    """Lets holders of a key with the view's scope in."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return True for a key with the scope.

        :raises AuthenticationFailed: there is no key.
        :raises PermissionDenied: it is for something else.
        :raises Throttled: it was used too often.
        """
        key, scope = request.auth, cast("KeyedView", view).scope
        if not isinstance(key, ApiKey):
            raise AuthenticationFailed("请在 Authorization 中给出接口密钥。", code="key_missing")
        count_or_refuse(Scope.API_KEY, caller=f"key {key.public_id}")
        if scope not in key.scopes:
            raise PermissionDenied(f"这个密钥不能用于：{SCOPES[scope]}。", code="scope_missing")
        return True


class KeyedView(APIView):
    """A view for holders of a key with the scope `scope`; counted by key (setting `API_CALLS_PER_MINUTE`)."""

    authentication_classes = (KeyAuthentication,)
    permission_classes = (ScopePermission,)
    parser_classes = (DeepJSONParser, MultiPartParser)
    scope: ClassVar[str]

    @property
    def api_key(self) -> ApiKey:
        """The key of the request, once it is checked."""
        return cast("ApiKey", self.request.auth)


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # the package has no types
    """How the schema of the API describes a key."""

    target_class = KeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "cpk_...", "description": "接口密钥，由管理员发放"}
