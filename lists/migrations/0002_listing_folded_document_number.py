"""The folded document number of each listing, by which search finds it."""

from importlib import import_module

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from opencc import OpenCC

CHUNK = 2000
# Frozen there: a listing's number is folded as a record's was when the column of records was filled.
fold = import_module("enterprises.migrations.0002_record_folded_document_number").fold


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fold the numbers that are stored, some thousands at a time."""
    listings = apps.get_model("lists", "Listing").objects.using(schema_editor.connection.alias)
    converter, last = OpenCC("t2s"), 0
    while rows := list(
        listings.filter(pk__gt=last).exclude(document_number="").order_by("pk").only("document_number")[:CHUNK]
    ):
        for row in rows:
            row.folded_document_number = fold(row.document_number, converter)
        listings.bulk_update(rows, ["folded_document_number"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    """Add the column and its index, then fill it: PostgreSQL lets no index follow in the same transaction."""

    dependencies = [("lists", "0001_initial"), ("enterprises", "0002_record_folded_document_number")]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="folded_document_number",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=128, verbose_name="归一文书号"
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(fields=["folded_document_number"], name="listing_document_number"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
