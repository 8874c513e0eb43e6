"""Who may do what: every address of the site, one row a method.

A new address needs a row here, or `test_every_address_is_in_the_table` fails.
"""

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

    `of_others` is what another agency's officer gets; nothing said, the same.
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


PUBLIC_PAGES = (
    everybody("GET", "home"),
    everybody("POST", "home", 405),
    everybody("GET", "help"),
    everybody("POST", "help", 405),
    everybody("GET", "favicon", 302),
    everybody("POST", "favicon", 405),
    everybody("GET", "healthz"),
    everybody("GET", "readyz", 503),  # no worker runs here
    everybody("GET", "set-language", 302),
    everybody("POST", "set-language", 302),
    everybody("GET", "schema"),
    everybody("GET", "docs"),
    everybody("GET", "search:page"),
    everybody("GET", "search:page", query="?q=武汉"),
    everybody("GET", "search:page", query="?type=product&q=武汉"),
    everybody("POST", "search:page", 405),
    everybody("GET", "search:api"),
    everybody("GET", "search:api", query="?type=product"),
    everybody("GET", "search:api", 400, query="?on=2026-01-01"),
    everybody("POST", "search:api", 405),
    everybody("GET", "search:suggest"),
    everybody("POST", "search:suggest", 405),
    everybody("POST", "docs", 405),
    everybody("GET", "enterprises:file", uscc="uscc"),
    everybody("GET", "enterprises:file", 404, uscc="unknown_uscc"),
    everybody("POST", "enterprises:file", 405, uscc="uscc"),
    everybody("GET", "enterprises:issue-report", 405, uscc="uscc"),
    everybody("POST", "enterprises:issue-report", 303, uscc="uscc"),
    everybody("POST", "enterprises:issue-report", 404, uscc="unknown_uscc"),
    everybody("GET", "enterprises:report", number="report"),
    everybody("GET", "enterprises:report", 404, number="unknown_report"),
    everybody("POST", "enterprises:report", 405, number="report"),
    everybody("GET", "enterprises:report-file", number="report", format="format"),
    everybody("GET", "enterprises:report-file", 404, number="unknown_report", format="format"),
    everybody("POST", "enterprises:report-file", 405, number="report", format="format"),
    everybody("GET", "enterprises:verify"),
    everybody("POST", "enterprises:verify", 400),
    everybody("GET", "enterprises:verify-number", number="report"),
    everybody("GET", "enterprises:verify-number", number="unknown_report"),
    everybody("POST", "enterprises:verify-number", 405, number="report"),
    everybody("GET", "enterprises:verify-number", number="letter_number"),
    everybody("GET", "enterprises:report-file", 404, number="letter_number", format="format"),
    everybody("GET", "api:verify", number="letter_number"),
    everybody("GET", "enterprises:verify-certificate"),
    everybody("POST", "enterprises:verify-certificate", 405),
    everybody("GET", "api:verify", number="report"),
    everybody("GET", "api:verify", number="unknown_report"),
    everybody("GET", "api:verify", 400, query="?on=2020-01-01", number="report"),
    everybody("POST", "api:verify", 405, number="report"),
    everybody("GET", "api:enterprise", uscc="uscc"),
    everybody("GET", "api:enterprise", 400, query="?on=2020-01-01", uscc="uscc"),
    everybody("GET", "api:enterprise", 404, uscc="unknown_uscc"),
    everybody("POST", "api:enterprise", 405, uscc="uscc"),
    everybody("GET", "figures:cases"),
    everybody("GET", "figures:cases", query="?year=1066"),
    everybody("POST", "figures:cases", 405),
    everybody("GET", "figures:cases-csv"),
    everybody("GET", "figures:cases-csv", 400, query="?year=1066"),
    everybody("POST", "figures:cases-csv", 405),
    everybody("GET", "api:cases", 401),
    everybody("POST", "api:cases", 401),
    everybody("GET", "api:case", 404, number="case"),
    everybody("GET", "api:case", 404, number="unknown_case"),
    everybody("POST", "api:case", 405, number="case"),
    everybody("GET", "api:case-figures"),
    everybody("GET", "api:case-figures", 400, query="?on=2020-01-01"),
    everybody("GET", "api:case-figures", 400, query="?kind=none"),
    everybody("POST", "api:case-figures", 405),
    everybody("GET", "doors:sitemap"),
    everybody("POST", "doors:sitemap", 405),
    everybody("GET", "doors:list", door="products"),
    everybody("GET", "doors:list", query="?q=电热水壶&from=never", door="products"),
    everybody("POST", "doors:list", 405, door="products"),
    everybody("GET", "doors:entry", door="products", pk="kettle"),
    everybody("GET", "doors:entry", 404, door="products", pk="record"),
    everybody("POST", "doors:entry", 405, door="products", pk="kettle"),
    everybody("GET", "doors:batch", door="products", uscc="uscc", batch="kettle_batch"),
    everybody("GET", "doors:batch", 404, door="products", uscc="unknown_uscc", batch="kettle_batch"),
    everybody("POST", "doors:batch", 405, door="products", uscc="uscc", batch="kettle_batch"),
    *(
        row
        for name in ("doors:feed", "doors:csv", "doors:json")
        for row in (
            everybody("GET", name, door="products"),
            everybody("GET", name, 400, query="?from=never", door="products"),
            everybody("POST", name, 405, door="products"),
        )
    ),
    everybody("GET", "doors:api-products"),
    everybody("GET", "doors:api-products", 400, query="?on=2020-01-01"),
    everybody("POST", "doors:api-products", 405),
)

