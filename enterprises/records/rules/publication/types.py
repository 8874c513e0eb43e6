"""Types of the publication rules: what is known of a record, one row of the table, the answer."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from enterprises.agencies.domains import Regulator, RegulatoryDomain
from enterprises.catalogue.penalty_types import Procedure
from enterprises.records.rules.severity import Severity


class DateBasis(StrEnum):
    """The day by which a rule is chosen (test date) or from which months are counted (start basis)."""

    DECISION = "DECISION"  # 作出决定之日, 文书认定之日
    PUBLICATION = "PUBLICATION"  # 公示之日


class EndBasis(StrEnum):
    """What ends the publication."""

    MAXIMUM = "MAXIMUM"  # start + maximum; of other kinds than penalties their own end if that is earlier
    OWN_END = "OWN_END"  # validity or exit of the record itself; open without one
    RESTRICTION = "RESTRICTION"  # the last day of the restriction, where that is later than the ordinary end


class Publicity(StrEnum):
    """Whether a record is published at all."""

    DEFAULT = "DEFAULT"
    ON_REQUEST = "ON_REQUEST"  # a reviewer decides to, with a reason
    NEVER = "NEVER"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRule:
    """One dated, cited row: a regulator, a kind, classes, and the period that follows.

    `in_force_until` is the first day the row no longer applies. `regulator` None: the same for all. Empty
    `classes`, `domains` and `procedures` mean any. `only_types`: no other penalty type occurs. `any_types`: one of them
    occurs. `fine_from` yuan: the fine is at least that. `restriction_over` months: a restriction lasts longer than that
    from its own first day. Of several rows that fit, the first in the table governs, so narrow rows stand before wide
    ones. `minimum` None: no early repair. `confirmed` False: figures that could not be checked.
    """

    id: str
    regulator: Regulator | None
    kind: str
    classes: frozenset[Severity] = frozenset()
    domains: frozenset[RegulatoryDomain] = frozenset()
    only_types: frozenset[str] = frozenset()
    any_types: frozenset[str] = frozenset()
    procedures: frozenset[Procedure] = frozenset()
    fine_from: Decimal | None = None
    restriction_over: int | None = None
    in_force_from: date
    in_force_until: date | None
    test: DateBasis
    minimum: int | None
    maximum: int | None
    start: DateBasis
    end: EndBasis = EndBasis.MAXIMUM
    publicity: Publicity = Publicity.DEFAULT
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationFacts:
    """The facts of a record that the rules need.

    `domain` is the penalty's, `regulator` the agency's. `valid_until` and `restriction_until` are last days as
    printed (None = open or none); a restriction begins on `restriction_from`, on the decision day if None.
    `exit_on` is the day an abnormal-operation listing was removed or a duty fulfilled.
    `publish_minor`: the reviewer chose, with a reason, to publish a minor record.
    """

    kind: str
    domain: RegulatoryDomain
    regulator: Regulator
    severity: Severity
    decided_on: date | None
    valid_until: date | None
    adverse: bool
    penalty_types: tuple[str, ...] = ()
    procedure: Procedure = Procedure.ORDINARY
    fine_yuan: Decimal | None = None
    exit_on: date | None = None
    restriction_from: date | None = None
    restriction_until: date | None = None
    publish_minor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days on which a record is public: `public_from <= day < public_until`, None = open.

    `repairable_from` is the earliest day on which repair may be applied for (None = not before the end), as any regime
    grants it. The other `repair_` fields are of the row that does. `confirmed` False: the row of the end is
    unconfirmed, or a later row shortens it.
    """

    public_from: date
    public_until: date | None
    repairable_from: date | None
    rule: str
    legal_basis: str
    confirmed: bool
    repair_rule: str = ""
    repair_basis: str = ""
    repair_confirmed: bool | None = None


class RefusalCode(StrEnum):
    """Why a record may not be published."""

    NO_DECISION_DAY = "NO_DECISION_DAY"
    DECIDED_LATER = "DECIDED_LATER"
    CLASS_MISSING = "CLASS_MISSING"
    NO_RULE = "NO_RULE"
    NEVER_PUBLIC = "NEVER_PUBLIC"
    REASON_NEEDED = "REASON_NEEDED"
    NO_END = "NO_END"
    ENDED = "ENDED"
    FOUR_EYES = "FOUR_EYES"
    KEY_TAKEN = "KEY_TAKEN"
    KEY_WITHDRAWN = "KEY_WITHDRAWN"
    MAKER_MAY_COMMENT = "MAKER_MAY_COMMENT"
    PENALTY_UNKNOWN = "PENALTY_UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A record that must not be published, with a Chinese sentence on which an officer can act."""

    code: RefusalCode
    reason: str
