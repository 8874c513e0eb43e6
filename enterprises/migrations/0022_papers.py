"""OFD files among the papers."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0021_letters'),
    ]

    operations = [
        migrations.AlterField(
            model_name='attachment',
            name='media_type',
            field=models.CharField(choices=[('application/ofd', 'application/ofd'), ('application/pdf', 'application/pdf'), ('image/jpeg', 'image/jpeg'), ('image/png', 'image/png')], max_length=20, verbose_name='类型'),
        ),
    ]
