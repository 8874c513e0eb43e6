"""Which tests `make test` runs on one of its two databases only.

What concerns SQL itself runs on both: constraints, locks, upserts, conditions, their order, the services. So does
every address, once for each of its answers (`tests/access/test_access.py`). A test below takes rows as they
come: it proves what pages, forms and files make of them. It runs with PostgreSQL, and is left out of the run on SQLite.
"""

from collections.abc import Mapping

from django.db import connection

ON_ONE_DATABASE: Mapping[str, str] = {
    "tests/access/test_bad_requests.py": "answers to mangled requests; PostgreSQL is the stricter of the two",
    "tests/access/test_page_numbers.py": "answers to page numbers",
    "tests/api/test_schema.py": "answers beside the schema, from one made-up city",
    "tests/attachments/": "files that are read",
    "tests/cases/test_any_form.py": "forms over services that tests/cases/test_steps.py proves on both",
    "tests/cases/test_api.py": "an API over the same services",
    "tests/cases/test_confirming.py": "pages over services that tests/cases proves on both",
    "tests/cases/test_desk.py": "pages over the same services",
    "tests/cases/test_english.py": "what pages show",
    "tests/cases/test_left_officers.py": "steps over services that tests/cases/test_steps.py proves on both",
    "tests/cases/test_letters.py": "letters",
    "tests/cases/test_limits.py": "forms over the same services",
    "tests/cases/test_mails.py": "mails; the claim of a mail is one update of one row",
    "tests/cases/test_pages.py": "pages over the same services",
    "tests/cases/test_paper.py": "forms over the same services",
    "tests/cases/test_preview.py": "letters",
    "tests/cases/test_promise.py": "a form and its PDF",
    "tests/cases/test_read_proposals.py": "forms over the same services",
    "tests/cases/test_reserved.py": "steps of a case over services that tests/cases proves on both",
    "tests/cases/test_revocations.py": "letters and mails of steps over the same services",
    "tests/cases/test_signers.py": "letters",
    "tests/cases/test_spam.py": "forms over the same services",
    "tests/creditfile/": "sections of a page, and its API",
    "tests/demo/test_city.py": "the lawfulness of a made-up city; `make demo` itself runs on SQLite in tests/infra",
    "tests/desk/": "pages and forms over services that tests/services proves on both",
    "tests/documents/test_expired_certificate.py": "signatures",
    "tests/documents/test_letter_print.py": "letters",
    "tests/documents/test_letters.py": "letters",
    "tests/documents/test_repair_notices.py": "letters",
    "tests/documents/test_report.py": "what a report says",
    "tests/documents/test_verification.py": "files that are read",
    "tests/documents/test_views.py": "pages over tests/documents/test_services.py",
    "tests/doors/": "pages, files and feeds; tests/sql sends each of their queries to SQLite too",
    "tests/enforcement/test_pages.py": "pages",
    "tests/evaluations/test_desk.py": "pages over services that tests/evaluations proves on both",
    "tests/evaluations/test_doors.py": "pages, files and feeds, as tests/doors",
    "tests/importing/test_agency_names.py": "how cells are read",
    "tests/importing/test_amounts.py": "how cells are read",
    "tests/importing/test_capital.py": "how cells are read",
    "tests/importing/test_contradictions.py": "how cells are read",
    "tests/importing/test_covered_cells.py": "how sheets are read",
    "tests/importing/test_error_books.py": "how cells are read",
    "tests/importing/test_field_cases.py": "how cells are read",
    "tests/importing/test_hidden_cells.py": "how sheets are read",
    "tests/importing/test_json_lines.py": "how sheets are read",
    "tests/importing/test_look_alikes.py": "how cells are read",
    "tests/importing/test_number_cells.py": "how cells are read",
    "tests/importing/test_old_sheets.py": "how sheets are read",
    "tests/importing/test_register_cases.py": "how cells are read",
    "tests/importing/test_samples.py": "how sheets are read",
    "tests/importing/test_sheet_forms.py": "how sheets are read",
    "tests/importing/test_spoilt_records.py": "how cells are read",
    "tests/importing/test_spoilt_register.py": "how cells are read",
    "tests/lists/test_addresses.py": "addresses of files, their headers",
    "tests/lists/test_announcements.py": "pages",
    "tests/lists/test_api.py": "an API over queries that tests/lists proves on both",
    "tests/lists/test_bulk.py": "forms and sheets over services that tests/lists proves on both",
    "tests/lists/test_bundle.py": "files of an edition",
    "tests/lists/test_commands.py": "commands over the same services",
    "tests/lists/test_consequences.py": "states over services that tests/services and tests/lists prove on both",
    "tests/lists/test_desk.py": "pages over services that tests/lists proves on both",
    "tests/lists/test_errata.py": "files of an edition",
    "tests/lists/test_exit_notice.py": "what pages show",
    "tests/lists/test_external_desk.py": "pages over the same services",
    "tests/lists/test_external_shown.py": "what pages show",
    "tests/lists/test_file_checks.py": "files of an edition",
    "tests/lists/test_files.py": "files of an edition",
    "tests/lists/test_four_years.py": "days on which a listing is public, over the same queries",
    "tests/lists/test_letters.py": "letters",
    "tests/lists/test_masking.py": "files of an edition",
    "tests/lists/test_pages.py": "pages over queries that tests/lists proves on both",
    "tests/lists/test_parquet.py": "files of an edition",
    "tests/lists/test_reminders.py": "mails",
    "tests/lists/test_reserved.py": "steps of a case over services that tests/lists proves on both",
    "tests/lists/test_revocations.py": "steps of a case over services that tests/lists proves on both",
    "tests/lists/test_schedule.py": "days on which jobs act, over the same services",
    "tests/lists/test_section.py": "what pages show",
    "tests/logins/test_notices.py": "mails",
    "tests/logins/test_private_pages.py": "headers of answers",
    "tests/logins/test_unlocking.py": "a command over the table that tests/logins/test_limits.py proves on both",
    "tests/pages/": "what pages show",
    "tests/personal/": "what is found in texts and files",
    "tests/readiness/": "answers of the health addresses",
    "tests/search/test_answers.py": "answers of the engines, which keep no row of ours",
    "tests/search/test_any_query.py": "texts that engines are asked",
    "tests/search/test_changed_codes.py": "answers of the engines, which keep no row of ours",
    "tests/search/test_cluster.py": "nodes of Elasticsearch",
    "tests/search/test_entry_pages.py": "what pages show",
    "tests/search/test_external_lists.py": "answers of the engines, which keep no row of ours",
    "tests/search/test_pages.py": "what pages show",
    "tests/search/test_suggestions.py": "what the API shows",
    "tests/search/test_preparing.py": "processes that prepare documents",
    "tests/shields/test_desk.py": "pages over services that tests/shields proves on both",
    "tests/throttling/": "limits kept in the cache",
}


def is_proved_once(nodeid: str) -> bool:
    """Return whether a test is one of those that one database proves."""
    return nodeid.startswith(tuple(ON_ONE_DATABASE))


def end_other_sessions() -> None:
    """End the sessions of threads and servers that tests left behind: PostgreSQL drops no database in use."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
