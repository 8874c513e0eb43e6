"""Answers written by plain functions, made once from their serializers: a serializer looks each field up again.

The serializer stays the one declaration of the content and the source of the schema.
"""

from collections.abc import Callable
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.response import Response

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


def answer(of: type[serializers.Serializer[object]], data: object) -> HttpResponse:
    """Answer 200 with the JSON that the serializer makes of the data; by the serializer itself with FAST_LANES=false.

    :raises TypeError: the serializer has a kind of field that no function is known for.
    """
    if not settings.FAST_LANES:
        return Response(of(data).data)
    return HttpResponse(orjson.dumps(_writer_of_class(of)(data)), content_type="application/json")


@cache
def _writer_of_class(of: type[serializers.Serializer[object]]) -> Write:
    return writer_of(of())


def writer_of(field: serializers.Field[Any, Any, Any, Any] | None) -> Write:
    """Return a function that gives what `field.to_representation` gives, as far as JSON distinguishes them.

    Objects are dicts, or have attributes of these names.

    :raises TypeError: for kinds of fields that it does not write.
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
    raise TypeError(f"no function is known that writes {type(field).__name__}")


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
