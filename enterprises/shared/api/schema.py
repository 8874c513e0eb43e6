"""What the schema of the API puts otherwise than drf-spectacular writes it."""

from typing import Any


def name_alternatives_as_any_of(result: dict[str, Any], **_context: object) -> dict[str, Any]:
    """Return the schema with `anyOf` in components that were `oneOf` without a discriminator.

    `oneOf` promises that an answer fits one alternative alone. Nothing keeps that promise here: an empty page of one
    kind of results is a valid page of another.
    """
    for component in result.get("components", {}).get("schemas", {}).values():
        if "oneOf" in component and "discriminator" not in component:
            component["anyOf"] = component.pop("oneOf")
    return result
