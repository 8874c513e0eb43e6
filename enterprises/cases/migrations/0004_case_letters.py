"""The letter that each step sent out; the codes of letters become those of the letters themselves."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RENAMED = {"NON_ACCEPTANCE": "REFUSED_ACCEPTANCE", "OBJECTION_ANSWER": "OBJECTION_REPLY", "EXTENSION": "EXTENDED_TIME"}


def rename(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the new codes."""
    events = apps.get_model("cases", "CaseEvent")
    for old, new in RENAMED.items():
        events.objects.filter(letter=old).update(letter=new)


def rename_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the old codes."""
    events = apps.get_model("cases", "CaseEvent")
    for old, new in RENAMED.items():
        events.objects.filter(letter=new).update(letter=old)


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_form_token"), ("enterprises", "0021_letters")]

    operations = [
        migrations.CreateModel(
            name="CaseLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.OneToOneField(on_delete=models.PROTECT, related_name="issued", to="cases.caseevent")),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=models.PROTECT, related_name="case_letter", to="enterprises.letter"
                    ),
                ),
            ],
            options={"ordering": ["id"], "verbose_name": "申请函件", "verbose_name_plural": "申请函件"},
        ),
        migrations.RunPython(rename, rename_back),
    ]
