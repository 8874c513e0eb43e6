"""Kinds of lists, and what a black decision rests on.

A portal's earlier black list rests on no law of its own (国办发〔2020〕49号). It becomes a watch list with everything
on it, and nobody stays on a public black list by it. The reverse makes it public again.
"""

from importlib import import_module

import django.db.models.deletion
import lists.criteria.colors
import lists.criteria.kinds
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from enterprises.shared.clock import day_of

REASON = "国办发〔2020〕49号：没有法律、法规或者党中央、国务院政策文件依据的名单不得公示，2026年11月转为内部关注"
CHUNK = 2000
once_on_any_day = import_module("lists.migrations.0003_listings_do_not_overlap")


def keep_for_officers(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make watch lists of the black lists that are there, and write down on which day each proposal was entered."""
    using = schema_editor.connection.alias
    lists = apps.get_model("lists", "CreditList").objects.using(using)
    listings = apps.get_model("lists", "Listing").objects.using(using)
    lists.filter(color="BLACK").update(kind="WATCH", watch_reason=REASON)
    listings.filter(color="BLACK").update(kind="WATCH")
    last = 0
    while rows := list(listings.filter(pk__gt=last).order_by("pk").only("proposed_at")[:CHUNK]):
        for row in rows:
            row.proposed_on = day_of(row.proposed_at)
        listings.bulk_update(rows, ["proposed_on"])
        last = rows[-1].pk


def renew_triggers(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite makes an altered table anew and loses the triggers of 0003: have them back."""
    if schema_editor.connection.vendor != "sqlite":
        return
    once_on_any_day.allow(apps, schema_editor)
    once_on_any_day.refuse(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0015_attachments_and_codes'),
        ('lists', '0005_consequences_of_records'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, renew_triggers),
        migrations.AddField(
            model_name='creditlist',
            name='keeper',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='外部名单的认定机关'),
        ),
        migrations.AddField(
            model_name='creditlist',
            name='kind',
            field=models.CharField(choices=[('OURS', '本市认定'), ('EXTERNAL', '外部名单'), ('WATCH', '内部关注，不公示')], default='OURS', max_length=8, verbose_name='类别'),
        ),
        migrations.AddField(
            model_name='creditlist',
            name='watch_reason',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='不公示的原因'),
        ),
        migrations.AddField(
            model_name='listing',
            name='finding',
            field=models.CharField(blank=True, default='', max_length=1100, verbose_name='认定理由'),
        ),
        migrations.AddField(
            model_name='listing',
            name='ground_document',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='依据文书'),
        ),
        migrations.AddField(
            model_name='listing',
            name='ground_penalty',
            field=models.CharField(blank=True, default='', max_length=20, verbose_name='文书所载处罚'),
        ),
        migrations.AddField(
            model_name='listing',
            name='kind',
            field=models.CharField(choices=[('OURS', 'OURS'), ('EXTERNAL', 'EXTERNAL'), ('WATCH', 'WATCH')], default='OURS', max_length=8),
        ),
        migrations.AddField(
            model_name='listing',
            name='notice_proof',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.attachment', verbose_name='送达证明'),
        ),
        migrations.AddField(
            model_name='listing',
            name='notified_on',
            field=models.DateField(blank=True, null=True, verbose_name='告知登记日'),
        ),
        migrations.AddField(
            model_name='listing',
            name='proposed_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(keep_for_officers, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='creditlist',
            constraint=models.CheckConstraint(condition=models.Q(('kind', lists.criteria.kinds.ListKind['OURS']), models.Q(('kind', lists.criteria.kinds.ListKind['EXTERNAL']), models.Q(('keeper', ''), _negated=True)), models.Q(('kind', lists.criteria.kinds.ListKind['WATCH']), models.Q(('watch_reason', ''), _negated=True)), _connector='OR'), name='credit_list_of_a_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('color', lists.criteria.colors.Color['BLACK']), ('kind', lists.criteria.kinds.ListKind['OURS']), ('state__in', ['DECIDED', 'REMOVED']), _negated=True), models.Q(('decided_on__gte', models.F('notified_on')), ('notice_proof__isnull', False), ('notice_served_on__gte', models.F('proposed_on')), ('notified_on__gte', models.F('notice_served_on')), ('notified_on__isnull', False), ('proposed_on__isnull', False), models.Q(('finding', ''), _negated=True), models.Q(models.Q(('record_ids', []), _negated=True), models.Q(('ground_document', ''), _negated=True), _connector='OR')), _connector='OR'), name='listing_black_rests_on_law'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(('kind', lists.criteria.kinds.ListKind['EXTERNAL']), _negated=True), name='listing_of_no_external_list'),
        ),
        migrations.RunPython(renew_triggers, migrations.RunPython.noop),
    ]
