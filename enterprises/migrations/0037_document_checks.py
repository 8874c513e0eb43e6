"""The last look at each stored file of an issued document."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0036_penalties_behind_spot_checks'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_at', models.DateTimeField(db_index=True)),
                ('is_damaged', models.BooleanField(default=False, verbose_name='损坏')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='check_row', to='enterprises.issuedfile')),
            ],
            options={
                'verbose_name': '文件检查',
                'verbose_name_plural': '文件检查',
                'ordering': ['file_id'],
                'indexes': [models.Index(condition=models.Q(('is_damaged', True)), fields=['file'], name='document_check_damaged')],
            },
        ),
    ]
