"""Files of external lists that wait for a second person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lists', '0019_list_tasks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExternalProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('label', models.CharField(max_length=60, verbose_name='期次')),
                ('as_of', models.DateField(verbose_name='截至日期')),
                ('sha256', models.CharField(max_length=64)),
                ('rows', models.JSONField(default=list)),
                ('persons', models.PositiveIntegerField(default=0)),
                ('warnings', models.JSONField(default=list)),
                ('handed_in_at', models.DateTimeField()),
                ('credit_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='external_proposals', to='lists.creditlist')),
                ('handed_in_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '待确认的外部名单期次',
                'verbose_name_plural': '待确认的外部名单期次',
                'constraints': [models.UniqueConstraint(fields=('credit_list',), name='external_proposal_one_a_list'), models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), models.Q(('label', ''), _negated=True)), name='external_proposal_has_a_source')],
            },
        ),
    ]
