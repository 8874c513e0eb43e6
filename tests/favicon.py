"""Draw static/img/favicon.ico from static/img/logo.svg with Debian's Chromium: `.venv/bin/python -m tests.favicon`."""

import os
import struct
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.support.browser import ARGUMENTS, chromium

IMAGES = Path(__file__).parents[1] / "static/img"
SIZES = (16, 32, 48)
HEAD, ENTRY = struct.Struct("<HHH"), struct.Struct("<BBBBHHII")
ICON_TYPE, PLANES, BITS = 1, 1, 32


def packed(images: dict[int, bytes]) -> bytes:
    """Return an ICO file of PNG images by their size in pixels, 255 at most."""
    entries, offset = b"", HEAD.size + ENTRY.size * len(images)
    for size, png in images.items():
        entries += ENTRY.pack(size, size, 0, 0, PLANES, BITS, len(png), offset)
        offset += len(png)
    return HEAD.pack(0, ICON_TYPE, len(images)) + entries + b"".join(images.values())


def drawn(logo: str, sizes: tuple[int, ...]) -> dict[int, bytes]:
    """Return the logo as PNG images on a transparent ground."""
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, *sandbox])
        page = browser.new_page()
        images = {}
        for size in sizes:
            page.set_viewport_size({"width": size, "height": size})
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{logo}")
            images[size] = page.screenshot(omit_background=True)
        browser.close()
    return images


def main() -> int:
    """Write the icon."""
    logo = (IMAGES / "logo.svg").read_text(encoding="utf-8")
    (IMAGES / "favicon.ico").write_bytes(packed(drawn(logo, SIZES)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
