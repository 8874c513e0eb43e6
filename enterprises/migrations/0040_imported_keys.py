"""Records keep under which key a sheet brought them, where an edit changes it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("enterprises", "0039_exits_written_here"),
    ]

    operations = [
        migrations.AddField(
            model_name="record",
            name="imported_key",
            field=models.CharField(blank=True, default="", editable=False, max_length=300),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("imported_key", ""), _negated=True),
                fields=["kind", "imported_key"],
                name="record_imported_key",
            ),
        ),
    ]
