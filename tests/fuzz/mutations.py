"""Seeded mutations of a sample; of a zip archive also inside its parts."""

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from random import Random

MOST_CHANGES, LONGEST_RUN = 8, 64
Change = Callable[[bytearray, Random], None]


def flip(content: bytearray, random: Random) -> None:
    content[random.randrange(len(content))] ^= 1 << random.randrange(8)


def insert(content: bytearray, random: Random) -> None:
    place = random.randrange(len(content))
    content[place:place] = random.randbytes(random.randint(1, LONGEST_RUN))


def delete(content: bytearray, random: Random) -> None:
    place = random.randrange(len(content))
    del content[place : place + random.randint(1, LONGEST_RUN)]


def copy(content: bytearray, random: Random) -> None:
    """Write one piece over another."""
    length = random.randint(1, LONGEST_RUN)
    source, target = random.randrange(len(content)), random.randrange(len(content))
    piece = content[source : source + length]
    content[target : target + len(piece)] = piece


CHANGES: tuple[Change, ...] = (flip, insert, delete, copy)


def mutations(sample: bytes, *, count: int, seed: int) -> Iterator[bytes]:
    """Yield `count` mutations; the same seed gives the same."""
    for number in range(count):
        random = Random(f"{seed}/{number}")
        is_archive = sample.startswith(b"PK") and number % 2 == 1
        yield _inside(sample, random) if is_archive else _mutated(sample, random)


def _mutated(sample: bytes, random: Random) -> bytes:
    content = bytearray(sample)
    for _ in range(random.randint(1, MOST_CHANGES)):
        if content:
            random.choice(CHANGES)(content, random)
    return bytes(content)


def _inside(sample: bytes, random: Random) -> bytes:
    """Change one part of an archive and pack it again, so that its checksums are right."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(sample)) as archive, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as changed:
        members = archive.infolist()
        victim = random.choice(members)
        for member in members:  # each keeps its time, so that a seed gives the same bytes at any time
            part = archive.read(member)
            changed.writestr(member, _mutated(part, random) if member is victim and part else part)
    return packed.getvalue()
