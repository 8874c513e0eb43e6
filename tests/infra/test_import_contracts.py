"""The import contracts of pyproject.toml leave no room out, and docs/architecture.md draws them as they are."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/architecture.md").read_text()
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
OF_ROOMS: dict[str, dict[str, Any]] = {
    each["containers"][0]: each for each in LINTER["contracts"] if each["type"] == "layers" and "containers" in each
}


def rooms_of(app: str) -> list[set[str]]:
    """Return the layers of an app, from the top down."""
    return [set(re.findall(r"\w+", layer)) for layer in OF_ROOMS[app]["layers"]]


@pytest.mark.parametrize("app", LINTER["root_packages"])
def test_a_room_without_a_place_breaks_the_contract_of_its_app(app: str) -> None:
    assert OF_ROOMS[app]["exhaustive"] is True
    assert OF_ROOMS[app].get("exhaustive_ignores", []) in ([], ["migrations"])


def test_the_picture_of_layers_is_the_contract() -> None:
    drawn = re.search(r"subgraph enterprises\n(.*)\n *end", PAGE)
    assert drawn
    assert [set(re.findall(r"\w+", layer)) for layer in drawn[1].split("-->")] == rooms_of("enterprises")[1:]


@pytest.mark.parametrize("app", LINTER["root_packages"])
def test_the_table_of_rooms_has_the_order_of_the_contract(app: str) -> None:
    row = re.search(rf"^\| `{app}` \| ([^;|]*)", PAGE, re.MULTILINE)
    assert row
    layers = rooms_of(app)
    places = [
        {number for number, layer in enumerate(layers) if layer & set(re.findall(r"[a-z_]+", named.lower()))}
        for named in row[1].split(">")
    ]
    assert all(places), "a room that no contract knows"
    assert [min(place) for place in places] == sorted(min(place) for place in places)
