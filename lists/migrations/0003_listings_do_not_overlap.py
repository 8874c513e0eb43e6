"""An enterprise is on a list once on any day, whoever writes and however many at once.

PostgreSQL has a constraint for it. SQLite has none: two triggers refuse the same. A later migration that alters the
table on SQLite makes it anew and loses them; the test of this rule then fails on SQLite.
"""

from django.db import IntegrityError, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NAME = "listing_once_on_any_day"

POSTGRESQL = (
    # Comes with the server, and the owner of a database may add it.
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    f"""ALTER TABLE lists_listing ADD CONSTRAINT {NAME} EXCLUDE USING gist (
        credit_list_id WITH =, enterprise_id WITH =, daterange(public_from, public_until) WITH &&
    ) WHERE (state = 'DECIDED')""",
)
OVERLAPS = """NEW.state = 'DECIDED' AND EXISTS (
    SELECT 1 FROM lists_listing held
    WHERE held.credit_list_id = NEW.credit_list_id AND held.enterprise_id = NEW.enterprise_id
    AND held.state = 'DECIDED' AND held.id IS NOT NEW.id
    AND held.public_from < NEW.public_until AND NEW.public_from < held.public_until
)"""
DECISIVE = "credit_list_id, enterprise_id, state, public_from, public_until"
EVENTS = {"insert": "INSERT", "update": f"UPDATE OF {DECISIVE}"}
SQLITE = tuple(
    f"""CREATE TRIGGER {NAME}_{suffix} BEFORE {event} ON lists_listing
    WHEN {OVERLAPS} BEGIN SELECT RAISE(ABORT, '{NAME}'); END"""
    for suffix, event in EVENTS.items()
)
HELD = """SELECT held.id, other.id FROM lists_listing held JOIN lists_listing other
    ON held.credit_list_id = other.credit_list_id AND held.enterprise_id = other.enterprise_id AND held.id < other.id
    WHERE held.state = 'DECIDED' AND other.state = 'DECIDED'
    AND held.public_from < other.public_until AND other.public_from < held.public_until ORDER BY 1, 2"""


def refuse(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Have the database refuse a second listing of an enterprise on a list while the first one lasts.

    :raises IntegrityError: some are held; names their ids.
    """
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(HELD)
        held = cursor.fetchall()
    if held:
        pairs = ", ".join(f"{one} and {other}" for one, other in held)
        raise IntegrityError(f"These listings share a day on one list; remove one of each before: {pairs}.")
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def allow(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the constraint back; the extension stays, others may use it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE lists_listing DROP CONSTRAINT IF EXISTS {NAME}", params=None)
        return
    for suffix in EVENTS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}_{suffix}", params=None)


class Migration(migrations.Migration):
    """Refuse listings of one enterprise on one list that overlap."""

    dependencies = [("lists", "0002_listing_folded_document_number")]

    operations = [migrations.RunPython(refuse, allow)]
