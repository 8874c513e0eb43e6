from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def settle(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take back the order for letters of cases that no authority has: nobody could sign them."""
    events = apps.get_model("cases", "CaseEvent").objects
    events.filter(issued__isnull=True, case__agency__isnull=True).exclude(letter="").update(letter="")


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_case_keys")]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
