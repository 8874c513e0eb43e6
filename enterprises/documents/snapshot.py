"""Canonical JSON of frozen values and back: what is stored, hashed and printed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"


class UnreadableSnapshot(ValueError):
    """A stored snapshot does not fit the types it should become."""


def canonical(value: object) -> bytes:
    """Return the one spelling of `value` as JSON: sorted keys, UTF-8, no spaces, no floats.

    :raises TypeError: the value holds a float or something JSON has no word for.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of `content` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a file of any size."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def to_plain(value: object) -> Json:
    """Turn frozen dataclasses, enums, days and tuples into JSON values."""
    if isinstance(value, Enum):
        return to_plain(value.value)
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date):
        return (value.astimezone(UTC) if isinstance(value, datetime) else value).isoformat()
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(one) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [to_plain(one) for one in value]
    raise TypeError(f"a snapshot cannot hold {type(value).__name__}")


def from_plain(expected: Any, value: object) -> object:
    """Turn JSON values into `expected`: a dataclass, enum, day, tuple, optional or plain type.

    :raises UnreadableSnapshot: the value does not fit.
    """
    if get_origin(expected) in {Union, UnionType}:
        return None if value is None else from_plain(_the_other(expected), value)
    if get_origin(expected) is tuple and isinstance(value, list):
        return tuple(from_plain(get_args(expected)[0], one) for one in value)
    if is_dataclass(expected) and isinstance(expected, type) and isinstance(value, Mapping):
        return _instance(expected, value)
    if isinstance(expected, type) and not isinstance(value, list | Mapping):
        return _scalar(expected, value)
    raise UnreadableSnapshot(f"expected {expected}, found {type(value).__name__}")


def _scalar(expected: type, value: object) -> object:
    try:
        if issubclass(expected, Enum):
            return expected(value)
        if issubclass(expected, date) and isinstance(value, str):
            return expected.fromisoformat(value)
    except ValueError as error:
        raise UnreadableSnapshot(str(error)) from error
    if type(value) is expected:
        return value
    raise UnreadableSnapshot(f"expected {expected.__name__}, found {type(value).__name__}")


def _instance(expected: type, value: Mapping[str, object]) -> object:
    hints, given = _hints(expected), {}
    for field in fields(expected):
        if field.name in value:
            given[field.name] = from_plain(hints[field.name], value[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise UnreadableSnapshot(f"{expected.__name__}.{field.name} is missing")
    return expected(**given)


@cache
def _hints(expected: type) -> dict[str, Any]:
    return get_type_hints(expected)


def _the_other(union: Any) -> Any:
    """Return X of `X | None`, the only union that snapshots know."""
    (other,) = (one for one in get_args(union) if one is not NoneType)
    return other


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a snapshot cannot hold a float")
    if isinstance(value, Mapping):
        for one in value.values():
            _refuse_floats(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _refuse_floats(one)
