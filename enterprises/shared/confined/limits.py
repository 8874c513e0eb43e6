"""What a child may use."""

from dataclasses import dataclass
from typing import Self

MEBIBYTE = 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one child.

    `memory_bytes` is address space. `processor_seconds` covers the whole life of the child,
    `silence_seconds` one wait of the parent, `output_bytes` one answer, `value_bytes` one value in it.
    """

    memory_bytes: int = 512 * MEBIBYTE
    processor_seconds: int
    silence_seconds: int
    output_bytes: int
    value_bytes: int = 8 * MEBIBYTE

    @classmethod
    def of_sheet(cls, size: int) -> Self:
        """Return the limits for a table of `size` bytes; reading takes less than a tenth of the processor time."""
        mebibytes = size // MEBIBYTE + 1
        seconds = 20 + 3 * mebibytes
        return cls(
            processor_seconds=seconds, silence_seconds=2 * seconds, output_bytes=(64 + 20 * mebibytes) * MEBIBYTE
        )


# A document of ours takes a second; what takes longer is none.
DOCUMENT = Limits(processor_seconds=8, silence_seconds=20, output_bytes=MEBIBYTE, value_bytes=MEBIBYTE)
