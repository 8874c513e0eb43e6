"""Tasks about lists that the worker does."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lists', '0018_errata'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ListTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('DRY_RUN', 'DRY_RUN'), ('PROPOSE', 'PROPOSE'), ('CHECK', 'CHECK'), ('TAKE', 'TAKE')], max_length=10)),
                ('step', models.CharField(blank=True, choices=[('propose', '提出建议'), ('notify', '登记告知或公示'), ('decide', '登记列入决定')], default='', max_length=10, verbose_name='办理事项')),
                ('file_token', models.TextField(blank=True, default='')),
                ('file_name', models.CharField(blank=True, default='', max_length=255)),
                ('requested_at', models.DateTimeField()),
                ('done', models.PositiveIntegerField(default=0)),
                ('rows_read', models.PositiveIntegerField(default=0)),
                ('result', models.JSONField(default=dict)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('refusal', models.CharField(blank=True, default='', max_length=500, verbose_name='未完成原因')),
                ('credit_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='lists.creditlist')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lists.listversion')),
            ],
            options={
                'verbose_name': '名单后台任务',
                'verbose_name_plural': '名单后台任务',
                'ordering': ['requested_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('finished_at', None)), fields=['requested_at'], name='list_task_waiting')],
            },
        ),
    ]
