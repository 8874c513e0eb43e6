"""Drop the table of request counters; limits are counted in the cache."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0006_heartbeat'),
    ]

    operations = [
        migrations.DeleteModel(
            name='RateWindow',
        ),
    ]
