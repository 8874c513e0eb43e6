from django.db import migrations, models


class Migration(migrations.Migration):
    """Call the sign of life of a rebuild a heartbeat; the column keeps its name, so no statement runs."""

    dependencies = [("search", "0004_outbox_generation")]

    operations = [
        migrations.AlterField(
            model_name="indexbuild", name="heard_at", field=models.DateTimeField(db_column="heard_at")
        ),
        migrations.RenameField(model_name="indexbuild", old_name="heard_at", new_name="heartbeat_at"),
    ]
