"""Code that nothing uses, found by vulture; part of `make check`.

Vulture reads Python alone. A name that a template or the settings name is used too. So are the names by which Django
and other libraries find their hooks: `HOOKS` lists them by who reads them.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from vulture.core import Item, Vulture

from creditportal.development.setup.say import say

ROOT = Path(__file__).parents[1]
PATHS = ("creditportal", "enterprises", "lists", "search", "tests", "manage.py")
EXCLUDE = ("*/migrations/*", "*/creditportal/settings.py", "*/tests/settings.py")
DECORATORS = (
    "@pytest.fixture*",
    "@pytest.hookimpl*",
    "@admin.*",
    "@register.*",
    "@receiver*",
    "@jobs.*",
    "@*.register_lookup",
)
HOOKS: dict[str, str] = {
    "Django, models and admin": """
        Meta ordering verbose_name verbose_name_plural constraints indexes output_field *Config inlines list_*
        search_fields readonly_fields raw_id_fields autocomplete_fields can_delete get_readonly_fields has_*_permission
        show_full_result_count default_permissions lookup_name get_prep_lookup""",
    "Django, forms and views": """
        clean_* *_scale label_from_instance use_required_attribute template_name success_url
        redirect_authenticated_user field_class get_error_message input_type receive_data_chunk file_complete
        allow_multiple_selected sure valid_value""",
    "Django, addresses and middleware": "urlpatterns app_name handler??? regex to_url",
    "Django, commands": "Command add_arguments requires_system_checks",
    "Django, what a handler or check takes though it has no use for it": "sender app_configs",
    "Django, caches": "CACHES location get_many set_many delete_many has_key",
    "REST framework, serializers included": """
        get_count get_by_class get_url default_detail is_the_firm is_similar_code linked_codes complaints_*
        content_negotiation_class select_parser select_renderer format_suffix get_about parser_classes authenticate
        authenticate_header has_permission authentication_classes permission_classes""",
    "drf-spectacular": "KeyScheme target_class get_security_definition auto_schema",
    "axes": "is_allowed get_failures user_login_failed user_logged_in user_logged_out axes_locked_out",
    "django-filter: methods that a filter names as text": "matching on_list of_industry due_now of_words",
    "html.parser: what a page is read with": "handle_starttag handle_endtag handle_data",
    "tests: entries of a PDF that pikepdf writes": "OpenAction AA Annots AcroForm",
    "limits": "STORAGE_SCHEME base_exceptions",
    "fontTools, pyHanko and WeasyPrint read what is set": """
        numGlyphs CIDCount system_time keywords generator modified _update_meta""",
    "zipfile: attributes of an entry": "create_system external_attr compress_type",
    "Python: attributes of a log record, arguments of __exit__": "msg exc_text stack_info tb trace",
    "types that stubs alone have, named as text": "StrOrPromise",
    "columns that forms, the admin and reports of the database read": """
        *_by added_at closed_at close_reason forgotten_at imposed_at keep_until noted_at
        reported_at requested_at mailed_at imported_at is_left_out left_with revoked_at revoked_reason""",
    "members of enumerations that stored data name": "STATE ON_AUTHORISATION",
    "fields of frozen snapshots, written by name": "industry_name",
    "pytest": "pytest_* pytestmark never_printed django_db_setup",
    "http.server and Django's test client": "do_* protocol_version log_message raise_request_exception",
    "tests: functions named as text to a child process or the worker": """
        one_value forging own_pid own_number *_job""",
    "tests: attributes that the tested library reads": "hashed_files",
}


def names_outside_python(root: Path) -> set[str]:
    """Return the words of templates and settings, which name attributes, classes and functions as text."""
    files = [path for path in (root / "templates").rglob("*") if path.is_file()]
    return {word for path in [*files, *root.glob("*/settings.py")] for word in re.findall(r"\w+", path.read_text())}


def unused(root: Path, *, paths: tuple[str, ...] = PATHS) -> list[Item]:
    """Find what no Python code uses: classes, functions, methods, attributes, variables and unreachable code."""
    finder = Vulture(ignore_decorators=list(DECORATORS))
    finder.scavenge([str(root / path) for path in paths], exclude=list(EXCLUDE))
    return [item for item in finder.get_unused_code(min_confidence=60) if not _is_on_purpose(item)]


def _is_on_purpose(item: Item) -> bool:
    """A reader of the tests never returns, and another raises before it would yield."""
    return bool(item.typ == "unreachable_code" and item.filename.name == "readers.py")


def findings(root: Path, *, paths: tuple[str, ...] = PATHS, hooks: Mapping[str, str] = HOOKS) -> Iterator[str]:
    """Name each piece of code that nothing uses, and each hook that hides nothing."""
    patterns = [pattern for names in hooks.values() for pattern in names.split()]
    named, items = names_outside_python(root), unused(root, paths=paths)
    for item in items:
        if item.name not in named and not any(fnmatchcase(item.name, pattern) for pattern in patterns):
            yield item.get_report()
    for pattern in patterns:
        if not any(fnmatchcase(item.name, pattern) for item in items):
            yield f"tests/dead_code.py: {pattern} hides nothing"


def main() -> int:
    """Print each finding; return 1 if there is one."""
    found = list(findings(ROOT))
    for line in found:
        say(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
