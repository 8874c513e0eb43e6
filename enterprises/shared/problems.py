"""What is wrong with given data; an exception that refuses is `enterprises.shared.refusals.Refused`."""

from dataclasses import dataclass

from enterprises.shared.rules.sentences import sentence


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
        return str(self.sentence)

    @property
    def sentence(self) -> str:
        """The problem with its field and value."""
        if not self.label:
            return self.message
        value = sentence("“{value}”", value=self.value) if self.value else ""
        return sentence("{label}{value}：{message}", label=self.label, value=value, message=self.message)
