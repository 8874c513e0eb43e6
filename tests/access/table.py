"""Who may do what: every address of the site, one row a method.

A new address needs a row here, or `test_every_address_is_in_the_table` fails.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Who(StrEnum):
    """The readers and writers whose rights differ."""

    PUBLIC = "PUBLIC"
    RECORDER = "RECORDER"
    REVIEWER = "REVIEWER"
    OTHER_AGENCY = "OTHER_AGENCY"  # a recorder and reviewer of an agency that has nothing here
    CREDIT_OFFICE = "CREDIT_OFFICE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What `method` on the address answers to each; `default` to those not named in `answers`.

    `arguments` fill the address, by the names of `world.World`.
    """

    method: str
    name: str
    default: int
    answers: dict[Who, int] = field(default_factory=dict)
    arguments: dict[str, str] = field(default_factory=dict)
    query: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.name}{self.query}"

    def answer_to(self, who: Who) -> int:
        """Return the status that one of them gets."""
        return self.answers.get(who, self.default)


def everybody(method: str, name: str, status: int = 200, *, query: str = "", **arguments: str) -> Access:
    """Make a row for an address that answers the same to everybody."""
    return Access(method=method, name=name, default=status, query=query, arguments=arguments)


TABLE: tuple[Access, ...] = (
    everybody("GET", "home"),
    everybody("POST", "home", 405),
    everybody("GET", "help"),
    everybody("POST", "help", 405),
    everybody("GET", "healthz"),
    everybody("GET", "readyz"),
    everybody("GET", "set-language", 302),
    everybody("POST", "set-language", 302),
    everybody("GET", "schema"),
    everybody("GET", "docs"),
    everybody("POST", "docs", 405),
    everybody("GET", "api:enterprise", uscc="uscc"),
    everybody("GET", "api:enterprise", 400, query="?on=2020-01-01", uscc="uscc"),
    everybody("GET", "api:enterprise", 404, uscc="unknown_uscc"),
    everybody("POST", "api:enterprise", 405, uscc="uscc"),
)
