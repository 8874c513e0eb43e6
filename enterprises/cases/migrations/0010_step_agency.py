"""Keep with a step the agency that took it: its officer may work elsewhere when the letter goes out."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_wrong_codes")]

    operations = [
        migrations.AddField(
            model_name="caseevent",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enterprises.agency",
            ),
        ),
    ]
