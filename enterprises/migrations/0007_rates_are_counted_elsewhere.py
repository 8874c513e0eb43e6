from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0005_login_events'),
    ]

    operations = [
        migrations.DeleteModel(
            name='RateWindow',
        ),
    ]