DESK = (
    Access(
        method="GET",
        name="desk:home",
        default=200,
        answers={Who.PUBLIC: 302, Who.CREDIT_OFFICE: 302, Who.INSTITUTION: 302},
    ),
    Access(method="GET", name="desk:login", default=302, answers={Who.PUBLIC: 200}),
    Access(method="POST", name="desk:login", default=302, answers={Who.PUBLIC: 200}),
    everybody("GET", "desk:logout", 405),
    everybody("POST", "desk:logout", 302),
    everybody("POST", "desk:home", 405),
    Access(method="GET", name="desk:password", default=200, answers={Who.PUBLIC: 302}),
    Access(method="GET", name="desk:password-done", default=200, answers={Who.PUBLIC: 302}),
    agency("GET", "desk:agency"),
    everybody("POST", "desk:agency", 405),
    agency("GET", "desk:records"),
    everybody("POST", "desk:records", 405),
    recorders("GET", "desk:choose"),
    everybody("POST", "desk:choose", 405),
    recorders("GET", "desk:new-record", kind="kind", uscc="uscc"),
    recorders("GET", "desk:new-record", 404, kind="kind", uscc="unknown_uscc"),
    recorders("POST", "desk:new-record", 422, kind="kind", uscc="uscc"),
    agency("GET", "desk:record", of_others=404, pk="record"),
    everybody("POST", "desk:record", 405, pk="record"),
    recorders("GET", "desk:edit-record", of_others=404, pk="record"),
    recorders("POST", "desk:edit-record", 422, of_others=404, pk="record"),
    everybody("GET", "desk:record-papers", 405, pk="record"),
    agency("POST", "desk:record-papers", 302, of_others=404, pk="record"),
    agency("GET", "desk:record-paper", 404, of_others=404, pk="record", paper="paper"),
    everybody("POST", "desk:record-paper", 405, pk="record", paper="paper"),
    everybody("GET", "desk:check-paper", 405, pk="record", paper="paper"),
    agency("POST", "desk:check-paper", 404, of_others=404, pk="record", paper="paper"),
    everybody("GET", "desk:repair-notice", 405, pk="record"),
    agency("POST", "desk:repair-notice", 302, of_others=404, pk="record"),
    everybody("GET", "desk:step", 405, pk="record", step="step"),
    agency("POST", "desk:step", 422, of_others=404, pk="record", step="step"),
    everybody("GET", "desk:extension", 405, pk="extension", step="lift"),
    agency("POST", "desk:extension", 422, of_others=404, pk="extension", step="lift"),
    agency("GET", "desk:batches"),
    recorders("GET", "desk:new-batch"),
    recorders("POST", "desk:new-batch", 422),
    agency("GET", "desk:batch", of_others=404, pk="batch"),
    everybody("GET", "desk:publish-batch", 405, pk="batch"),
    agency("POST", "desk:publish-batch", 302, of_others=404, pk="batch"),
    everybody("GET", "desk:batch-code", 405, pk="batch"),
    agency("POST", "desk:batch-code", 302, of_others=404, pk="batch"),
    everybody("POST", "desk:batch", 405, pk="batch"),
    members("GET", "desk:letters"),
    everybody("POST", "desk:letters", 405),
    letters("GET", "desk:letter"),
    everybody("POST", "desk:letter", 405, pk="letter"),
    letters("GET", "desk:letter-file"),
    everybody("POST", "desk:letter-file", 405, pk="letter"),
    everybody("GET", "desk:letter-service", 405, pk="letter"),
    letters("POST", "desk:letter-service", 422),
    everybody("GET", "desk:letter-withdraw", 405, pk="letter"),
    letters("POST", "desk:letter-withdraw", 422),
    letters("GET", "desk:letter-proof", 404, service="unknown_service"),
    everybody("POST", "desk:letter-proof", 405, pk="letter", service="unknown_service"),
    recorders("GET", "desk:new-enterprise"),
    recorders("POST", "desk:new-enterprise", 422),
    agency("GET", "desk:codes"),
    agency("POST", "desk:codes", 422),
    everybody("GET", "desk:decide-code", 405, pk="record"),
    agency("POST", "desk:decide-code", 302, pk="record"),
)

