"""Count wrong codes by number as typed, so that a lock reveals no case; locks that run now end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_undo_ground")]

    operations = [
        migrations.CreateModel(
            name="WrongCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("failures", models.PositiveIntegerField(default=0, editable=False)),
                ("locked_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("tried_at", models.DateTimeField(editable=False)),
            ],
            options={
                "verbose_name": "查询码输错",
                "verbose_name_plural": "查询码输错",
                "indexes": [models.Index(fields=["tried_at"], name="case_wrong_code_tried")],
            },
        ),
        migrations.RemoveField(model_name="case", name="code_failures"),
        migrations.RemoveField(model_name="case", name="code_locked_until"),
    ]
