"""Answers of the busiest addresses, written several times as fast as serializers do.

The serializer stays the one declaration of the content and the source of the schema; here it is
read once and turned into plain functions.
"""

from collections.abc import Callable, Iterable
from operator import attrgetter, itemgetter
from typing import Any

import orjson
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

Write = Callable[[Any], Any]

# Fields whose values JSON takes as they are.
_PLAIN = (
    serializers.CharField,
    serializers.IntegerField,
    serializers.FloatField,
    serializers.BooleanField,
    serializers.DateField,
    serializers.ChoiceField,
)


def writer_of(field: serializers.Field[Any, Any, Any, Any] | None) -> Write:
    """Return a function that gives what `field.to_representation` gives, as far as JSON distinguishes them.

    Objects are dicts, or have attributes of these names.

    :raises TypeError: for kinds of fields that it does not know.
    """
    if isinstance(field, serializers.ListSerializer):
        return _many(writer_of(field.child))
    if isinstance(field, serializers.Serializer):
        return _object({name: writer_of(child) for name, child in field.fields.items()})
    if isinstance(field, serializers.DictField):
        write = writer_of(field.child)
        return lambda value: {key: write(entry) for key, entry in value.items()}
    if isinstance(field, serializers.ListField):
        return _many(writer_of(field.child))
    if isinstance(field, _PLAIN) or type(field).__name__ == "_UnvalidatedField":
        return _as_it_is
    raise TypeError(f"no quick way to write {type(field).__name__}")


def _as_it_is(value: Any) -> Any:
    return value


def _many(write: Write) -> Write:
    if write is _as_it_is:
        return list
    return lambda values: [write(value) for value in values]


def _object(writers: dict[str, Write]) -> Write:
    names = tuple(writers)
    written = [(name, write) for name, write in writers.items() if write is not _as_it_is]
    by_key, by_attribute = (_several(getter, names) for getter in (itemgetter, attrgetter))

    def write_object(value: Any) -> Any:
        if value is None:
            return None
        found = dict(zip(names, (by_key if isinstance(value, dict) else by_attribute)(value), strict=True))
        for name, write in written:
            found[name] = write(found[name])
        return found

    return write_object


def _several(getter: Callable[..., Write], names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what takes these parts of a value at once."""
    if len(names) == 1:
        one = getter(*names)
        return lambda value: (one(value),)
    return getter(*names)


class JsonAlone(BaseContentNegotiation):
    """Answers JSON whatever a reader accepts: there is nothing to choose from."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Return the first renderer."""
        first = next(iter(renderers))
        return first, first.media_type

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        """Return the first parser; these addresses are only read."""
        return next(iter(parsers))


def json_response(data: Any) -> HttpResponse:
    """Answer 200 with JSON, as `rest_framework.renderers.JSONRenderer` writes it."""
    return HttpResponse(orjson.dumps(data), content_type="application/json")