LISTS = (
    everybody("GET", "lists:index"),
    everybody("POST", "lists:index", 405),
    everybody("GET", "lists:list", slug="slug"),
    everybody("GET", "lists:list", 404, slug="unknown_slug"),
    everybody("POST", "lists:list", 405, slug="slug"),
    everybody("GET", "lists:edition", slug="slug", number="edition"),
    everybody("GET", "lists:edition", 404, slug="unknown_slug", number="edition"),
    everybody("POST", "lists:edition", 405, slug="slug", number="edition"),
    everybody("GET", "lists:file", slug="slug", number="edition", suffix="suffix"),
    everybody("GET", "lists:file", 404, slug="unknown_slug", number="edition", suffix="suffix"),
    everybody("POST", "lists:file", 405, slug="slug", number="edition", suffix="suffix"),
    everybody("GET", "lists:file-by-digest", 404, slug="slug", number="edition", suffix="suffix", digest="digest"),
    everybody("POST", "lists:file-by-digest", 405, slug="slug", number="edition", suffix="suffix", digest="digest"),
    everybody("GET", "lists:manifest", slug="slug", number="edition", revision="revision", suffix="manifest_suffix"),
    everybody("GET", "lists:manifest", 404, slug="slug", number="edition", revision="revision", suffix="suffix"),
    everybody("POST", "lists:manifest", 405, slug="slug", number="edition", revision="revision", suffix="suffix"),
    everybody("GET", "lists:changes", 404, slug="slug", before="edition", after="edition"),
    everybody("POST", "lists:changes", 405, slug="slug", before="edition", after="edition"),
    everybody("GET", "lists:changes-file", 404, slug="slug", before="edition", after="edition", suffix="suffix"),
    everybody("POST", "lists:changes-file", 405, slug="slug", before="edition", after="edition", suffix="suffix"),
    everybody("GET", "lists:feed", slug="slug"),
    everybody("GET", "lists:feed", 404, slug="unknown_slug"),
    everybody("POST", "lists:feed", 405, slug="slug"),
    everybody("GET", "lists:schema"),
    everybody("POST", "lists:schema", 405),
    everybody("GET", "lists:catalogue"),
    everybody("POST", "lists:catalogue", 405),
    everybody("GET", "lists:sitemap"),
    everybody("POST", "lists:sitemap", 405),
    everybody("GET", "lists-api:lists"),
    everybody("GET", "lists-api:lists", 400, query="?on=2020-01-01"),
    everybody("POST", "lists-api:lists", 405),
    everybody("GET", "lists-api:listings", slug="slug"),
    everybody("GET", "lists-api:listings", slug="slug", query="?region=42&status=ACTIVE"),
    everybody("GET", "lists-api:listings", 400, slug="slug", query="?on=2020-01-01"),
    everybody("GET", "lists-api:listings", 400, slug="slug", query="?year=abc"),
    everybody("GET", "lists-api:listings", 404, slug="unknown_slug"),
    everybody("POST", "lists-api:listings", 405, slug="slug"),
    everybody("GET", "lists-api:external-rows", slug="external"),
    everybody("GET", "lists-api:external-rows", 404, slug="slug"),
    everybody("POST", "lists-api:external-rows", 405, slug="external"),
    everybody("GET", "lists-api:editions", slug="slug"),
    everybody("GET", "lists-api:editions", 404, slug="unknown_slug"),
    everybody("POST", "lists-api:editions", 405, slug="slug"),
    everybody("GET", "lists-api:edition", slug="slug", number="edition"),
    everybody("GET", "lists-api:edition", 404, slug="unknown_slug", number="edition"),
    everybody("POST", "lists-api:edition", 405, slug="slug", number="edition"),
    office("GET", "lists-desk:home"),
    everybody("POST", "lists-desk:home", 405),
    office("GET", "lists-desk:working-days"),
    office("POST", "lists-desk:working-days", 422),
    office("GET", "lists-desk:external-code"),
    office("POST", "lists-desk:external-code", 422),
    office("GET", "lists-desk:objections"),
    everybody("POST", "lists-desk:objections", 405),
    office("GET", "lists-desk:objection", 404, pk="record"),  # a draft
    everybody("POST", "lists-desk:objection", 405, pk="record"),
    everybody("GET", "lists-desk:mark-objection", 405, pk="record"),
    office("POST", "lists-desk:mark-objection", 404, pk="record"),
    office("GET", "lists-desk:list", slug="slug"),
    office("GET", "lists-desk:list", 404, slug="unknown_slug"),
    everybody("POST", "lists-desk:list", 405, slug="slug"),
    office("GET", "lists-desk:card", slug="slug"),
    office("GET", "lists-desk:card", 404, slug="unknown_slug"),
    everybody("POST", "lists-desk:card", 405, slug="slug"),
    office("GET", "lists-desk:new-version", slug="slug"),
    office("POST", "lists-desk:new-version", 422, slug="slug"),
    everybody("GET", "lists-desk:confirm-version", 405, slug="slug", pk="listing"),
    office("POST", "lists-desk:confirm-version", 404, slug="slug", pk="unknown_pk"),
    everybody("GET", "lists-desk:decline-version", 405, slug="slug", pk="listing"),
    office("POST", "lists-desk:decline-version", 404, slug="slug", pk="unknown_pk"),
    office("GET", "lists-desk:dry-run", slug="slug"),
    office("GET", "lists-desk:dry-run", 404, slug="external"),
    everybody("POST", "lists-desk:dry-run", 405, slug="slug"),
    office("GET", "lists-desk:sheet", slug="slug"),
    office("POST", "lists-desk:sheet", 422, slug="slug"),
    office("GET", "lists-desk:chosen", slug="slug", step="notify"),
    office("GET", "lists-desk:chosen", 404, slug="slug", step="unknown_slug"),
    office("POST", "lists-desk:chosen", 422, slug="slug", step="notify"),
    everybody("GET", "lists-desk:propose", 405, slug="slug"),
    office("POST", "lists-desk:propose", 302, slug="slug"),
    office("GET", "lists-desk:new-proposal", slug="slug"),
    office("POST", "lists-desk:new-proposal", 422, slug="slug"),
    office("GET", "lists-desk:listing", pk="listing"),
    everybody("POST", "lists-desk:listing", 405, pk="listing"),
    everybody("GET", "lists-desk:serve-letter", 405, pk="listing", letter="unknown_letter"),
    office("POST", "lists-desk:serve-letter", 404, pk="listing", letter="unknown_letter"),
    office("GET", "lists-desk:proof", 404, pk="listing"),
    office("POST", "lists-desk:proof", 422, pk="listing"),
    everybody("GET", "lists-desk:step", 405, pk="listing", step="notify"),
    office("POST", "lists-desk:step", 422, pk="listing", step="notify"),
    office("GET", "lists-desk:draft-page", 302, slug="slug"),
    everybody("POST", "lists-desk:draft-page", 405, slug="slug"),
    everybody("GET", "lists-desk:draft", 405, slug="slug"),
    office("POST", "lists-desk:draft", 422, slug="slug"),
    everybody("GET", "lists-desk:code", 405, slug="slug", pk="edition"),
    office("POST", "lists-desk:code", 302, slug="slug", pk="edition"),
    everybody("GET", "lists-desk:check-draft", 405, slug="slug", pk="edition"),
    office("POST", "lists-desk:check-draft", 302, slug="slug", pk="edition"),
    everybody("GET", "lists-desk:close-draft", 405, slug="slug", pk="edition"),
    office("POST", "lists-desk:close-draft", 302, slug="slug", pk="edition"),
    everybody("GET", "lists-desk:publish", 405, slug="slug", pk="edition"),
    office("POST", "lists-desk:publish", 302, slug="slug", pk="edition"),
)

