"""The folded document number of each record, by which search finds it."""

import re
import unicodedata
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from opencc import OpenCC

CHUNK = 2000
YEAR_DIGITS = 4
PIECES = re.compile(r"\d+|[^\W\d_]+")


def fold(text: str, converter: Any) -> str:
    """Fold as `enterprises.shared.rules.document_numbers` did when this was written, but for a few rare variants."""
    pieces = PIECES.findall(unicodedata.normalize("NFKC", text))
    folded: list[str] = []
    for place, piece in enumerate(pieces):
        word, before = piece, pieces[place - 1] if place else ""
        if not piece.isdecimal():
            word = "".join(converter.convert(character) for character in piece.casefold())
            is_last = place + 1 == len(pieces)
            if is_last and before.isdecimal():
                word = word.removesuffix("号")
            else:
                word = word.removeprefix("年") if before.isdecimal() and len(before) == YEAR_DIGITS else word
                word = word if is_last else word.removesuffix("第")
        if word:
            folded.append("-" + word if word.isdecimal() and folded and folded[-1][-1].isdecimal() else word)
    return "".join(folded)[:128]


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fold the numbers that are stored, some thousands at a time."""
    records = apps.get_model("enterprises", "Record").objects.using(schema_editor.connection.alias)
    converter, last = OpenCC("t2s"), 0
    while rows := list(
        records.filter(pk__gt=last).exclude(document_number="").order_by("pk").only("document_number")[:CHUNK]
    ):
        for row in rows:
            row.folded_document_number = fold(row.document_number, converter)
        records.bulk_update(rows, ["folded_document_number"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    """Add the column and its index, then fill it: PostgreSQL lets no index follow in the same transaction."""

    dependencies = [("enterprises", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="record",
            name="folded_document_number",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=128, verbose_name="归一文书号"
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["folded_document_number"], name="record_document_number"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
