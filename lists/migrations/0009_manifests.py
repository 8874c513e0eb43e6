"""Signed manifests of editions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lists', '0008_reminders'),
    ]

    operations = [
        migrations.CreateModel(
            name='Manifest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(verbose_name='版次')),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('signature', models.BinaryField()),
                ('made_at', models.DateTimeField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='manifests', to='lists.edition')),
            ],
            options={
                'verbose_name': '名单清单',
                'verbose_name_plural': '名单清单',
                'ordering': ['edition_id', 'revision'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'revision'), name='manifest_revision_once')],
            },
        ),
    ]
