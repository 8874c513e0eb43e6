"""An enterprise is on a list once on any day, whoever writes and however many at once.

PostgreSQL has a constraint for it. SQLite has none: two triggers refuse the same. A later migration that alters the
table on SQLite makes it anew and loses them; the test of this rule then fails on SQLite.
"""

from django.db import migrations
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
    AND held.state = 'DECIDED' AND held.id <> coalesce(NEW.id, 0)
    AND held.public_from < NEW.public_until AND NEW.public_from < held.public_until
)"""
EVENTS = ("INSERT", "UPDATE")
SQLITE = tuple(
    f"CREATE TRIGGER {NAME}_{event} BEFORE {event} ON lists_listing WHEN {OVERLAPS} BEGIN SELECT RAISE(ABORT, '{NAME}'); END"
    for event in EVENTS
)



def refuse(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Have the database refuse a second listing of an enterprise on a list while the first one lasts."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def allow(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the constraint back; the extension stays, others may use it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE lists_listing DROP CONSTRAINT {NAME}", params=None)
        return
    for event in EVENTS:
        schema_editor.execute(f"DROP TRIGGER {NAME}_{event}", params=None)


class Migration(migrations.Migration):
    """Refuse listings of one enterprise on one list that overlap."""

    dependencies = [("lists", "0002_listing_folded_document_number")]

    operations = [migrations.RunPython(refuse, allow)]
