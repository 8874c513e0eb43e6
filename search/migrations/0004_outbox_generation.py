from django.db import migrations, models


class Migration(migrations.Migration):
    """Call the counter of drains a generation; the column keeps its name, so no statement runs."""

    dependencies = [("search", "0003_outbox_state")]

    operations = [
        migrations.AlterField(
            model_name="outboxstate",
            name="times_settled",
            field=models.PositiveBigIntegerField(db_column="times_settled", default=0),
        ),
        migrations.RenameField(model_name="outboxstate", old_name="times_settled", new_name="generation"),
    ]
