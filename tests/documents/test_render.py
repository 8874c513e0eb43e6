"""HTML to PDF: what is in it, what it may not fetch, and that it is always the same."""

import gc
import io
import subprocess
import sys

import pikepdf
import pypdf
import pytest

from enterprises.documents.fonts import printable
from enterprises.documents.render import Attached, RenderingFailed, render
from tests.documents.files import INSTANT
from tests.documents.printed import page, text_of


def test_the_text_is_in_it() -> None:
    assert "内容" in text_of(render(page(), number="N-1", at=INSTANT))


def test_the_same_arguments_give_the_same_bytes() -> None:
    attached = [Attached(name="a.json", description="数据", content=b"{}")]
    first, second = (render(page(), number="N-1", at=INSTANT, attachments=attached) for _ in range(2))
    assert first == second


PROGRAM = """
import sys, django
sys.path.insert(0, ".")
django.setup()
from hashlib import sha256
from tests.documents.files import INSTANT
from tests.documents.printed import page
from enterprises.documents.render import Attached, render
pdf = render(page(), number="N-1", at=INSTANT, attachments=[Attached(name="a", description="b", content=b"c")])
print(sha256(pdf).hexdigest())
"""


def test_neither_the_hash_seed_nor_the_time_zone_of_the_machine_matters() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={
                "PYTHONHASHSEED": seed,
                "TZ": zone,
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "LOG_LEVEL": "ERROR",
                "PATH": "/usr/bin:/bin",
            },
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "America/New_York"))
    }
    assert len(digests) == 1


@pytest.mark.parametrize(
    "address", ["https://example.com/a.png", "file:///etc/passwd", "http://127.0.0.1:1/a.png", "/static/a.png"]
)
def test_it_fetches_nothing(address: str) -> None:
    with pytest.raises(RenderingFailed, match="may not fetch"):
        render(page(f'<img src="{address}" alt="x">'), number="N-1", at=INSTANT)


def test_inline_pictures_are_printed() -> None:
    pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    pdf = render(page(f'<p><img src="{pixel}" alt="点"></p>'), number="N-1", at=INSTANT)
    assert pypdf.PdfReader(io.BytesIO(pdf)).pages[0].images


def test_a_style_that_would_be_ignored_is_an_error() -> None:
    with pytest.raises(RenderingFailed, match="nonsense"):
        render(page(style="p { nonsense: 1 }"), number="N-1", at=INSTANT)


def test_a_missing_language_is_an_error() -> None:
    with pytest.raises(RenderingFailed, match="lang"):
        render("<html><head><title>x</title></head><body><h1>x</h1></body></html>", number="N-1", at=INSTANT)


def test_the_number_is_in_the_metadata() -> None:
    pdf = render(page(), number="N-1", at=INSTANT)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.docinfo["/Keywords"] == "N-1"
        assert "N-1" in opened.Root.Metadata.read_bytes().decode()


def test_attachments_come_out_as_they_went_in() -> None:
    attached = Attached(name="data.json", description="数据", content='{"名": 1}'.encode())
    pdf = render(page(), number="N-1", at=INSTANT, attachments=[attached])
    assert pypdf.PdfReader(io.BytesIO(pdf)).attachments == {"data.json": ['{"名": 1}'.encode()]}


def test_fonts_carry_only_the_glyphs_in_use() -> None:
    assert len(render(page(), number="N-1", at=INSTANT)) < 30_000


def test_the_collector_runs_again_afterwards() -> None:
    render(page(), number="N-1", at=INSTANT)
    assert gc.isenabled()
    gc.disable()
    try:
        render(page(), number="N-1", at=INSTANT)
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("武汉 Wuhan 123", "武汉 Wuhan 123"),
        ("行\n列\t", "行\n列\t"),
        ("笑😀脸", "笑〔U+1F600〕脸"),
        ("零\u200b宽\u202e反\x07响", "零宽反响"),
        ("葛\U000e0100", "葛"),
        ("\U0002b5e7", "\U0002b5e7"),
    ],
)
def test_characters_the_fonts_lack_are_spelt(text: str, printed: str) -> None:
    shown = printable(text)
    assert shown == printed or shown == "".join(f"〔U+{ord(one):04X}〕" for one in text)
