"""Editions and rows of external lists."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0015_attachments_and_codes'),
        ('lists', '0006_lists_by_law'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExternalEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('label', models.CharField(max_length=60, verbose_name='期次')),
                ('as_of', models.DateField(verbose_name='截至日期')),
                ('sha256', models.CharField(max_length=64)),
                ('imported_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField()),
                ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('credit_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='external_editions', to='lists.creditlist')),
                ('imported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '外部名单期次',
                'verbose_name_plural': '外部名单期次',
                'ordering': ['credit_list_id', '-as_of', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ExternalListing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uscc', models.CharField(max_length=18, verbose_name='统一社会信用代码')),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('document_number', models.CharField(blank=True, default='', max_length=128, verbose_name='文书号')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='认定日期')),
                ('authority', models.CharField(blank=True, default='', max_length=200, verbose_name='认定单位')),
                ('reason', models.CharField(blank=True, default='', max_length=1000, verbose_name='列入事由')),
                ('listed_on', models.DateField(verbose_name='列入日期')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='有效期至')),
                ('public_from', models.DateField()),
                ('public_until', models.DateField(blank=True, null=True)),
                ('credit_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='external_listings', to='lists.creditlist')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entered', to='lists.externaledition')),
                ('enterprise', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise')),
                ('left_with', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='left', to='lists.externaledition')),
            ],
            options={
                'verbose_name': '外部名单主体',
                'verbose_name_plural': '外部名单主体',
                'ordering': ['credit_list_id', '-listed_on', '-id'],
            },
        ),
        migrations.AddIndex(
            model_name='externaledition',
            index=models.Index(fields=['credit_list', 'as_of'], name='external_edition_list_as_of'),
        ),
        migrations.AddConstraint(
            model_name='externaledition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), models.Q(('label', ''), _negated=True)), name='external_edition_has_a_source'),
        ),
        migrations.AddIndex(
            model_name='externallisting',
            index=models.Index(fields=['enterprise', 'public_from'], name='external_enterprise_from'),
        ),
        migrations.AddIndex(
            model_name='externallisting',
            index=models.Index(fields=['credit_list', 'public_from'], name='external_list_from'),
        ),
        migrations.AddIndex(
            model_name='externallisting',
            index=models.Index(condition=models.Q(('enterprise__isnull', True)), fields=['uscc'], name='external_unknown_code'),
        ),
        migrations.AddConstraint(
            model_name='externallisting',
            constraint=models.UniqueConstraint(condition=models.Q(('left_with__isnull', True)), fields=('credit_list', 'uscc', 'document_number'), name='external_listing_once_in_an_edition'),
        ),
        migrations.AddConstraint(
            model_name='externallisting',
            constraint=models.CheckConstraint(condition=models.Q(('public_until__isnull', True), ('public_until__gte', models.F('public_from')), _connector='OR'), name='external_listing_days_in_order'),
        ),
    ]
