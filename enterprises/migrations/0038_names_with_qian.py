"""乾 stays 乾 in folded names (docs/rules/names.md)."""

from unicodedata import normalize

from django.db import migrations

HAN = ("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\U00020000", "\U000323af")
CHUNK = 1_000


def is_han(character):
    return any(first <= character <= last for first, last in HAN)


def kept(name, folded):
    """Put 乾 back where the name has it; Han characters fold one to one."""
    written = [character for character in normalize("NFKC", name) if is_han(character)]
    characters = list(folded)
    places = [place for place, character in enumerate(characters) if is_han(character)]
    if len(places) != len(written):
        return folded
    for place, character in zip(places, written, strict=True):
        if character == "乾":
            characters[place] = "乾"
    return "".join(characters)


def keep(apps, schema_editor):
    for model in ("Enterprise", "FormerName", "AgencyAlias"):
        rows = apps.get_model("enterprises", model).objects
        for row in rows.filter(name__contains="乾").order_by("pk").iterator(chunk_size=CHUNK):
            row.folded_name = kept(row.name, row.folded_name)
            row.save(update_fields=["folded_name"])


def fold(apps, schema_editor):
    for model in ("Enterprise", "FormerName", "AgencyAlias"):
        rows = apps.get_model("enterprises", model).objects
        for row in rows.filter(folded_name__contains="乾").order_by("pk").iterator(chunk_size=CHUNK):
            row.folded_name = row.folded_name.replace("乾", "干")
            row.save(update_fields=["folded_name"])


class Migration(migrations.Migration):

    dependencies = [
        ("enterprises", "0037_document_checks"),
    ]

    operations = [
        migrations.RunPython(keep, fold),
    ]
