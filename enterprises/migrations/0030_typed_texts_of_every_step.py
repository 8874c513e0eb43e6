"""Any row may have typed texts, not enterprises and records alone."""

from typing import Any

from django.db import migrations, models


def forget_others(apps: Any, schema_editor: Any) -> None:
    """Delete what the earlier column has no room for."""
    typed = apps.get_model("enterprises", "TypedText").objects.using(schema_editor.connection.alias)
    typed.exclude(subject__in=("ENTERPRISE", "RECORD")).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0029_api_keys"),
    ]

    operations = [
        migrations.AlterField(
            model_name="typedtext",
            name="subject",
            field=models.CharField(max_length=40, verbose_name="对象"),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_others),
    ]
