"""Describe from outside the portal of the checkout in the working folder, as JSON on standard output.

Run by path in a process of its own, in either checkout: it names nothing but Django, models by their labels, commands
and addresses. DATA_DIR must be empty.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator
from http import HTTPStatus
from io import StringIO
from typing import Any

sys.path[0] = os.getcwd()  # noqa: PTH109 - the checkout, in place of this script's folder
os.environ["DJANGO_SETTINGS_MODULE"] = "creditportal.settings"

import django  # noqa: E402 - from the checkout on
from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import URLPattern, URLResolver, get_resolver  # noqa: E402

SHOWN = 40
# What differs between two runs of the same code: keys, tokens, instants, names of hashed files.
_OF_ONE_RUN = (
    re.compile(r'nonce="[^"]*"'),
    re.compile(r'value="[A-Za-z0-9]{64}"'),
    re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([+-]\d{2}:\d{2}|Z)?"),
    re.compile(r"\d{4}年\d{1,2}月\d{1,2}日\s*\d{1,2}:\d{2}"),
    re.compile(r"\b[0-9a-f]{64}\b"),
)


def main(enterprises: int) -> dict[str, Any]:
    """Make a demo city and return its addresses, schema, digests of files and of answers."""
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("demo_city", enterprises=enterprises, seed=1, verbosity=0, stdout=StringIO())
    call_command("rebuild_index", verbosity=0, stdout=StringIO())
    return {
        "addresses": sorted(addresses(get_resolver().url_patterns)),
        "tables": sorted(model._meta.db_table for model in apps.get_models()),
        "schema": schema(),
        "files": files(),
        "answers": answers(),
    }


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Give each address with its name."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield f"{before}{pattern.pattern} {pattern.name or ''}"


def schema() -> list[str]:
    """Return the lines of the API's schema."""
    out = StringIO()
    call_command("spectacular", stdout=out)
    return out.getvalue().splitlines()


def files() -> dict[str, str]:
    """Return the digest of each issued file but PDFs, which a key of this run has signed."""
    found = apps.get_model("enterprises", "IssuedFile").objects.exclude(format="pdf").select_related("document")
    return {f"{one.document.number}.{one.format}": digest(bytes(one.content)) for one in found}


def answers() -> dict[str, str]:
    """Return the digest of each public answer."""
    client = Client(headers={"accept-language": "zh-hans"}, SERVER_NAME="127.0.0.1")
    return {address: digest(seen(client, address)) for address in public_addresses()}


def public_addresses() -> Iterator[str]:
    """Give pages and API of search, files, lists and editions."""
    yield from ("/", "/help/", "/lists/", "/verify/", "/api/v1/lists/", "/search/?q=商贸", "/search/?q=wuhan")
    for one in apps.get_model("enterprises", "Enterprise").objects.order_by("uscc")[:SHOWN]:
        yield f"/enterprises/{one.uscc}/"
        yield f"/api/v1/enterprises/{one.uscc}/"
        yield f"/search/?q={one.name[:6]}"
        yield f"/api/v1/search/?q={one.name[2:8]}"
        yield f"/api/v1/suggest/?q={one.name[:4]}"
    published = apps.get_model("lists", "Edition").objects.filter(state="PUBLISHED")
    for slug, number in published.values_list("credit_list__slug", "number"):
        yield from (f"/lists/{slug}/", f"/lists/{slug}/{number}/", f"/api/v1/lists/{slug}/listings/")


def seen(client: Client, address: str) -> bytes:
    """Return the body without what differs between two runs.

    :raises SystemExit: the address does not answer 200, so there is nothing to compare.
    """
    answer = client.get(address, follow=True)
    if answer.status_code != HTTPStatus.OK:
        raise SystemExit(f"{address} answers {answer.status_code}")
    text = answer.content.decode()
    for pattern in _OF_ONE_RUN:
        text = pattern.sub("*", text)
    return " ".join(text.split()).encode()


def digest(content: bytes) -> str:
    """Return the SHA-256."""
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1])), ensure_ascii=False))  # noqa: T201 - its answer
