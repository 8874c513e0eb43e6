"""Cards of lists in versions, drafts that come by schedule, drafts closed without an edition."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NAMES = {"BLACK": "黑名单", "RED": "红名单"}


def name_by_color(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Call every list what people call one of its colour."""
    lists = apps.get_model("lists", "CreditList").objects.using(schema_editor.connection.alias)
    for color, name in NAMES.items():
        lists.filter(color=color).update(popular_name=name)


def forget_drafts_of_nobody(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Delete closed drafts and those that nobody checked: the schema before has neither."""
    editions = apps.get_model("lists", "Edition").objects.using(schema_editor.connection.alias)
    editions.filter(state="CLOSED").delete()
    editions.filter(drafted_by__isnull=True).delete()
    if schema_editor.connection.vendor == "postgresql":  # no check may wait when the table is altered
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0022_papers'),
        ('lists', '0011_letters_of_listings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ListVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='版次')),
                ('state', models.CharField(choices=[('PROPOSED', '待确认'), ('CONFIRMED', '已生效'), ('DECLINED', '未采用')], default='PROPOSED', max_length=10)),
                ('content', models.JSONField(default=dict)),
                ('reason', models.CharField(max_length=500, verbose_name='修改理由')),
                ('proposed_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decline_reason', models.CharField(blank=True, default='', max_length=500, verbose_name='不采用的理由')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='生效日')),
            ],
            options={
                'verbose_name': '名单版本',
                'verbose_name_plural': '名单版本',
                'ordering': ['credit_list_id', '-id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='edition',
            name='edition_four_eyes',
        ),
        migrations.RemoveConstraint(
            model_name='edition',
            name='edition_number_is_given_at_publication',
        ),
        migrations.AddField(
            model_name='creditlist',
            name='chosen_criteria',
            field=models.JSONField(default=list, verbose_name='所选标准'),
        ),
        migrations.AddField(
            model_name='creditlist',
            name='columns',
            field=models.JSONField(default=list, verbose_name='公示栏目'),
        ),
        migrations.AddField(
            model_name='creditlist',
            name='measures',
            field=models.TextField(default='', verbose_name='奖惩措施'),
        ),
        migrations.AddField(
            model_name='creditlist',
            name='period',
            field=models.CharField(blank=True, choices=[('MONTHLY', '每月'), ('QUARTERLY', '每季度'), ('YEARLY', '每年')], default='', max_length=10, verbose_name='发布周期'),
        ),
        migrations.AddField(
            model_name='creditlist',
            name='popular_name',
            field=models.CharField(default='', max_length=20, verbose_name='通称'),
        ),
        migrations.AddField(
            model_name='creditlist',
            name='repair',
            field=models.TextField(default='', verbose_name='信用修复'),
        ),
        migrations.AddField(
            model_name='edition',
            name='close_reason',
            field=models.CharField(blank=True, default='', max_length=500, verbose_name='关闭理由'),
        ),
        migrations.AddField(
            model_name='edition',
            name='closed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='edition',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='edition',
            name='is_scheduled',
            field=models.BooleanField(default=False, verbose_name='按周期自动起草'),
        ),
        migrations.AlterField(
            model_name='edition',
            name='drafted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='edition',
            name='state',
            field=models.CharField(choices=[('DRAFT', '草稿'), ('PUBLISHED', '已发布'), ('CLOSED', '已关闭')], default='DRAFT', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('published_by__isnull', True), models.Q(('drafted_by__isnull', False), models.Q(('published_by', models.F('drafted_by')), _negated=True)), _connector='OR'), name='edition_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', True), ('number__isnull', True), ('published_at__isnull', True), ('published_by__isnull', True), ('state__in', ['DRAFT', 'CLOSED'])), models.Q(('document__isnull', False), ('number__gte', 1), ('number__isnull', False), ('published_at__isnull', False), ('published_by__isnull', False), ('state', 'PUBLISHED')), _connector='OR'), name='edition_number_is_given_at_publication'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('is_scheduled', True), ('drafted_by__isnull', False), _connector='OR'), name='edition_drafted_by_a_person_or_by_schedule'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('state', 'CLOSED'), models.Q(('close_reason', ''), _negated=True)), models.Q(models.Q(('state', 'CLOSED'), _negated=True), ('close_reason', ''), ('closed_at__isnull', True), ('closed_by__isnull', True)), _connector='OR'), name='edition_closed_with_a_reason'),
        ),
        migrations.AddField(
            model_name='listversion',
            name='credit_list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='lists.creditlist'),
        ),
        migrations.AddField(
            model_name='listversion',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='listversion',
            name='proposed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='listversion',
            constraint=models.UniqueConstraint(fields=('credit_list', 'number'), name='list_version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='listversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'PROPOSED')), fields=('credit_list',), name='list_version_one_proposal_a_list'),
        ),
        migrations.AddConstraint(
            model_name='listversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'CONFIRMED'), _negated=True), models.Q(('decided_by__isnull', True), ('proposed_by__isnull', True)), models.Q(('decided_by__isnull', False), ('proposed_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='list_version_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='listversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__gte', 1), ('number__isnull', False), ('state', 'CONFIRMED')), models.Q(models.Q(('state', 'CONFIRMED'), _negated=True), ('number__isnull', True), ('valid_from__isnull', True)), _connector='OR'), name='list_version_number_is_given_at_confirmation'),
        ),
        migrations.RunPython(name_by_color, migrations.RunPython.noop),
        migrations.RunPython(migrations.RunPython.noop, forget_drafts_of_nobody),
    ]
