"""What a look at a signature found; without the signature library."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureCheck:
    """What a look at a file's signature found; `problem` is "" when all is well.

    `intact`: the signed bytes are unchanged. `whole`: they are the entire file. `trusted`: the
    signer's certificate leads to our root.
    """

    intact: bool
    whole: bool
    trusted: bool
    signer: str
    signed_at: datetime | None
    problem: str

    @property
    def valid(self) -> bool:
        return self.intact and self.whole and self.trusted
