"""Browsers without a browser: Django's test client, logged in, and what it reads."""

import re
from typing import Any

from django.contrib.auth.models import User
from django.test import Client


def client_of(user: User) -> Client:
    """Return a client in which that user is logged in."""
    client = Client()
    client.force_login(user)
    return client


def text_of(answer: Any) -> str:
    """Return the text of an answer."""
    return str(answer.content, "utf-8")


def words_of(answer: Any) -> str:
    """Return the text of an answer without the marks of the Chinese parts of an English page."""
    return re.sub(r'<span lang="zh-Hans">([^<]*)</span>', r"\1", text_of(answer))
