"""A row of the table of access: an address, a method, and what each reader gets."""

from dataclasses import dataclass, field, replace
from enum import StrEnum


class Who(StrEnum):
    """The readers and writers whose rights differ."""

    PUBLIC = "PUBLIC"
    RECORDER = "RECORDER"
    REVIEWER = "REVIEWER"
    OTHER_AGENCY = "OTHER_AGENCY"  # a recorder and reviewer of an agency that has nothing here
    CREDIT_OFFICE = "CREDIT_OFFICE"
    INSTITUTION = "INSTITUTION"  # the account of an institution that hands in evaluations


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


def agency(
    method: str, name: str, status: int = 200, *, of_others: int | None = None, query: str = "", **arguments: str
) -> Access:
    """Make a row for the agencies' desk: log in first, and no list-keeper's business.

    `of_others` is what another agency's officer gets; the same where none is given.
    """
    answers = {
        Who.PUBLIC: 302,
        Who.OTHER_AGENCY: of_others or status,
        Who.CREDIT_OFFICE: 403,
        Who.INSTITUTION: 403,
    }
    return Access(method=method, name=name, default=status, answers=answers, query=query, arguments=arguments)


def office(method: str, name: str, status: int = 200, *, query: str = "", **arguments: str) -> Access:
    """Make a row for the credit office's desk: log in first, and nobody else's business."""
    answers = {Who.PUBLIC: 302, Who.CREDIT_OFFICE: status}
    return Access(method=method, name=name, default=403, answers=answers, query=query, arguments=arguments)


def recorders(method: str, name: str, status: int = 200, *, of_others: int | None = None, **arguments: str) -> Access:
    """Make a row for what only recorders may write."""
    row = agency(method, name, status, of_others=of_others, **arguments)
    return replace(row, answers={**row.answers, Who.REVIEWER: 403})


def members(method: str, name: str, status: int = 200, **arguments: str) -> Access:
    """Make a row for what every officer may read, of an agency or of the credit office."""
    answers = {Who.PUBLIC: 302, Who.INSTITUTION: 403}
    return Access(method=method, name=name, default=status, answers=answers, arguments=arguments)


def letters(method: str, name: str, status: int = 200, **arguments: str) -> Access:
    """Make a row for a letter of the first agency about a record: nobody else's business."""
    answers = {Who.PUBLIC: 302, Who.OTHER_AGENCY: 404, Who.CREDIT_OFFICE: 404, Who.INSTITUTION: 403}
    return Access(method=method, name=name, default=status, answers=answers, arguments={"pk": "letter", **arguments})


def cases(method: str, name: str, status: int = 200, **arguments: str) -> Access:
    """Make a row for a case of the first agency: nobody else's business."""
    answers = {Who.PUBLIC: 302, Who.OTHER_AGENCY: 404, Who.CREDIT_OFFICE: 404, Who.INSTITUTION: 403}
    return Access(method=method, name=name, default=status, answers=answers, arguments={"number": "case", **arguments})


def institutions(method: str, name: str, status: int = 200, **arguments: str) -> Access:
    """Make a row for the pages of an institution's account: nobody else's business."""
    answers = {Who.PUBLIC: 302, Who.INSTITUTION: status}
    return Access(method=method, name=name, default=403, answers=answers, arguments=arguments)
