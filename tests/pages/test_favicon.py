"""The icon, for browsers that read no `<link rel=icon>` too."""

import re
import struct
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from creditportal.home import ICON_SECONDS
from tests.favicon import ENTRY, HEAD, SIZES, packed
from tests.support.portal import Portal

PNG = b"\x89PNG\r\n\x1a\n"
LINK = re.compile(r'<link rel="icon" href="/static/([^"]+)"')


def images_of(icon: bytes) -> dict[int, bytes]:
    """Return the images of an ICO file by their width."""
    reserved, kind, count = HEAD.unpack_from(icon)
    assert (reserved, kind) == (0, 1)
    images = {}
    for number in range(count):
        width, *_, length, offset = ENTRY.unpack_from(icon, HEAD.size + number * ENTRY.size)
        images[width] = icon[offset : offset + length]
    return images


def test_the_address_leads_to_the_icon_for_a_day(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/img/favicon.ico")
    assert set(answer["Cache-Control"].split(", ")) == {"public", f"max-age={ICON_SECONDS}"}
    assert not answer.cookies


def test_the_icon_holds_a_square_image_of_each_size() -> None:
    found = finders.find("img/favicon.ico")
    assert isinstance(found, str)
    images = images_of(Path(found).read_bytes())
    assert tuple(images) == SIZES
    for size, png in images.items():
        assert png.startswith(PNG)
        assert struct.unpack_from(">II", png, len(PNG) + 8) == (size, size)


def test_images_are_packed_one_after_the_other() -> None:
    images = {16: b"small", 32: b"larger"}
    assert images_of(packed(images)) == images


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/help/", "/no-such-page/"])
def test_every_page_names_icons_that_exist(client: Client, path: str) -> None:
    named = LINK.findall(client.get(path).content.decode())
    assert named == ["img/favicon.ico", "img/logo.svg"]
    assert all(map(finders.find, named))


def test_the_running_portal_serves_it_under_its_hashed_name(portal: Portal) -> None:
    with urlopen(f"{portal.address}/favicon.ico") as answer:
        assert re.search(r"/static/img/favicon\.[0-9a-f]{12}\.ico$", answer.url)
        assert tuple(images_of(answer.read())) == SIZES
