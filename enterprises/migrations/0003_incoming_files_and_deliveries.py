"""Files that are being read, and batches that continue an unfinished one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F, Q


def finish(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Mark every earlier batch as read to its end: nothing distinguishes those that were cut."""
    batches = apps.get_model("enterprises", "ImportBatch").objects.using(schema_editor.connection.alias)
    batches.filter(finished_at__isnull=True).update(finished_at=F("created_at"))


class Migration(migrations.Migration):
    """Add a table and two columns, then mark what was imported as finished: no key of a row changes."""

    dependencies = [
        ("enterprises", "0002_record_folded_document_number"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IncomingFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=32, unique=True)),
                ("purpose", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "正在读取的文件",
                "verbose_name_plural": "正在读取的文件",
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="importbatch",
            name="finished_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="continues",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="continued_by",
                to="enterprises.importbatch",
            ),
        ),
        migrations.AddConstraint(
            model_name="importbatch",
            constraint=models.CheckConstraint(
                condition=Q(("continues__isnull", True), models.Q(("continues", F("id")), _negated=True), _connector="OR"),
                name="batch_continues_another",
            ),
        ),
        migrations.RunPython(finish, migrations.RunPython.noop),
    ]
