"""The last look at the stored files of each edition."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lists', '0016_listing_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_at', models.DateTimeField(db_index=True)),
                ('problem', models.CharField(blank=True, default='', max_length=500, verbose_name='文件问题')),
                ('repair', models.CharField(blank=True, default='', max_length=200, verbose_name='已重建')),
                ('repaired_at', models.DateTimeField(blank=True, null=True)),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='file_check', to='lists.edition')),
            ],
            options={
                'verbose_name': '名单文件检查',
                'verbose_name_plural': '名单文件检查',
                'ordering': ['edition_id'],
            },
        ),
    ]
