"""Publications that wait for the worker."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lists', '0011_letters_of_listings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requested_at', models.DateTimeField()),
                ('parts_done', models.PositiveIntegerField(default=0)),
                ('parts', models.PositiveIntegerField(default=0)),
                ('refusal', models.CharField(blank=True, default='', max_length=500, verbose_name='未发布原因')),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='publication', to='lists.edition')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '待发布的名单',
                'verbose_name_plural': '待发布的名单',
                'ordering': ['requested_at', 'pk'],
            },
        ),
    ]
