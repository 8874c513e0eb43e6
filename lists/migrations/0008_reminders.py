"""Reminders of grounds that stand again, and a second person for editions of external lists.

Editions that one person took over alone keep nobody as the second one; the reverse writes that person in.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F


def empty_seconds(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take out second people who are the first one."""
    editions = apps.get_model("lists", "ExternalEdition").objects.filter(confirmed_by=F("imported_by"))
    editions.update(confirmed_by=None, confirmed_at=None)


def fill_seconds(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the first person in where nobody is the second one."""
    editions = apps.get_model("lists", "ExternalEdition").objects.filter(confirmed_by=None)
    editions.update(confirmed_by=F("imported_by"), confirmed_at=F("imported_at"))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the columns change next


class Migration(migrations.Migration):

    dependencies = [
        ('lists', '0007_external_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='matter',
            name='matter_review_has_a_last_day',
        ),
        migrations.AlterField(
            model_name='externaledition',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='externaledition',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='matter',
            name='kind',
            field=models.CharField(choices=[('REVIEW', 'REVIEW'), ('OFFER', 'OFFER'), ('NOTICE', 'NOTICE'), ('DISPUTE', 'DISPUTE'), ('TAKE_BACK', 'TAKE_BACK'), ('REINSTATE', 'REINSTATE')], max_length=10),
        ),
        migrations.RunPython(empty_seconds, fill_seconds),
        migrations.AddConstraint(
            model_name='externaledition',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('imported_by')), _negated=True), _connector='OR'), name='external_edition_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['REINSTATE', 'REVIEW']), _negated=True), ('due_on__isnull', False), _connector='OR'), name='matter_review_has_a_last_day'),
        ),
    ]
