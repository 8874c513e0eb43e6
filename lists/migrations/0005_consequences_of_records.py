"""What follows from a change of a record: matters before the credit office, and which black listing ended a red one.

SQLite makes the table of listings anew when a column leaves it, and loses the triggers of migration 0003. They are put
on again after that way back.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


overlaps = import_module("lists.migrations.0003_listings_do_not_overlap")


def nothing(_apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Do nothing."""


def put_triggers_on(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Have SQLite refuse overlapping listings again."""
    if schema_editor.connection.vendor != "postgresql":
        overlaps.allow(apps, schema_editor)
        overlaps.refuse(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('lists', '0004_notice_in_working_days'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(nothing, put_triggers_on),
        migrations.AddField(
            model_name='listing',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lists.listing'),
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('REVIEW', 'REVIEW'), ('OFFER', 'OFFER'), ('NOTICE', 'NOTICE'), ('DISPUTE', 'DISPUTE'), ('TAKE_BACK', 'TAKE_BACK')], max_length=10)),
                ('text', models.CharField(max_length=1000, verbose_name='事由')),
                ('facts', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='办理期限')),
                ('opened_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='lists.listing')),
                ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '名单事项',
                'verbose_name_plural': '名单事项',
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['kind'], name='matter_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'NOTICE'), ('recipient__isnull', False)), models.Q(models.Q(('kind', 'NOTICE'), _negated=True), ('recipient__isnull', True)), _connector='OR'), name='matter_notice_is_to_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'REVIEW'), _negated=True), ('due_on__isnull', False), _connector='OR'), name='matter_review_has_a_last_day'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'TAKE_BACK'), _negated=True), models.Q(('opened_by__isnull', False), models.Q(('settled_by__isnull', True), models.Q(('settled_by', models.F('opened_by')), _negated=True), _connector='OR')), _connector='OR'), name='matter_take_back_four_eyes')],
            },
        ),
    ]