# A number alone opens nothing: without the key everything of a case is missing.
CASES = (
    everybody("GET", "cases:open"),
    everybody("POST", "cases:open", 422),
    everybody("GET", "cases:new"),
    everybody("POST", "cases:new"),
    everybody("GET", "cases:countdown", 404),
    everybody("POST", "cases:countdown", 405),
    everybody("GET", "cases:promise", 404),
    everybody("POST", "cases:promise", 404),
    everybody("GET", "cases:receipt", 405),
    everybody("POST", "cases:receipt", 422),
    everybody("GET", "cases:case", number="case"),
    everybody("GET", "cases:case", number="unknown_case"),
    everybody("POST", "cases:case", 405, number="case"),
    everybody("GET", "cases:papers", 405, number="case"),
    everybody("POST", "cases:papers", 404, number="case"),
    everybody("GET", "cases:paper", 404, number="case", pk="paper"),
    everybody("POST", "cases:paper", 405, number="case", pk="paper"),
    everybody("GET", "cases:letter", 404, number="case", pk="case_letter"),
    everybody("POST", "cases:letter", 405, number="case", pk="case_letter"),
    everybody("GET", "cases:withdraw", 405, number="case"),
    everybody("POST", "cases:withdraw", 404, number="case"),
    everybody("GET", "cases:leave", 405, number="case"),
    everybody("POST", "cases:leave", 302, number="case"),
    members("GET", "cases-desk:inbox"),
    everybody("POST", "cases-desk:inbox", 405),
    members("GET", "cases-desk:enter"),
    members("POST", "cases-desk:enter"),
    everybody("GET", "cases-desk:refuse-several", 405),
    members("POST", "cases-desk:refuse-several", 302),
    cases("GET", "cases-desk:case"),
    everybody("POST", "cases-desk:case", 405, number="case"),
    cases("GET", "cases-desk:paper", 404, pk="paper"),
    everybody("POST", "cases-desk:paper", 405, number="case", pk="paper"),
    everybody("GET", "cases-desk:preview", 405, number="case"),
    cases("POST", "cases-desk:preview", 404),
    everybody("GET", "cases-desk:step", 405, number="case", step="case_step"),
    cases("POST", "cases-desk:step", 422, step="case_step"),
    cases("POST", "cases-desk:step", 404, step="unknown_step"),
)

