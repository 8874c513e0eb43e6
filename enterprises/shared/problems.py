"""What is wrong with given data; an exception that refuses is `enterprises.shared.refusals.Refused`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault of one field, in Chinese.

    `code` and `label` name the field, both "" for a fault of the whole row. `value` is masked where the
    field is not public. `missing`: nothing was given.
    """

    label: str
    message: str
    value: str = ""
    code: str = ""
    missing: bool = False

    def __str__(self) -> str:
        value = f"“{self.value}”" if self.value else ""
        return f"{self.label}{value}：{self.message}" if self.label else self.message
