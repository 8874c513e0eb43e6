"""Add the heartbeats of processes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0005_login_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '运行标记',
                'verbose_name_plural': '运行标记',
                'ordering': ['name'],
            },
        ),
    ]