EVALUATIONS = (
    everybody("GET", "evaluations:institutions"),
    everybody("POST", "evaluations:institutions", 405),
    everybody("GET", "evaluations:institution", pk="institution"),
    everybody("GET", "evaluations:institution", 404, pk="unknown_institution"),
    everybody("POST", "evaluations:institution", 405, pk="institution"),
    everybody("GET", "evaluations:report", 404, pk="submitted_record"),  # it waits for review
    everybody("POST", "evaluations:report", 405, pk="submitted_record"),
    everybody("GET", "evaluations-api:institutions"),
    everybody("GET", "evaluations-api:institutions", 400, query="?on=2020-01-01"),
    everybody("POST", "evaluations-api:institutions", 405),
    everybody("GET", "evaluations-api:submit", 401),  # a key opens it, no login
    everybody("POST", "evaluations-api:submit", 401),
    agency("GET", "evaluations-desk:registry"),
    everybody("POST", "evaluations-desk:registry", 405),
    agency("GET", "evaluations-desk:new-institution"),
    agency("POST", "evaluations-desk:new-institution", 422),
    agency("GET", "evaluations-desk:institution", of_others=404, pk="institution"),
    everybody("POST", "evaluations-desk:institution", 405, pk="institution"),
    everybody("GET", "evaluations-desk:step", 405, pk="institution", step="case_step"),
    agency("POST", "evaluations-desk:step", 422, of_others=404, pk="institution", step="case_step"),
    agency("POST", "evaluations-desk:step", 404, pk="institution", step="unknown_step"),
    agency("GET", "evaluations-desk:report", 404, pk="submission"),
    everybody("POST", "evaluations-desk:report", 405, pk="submission"),
    institutions("GET", "evaluations-desk:own"),
    everybody("POST", "evaluations-desk:own", 405),
    institutions("GET", "evaluations-desk:new"),
    institutions("POST", "evaluations-desk:new", 422),
    institutions("GET", "evaluations-desk:correct", 404, pk="submission"),  # it was not given back
    institutions("POST", "evaluations-desk:correct", 404, pk="submission"),
    institutions("GET", "evaluations-desk:own-report", 404, pk="submission"),  # it has none
    everybody("POST", "evaluations-desk:own-report", 405, pk="submission"),
)

