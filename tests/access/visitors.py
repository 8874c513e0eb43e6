"""Browsers of the people of the world, each logged in once: a login costs as much as half a page."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from tests.access.rows import Who
from tests.access.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitors:
    """The keys of sessions in which people are logged in; the public has none."""

    sessions: dict[Who, str]

    def client_of(self, who: Who) -> Client:
        """Return a browser with nothing but the session of a person."""
        client = Client(raise_request_exception=False)
        if key := self.sessions.get(who):
            client.cookies[settings.SESSION_COOKIE_NAME] = key
        return client


def log_in(world: World) -> Visitors:
    """Log everybody in."""
    return Visitors(sessions={who: _session_of(user) for who, user in world.users.items() if user is not None})


def _session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
