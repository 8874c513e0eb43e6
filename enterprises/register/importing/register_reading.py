"""What was found in one row of a register extract (docs/rules/imports.md)."""

from dataclasses import dataclass, field

from enterprises.register.fields import REGISTER_FIELDS
from enterprises.register.services.registration import RegisterRow
from enterprises.shared.problems import Problem
from enterprises.shared.rules.masking import public_text

KEPT = "此格没有读取，已存的内容不变"


@dataclass(slots=True, kw_only=True)
class RegisterReading:
    """One row while it is read: what was found, what is wrong, what is odd."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)  # texts as typed, where other characters are stored
    row: RegisterRow | None = None
    parent: str = ""
    earlier_code: str = ""
    # An industry given as a number, as it stands and with a leading zero: the whole sheet decides.
    industry: tuple[str, str] | None = None
    industry_length: int = 0  # digits of an industry that is given beyond doubt
    digest: bytes = b""  # of what the row states: two rows that state the same are one
    # Columns whose value must not be given back in the error workbook.
    withheld: frozenset[str] = frozenset()

    def wrong(self, code: str, message: str, *, value: str = "") -> None:
        """Note what refuses the row."""
        self.problems.append(Problem(code=code, label=REGISTER_FIELDS[code].label, message=message, value=value))

    def odd(self, code: str, message: str) -> None:
        """Note what the row is accepted with."""
        self.warnings.append(f"{REGISTER_FIELDS[code].label}：{message}")

    def unread(self, code: str, message: str, *, value: str = "") -> None:
        """Note an optional cell that is wrong: what is stored stays."""
        shown = f"“{public_text(value)}”" if value else ""
        self.warnings.append(f"{REGISTER_FIELDS[code].label}{shown}：{message}；{KEPT}")
