"""Contradicting cells of each record, and keys in which 6号, 第6号 and 06号 are one number."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CHUNK = 2000
KINDS = ("penalty", "licence", "inspection", "judgment", "standard-declaration")  # whose key has the document number
WITH_DAY = "standard-declaration"  # whose key ends in a day
LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
BRACKETS = str.maketrans("〔[【{〕]】}", "(((())))")
# States in which a key is unique among the records of a kind.
PUBLISHED, PENDING = ("PUBLISHED",), ("DRAFT", "SUBMITTED", "RETURNED")


def by_folded_number(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Replace the number in each key by its folded form; a key that another record has then stays as it is."""
    _rewrite(apps, schema_editor, lambda record: LEADING_ZEROS.sub("", record.folded_document_number))


def by_typed_number(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Replace the number in each key by what was typed, but for a few rare variants."""
    _rewrite(apps, schema_editor, lambda record: _typed(record.document_number))


def _typed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).translate(BRACKETS).casefold().split())


def _rewrite(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor, number_of: Callable[[Any], str]) -> None:
    records = apps.get_model("enterprises", "Record").objects.using(schema_editor.connection.alias)
    waiting = records.filter(kind__in=KINDS).exclude(natural_key="").exclude(natural_key__contains="|sha256:").exclude(document_number="").order_by("pk")
    last = 0
    while rows := list(
        waiting.filter(pk__gt=last).only("kind", "state", "natural_key", "document_number", "folded_document_number")[
            :CHUNK
        ]
    ):
        last = rows[-1].pk
        for row in rows:
            number = number_of(row)
            tail = row.natural_key.rsplit("|", 1)[1:] if row.kind == WITH_DAY else []
            key = "|".join((*row.natural_key.split("|")[:2], number, *tail))
            if number and key != row.natural_key and not _is_taken(records, row, key):
                records.filter(pk=row.pk).update(natural_key=key)


def _is_taken(records: Any, row: Any, key: str) -> bool:
    rivals = next((states for states in (PUBLISHED, PENDING) if row.state in states), ())
    return bool(rivals) and records.filter(kind=row.kind, natural_key=key, state__in=rivals).exists()


class Migration(migrations.Migration):
    """Add the column, then rewrite the keys."""

    dependencies = [("enterprises", "0013_record_second_thoughts")]

    operations = [
        migrations.AddField(
            model_name="record",
            name="contradictions",
            field=models.TextField(blank=True, default="", editable=False, verbose_name="内容矛盾"),
        ),
        migrations.RunPython(by_folded_number, by_typed_number),
    ]
