"""Checked sheets are kept until they are imported."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0022_papers'),
    ]

    operations = [
        migrations.AddField(
            model_name='incomingfile',
            name='keep_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
