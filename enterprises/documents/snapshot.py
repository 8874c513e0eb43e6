"""Canonical JSON of frozen values and back: what is stored, hashed and printed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import TypeAlias, TypeVar

import msgspec

_Value = TypeVar("_Value")
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


def from_plain(expected: type[_Value], value: object) -> _Value:
    """Turn JSON values into `expected`: a dataclass of days, enums, tuples, optional and plain values.

    Nothing is converted on the way: text is no number. A field that is missing takes its default.

    :raises UnreadableSnapshot: the value does not fit; the message names the place.
    """
    try:
        return msgspec.convert(value, expected)
    except msgspec.ValidationError as misfit:
        raise UnreadableSnapshot(str(misfit)) from misfit


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a snapshot cannot hold a float")
    if isinstance(value, Mapping):
        for one in value.values():
            _refuse_floats(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _refuse_floats(one)
