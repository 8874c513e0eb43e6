"""Errata of published editions."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0029_api_keys'),
        ('lists', '0017_file_checks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Erratum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='勘误号')),
                ('position', models.PositiveIntegerField(blank=True, null=True, verbose_name='序号')),
                ('text', models.CharField(max_length=500, verbose_name='勘误内容')),
                ('proposed_at', models.DateTimeField()),
                ('issued_at', models.DateTimeField(blank=True, null=True)),
                ('is_in_files', models.BooleanField(default=False)),
                ('document', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.issueddocument')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='errata', to='lists.edition')),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '名单勘误',
                'verbose_name_plural': '名单勘误',
                'ordering': ['edition_id', models.OrderBy(models.F('number'), nulls_last=True), 'id'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'number'), name='erratum_number_once'), models.UniqueConstraint(condition=models.Q(('number__isnull', True)), fields=('edition',), name='erratum_one_proposal_an_edition'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='erratum_has_a_text'), models.CheckConstraint(condition=models.Q(('issued_by__isnull', True), models.Q(('issued_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='erratum_four_eyes'), models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', True), ('is_in_files', False), ('issued_at__isnull', True), ('issued_by__isnull', True), ('number__isnull', True)), models.Q(('document__isnull', False), ('issued_at__isnull', False), ('issued_by__isnull', False), ('number__gte', 1), ('number__isnull', False)), _connector='OR'), name='erratum_number_is_given_at_issue')],
            },
        ),
    ]