ENFORCEMENT = (
    everybody("GET", "enforcement:index"),
    everybody("GET", "enforcement:index", query="?year=1066"),
    everybody("POST", "enforcement:index", 405),
    everybody("GET", "enforcement:figures-csv"),
    everybody("GET", "enforcement:figures-csv", 400, query="?year=1066"),
    everybody("POST", "enforcement:figures-csv", 405),
    everybody("GET", "enforcement:campaign", 404, pk="campaign"),  # it waits for a second person
    everybody("POST", "enforcement:campaign", 405, pk="campaign"),
    everybody("GET", "enforcement-api:campaigns"),
    everybody("GET", "enforcement-api:campaigns", 400, query="?type=x"),
    everybody("POST", "enforcement-api:campaigns", 405),
    everybody("GET", "enforcement-api:figures"),
    everybody("GET", "enforcement-api:figures", 400, query="?on=2020-01-01"),
    everybody("POST", "enforcement-api:figures", 405),
    agency("GET", "enforcement-desk:campaigns"),
    everybody("POST", "enforcement-desk:campaigns", 405),
    agency("GET", "enforcement-desk:new"),
    agency("POST", "enforcement-desk:new", 422),
    agency("GET", "enforcement-desk:campaign", of_others=404, pk="campaign"),
    everybody("POST", "enforcement-desk:campaign", 405, pk="campaign"),
    everybody("GET", "enforcement-desk:report", 405, pk="campaign"),
    agency("POST", "enforcement-desk:report", 422, of_others=404, pk="campaign"),
    everybody("GET", "enforcement-desk:step", 405, pk="campaign", step="case_step"),
    agency("POST", "enforcement-desk:step", 422, of_others=404, pk="campaign", step="case_step"),
    agency("POST", "enforcement-desk:step", 404, pk="campaign", step="unknown_step"),
)

TABLE: tuple[Access, ...] = (*PUBLIC_PAGES, *DESK, *LISTS, *CASES, *EVALUATIONS, *ENFORCEMENT)
