"""Name why a decision is undone; rows without a ground are repairs with false papers."""

from typing import Any

from django.db import migrations, models


def name_ground(apps: Any, schema_editor: Any) -> None:
    apps.get_model("cases", "Case").objects.filter(undo_asked_at__isnull=False).update(undo_ground="FALSE_PAPERS")


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_case_mails")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="undo_ground",
            field=models.CharField(
                blank=True,
                choices=[("FALSE_PAPERS", "材料不实"), ("MISTAKE", "决定有误")],
                default="",
                max_length=12,
            ),
        ),
        migrations.RunPython(name_ground, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("undo_asked_at__isnull", True), models.Q(("undo_ground", ""), _negated=True), _connector="OR"
                ),
                name="case_undo_has_a_ground",
            ),
        ),
    ]
