"""The folded batch number of each inspection, by which a product's batch is found."""

import re
import unicodedata

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from opencc import OpenCC

CHUNK = 2000
LONGEST = 200
DAY = re.compile(r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号]?")
LABELS = re.compile(
    r"生产日期|生产批[号次]|产品批[号次]|加工日期|购进日期|批[号次]|(?<![a-z0-9])(?:lot|batch|no)(?![a-z])|[第批次号]",
    re.IGNORECASE,
)
SIGNS = re.compile(r"[\W_]+")


def fold(text: str, converter: OpenCC) -> str:
    """Fold as `enterprises.shared.rules.batch_numbers` did when this was written, but for a few rare variants."""
    plain = unicodedata.normalize("NFKC", text)
    days = DAY.sub(lambda found: f" {found[1]}{int(found[2]):02}{int(found[3]):02} ", plain)
    words = "".join(converter.convert(character) for character in LABELS.sub(" ", days).casefold())
    return SIGNS.sub("", words)[:LONGEST]


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fold the batches that are stored, some thousands at a time."""
    records = apps.get_model("enterprises", "Record").objects.using(schema_editor.connection.alias)
    converter, last = OpenCC("t2s"), 0
    inspections = records.filter(kind="inspection", details__has_key="X_JC_PC").order_by("pk")
    while rows := list(inspections.filter(pk__gt=last).only("details")[:CHUNK]):
        for row in rows:
            row.folded_batch = fold(str(row.details["X_JC_PC"]), converter)
        records.bulk_update(rows, ["folded_batch"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    """Add the column and its index, then fill it: PostgreSQL lets no index follow in the same transaction."""

    dependencies = [("enterprises", "0026_record_papers")]

    operations = [
        migrations.AddField(
            model_name="record",
            name="folded_batch",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=200, verbose_name="归一批号"
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("folded_batch", ""), _negated=True), fields=["folded_batch"], name="record_batch"
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["kind", "-decided_on", "-id"], name="record_kind_newest"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
