from django.db import migrations, models


class Migration(migrations.Migration):
    """Count the entries of a rebuild beside its documents."""

    dependencies = [("search", "0005_rebuild_heartbeat")]

    operations = [
        migrations.AddField(
            model_name="indexbuild", name="entries", field=models.PositiveBigIntegerField(default=0)
        ),
    ]
