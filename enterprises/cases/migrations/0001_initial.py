
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('enterprises', '0020_attachments_of_applicants'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='编号')),
                ('kind', models.CharField(max_length=40, verbose_name='类型')),
                ('about_kind', models.CharField(max_length=20)),
                ('about_id', models.PositiveBigIntegerField()),
                ('exclusive_key', models.CharField(blank=True, default='', editable=False, max_length=100)),
                ('about_label', models.CharField(max_length=300, verbose_name='事项')),
                ('field_code', models.CharField(blank=True, default='', max_length=40, verbose_name='栏目')),
                ('channel', models.CharField(choices=[('ONLINE', '网上'), ('PAPER', '书面'), ('API', '接口')], default='ONLINE', max_length=10, verbose_name='途径')),
                ('state', models.CharField(choices=[('RECEIVED', 'RECEIVED'), ('PAPERS_WANTED', 'PAPERS_WANTED'), ('REFUSED', 'REFUSED'), ('ACCEPTED', 'ACCEPTED'), ('UNDER_REVIEW', 'UNDER_REVIEW'), ('DECIDED', 'DECIDED'), ('CLOSED', 'CLOSED'), ('WITHDRAWN', 'WITHDRAWN')], default='RECEIVED', max_length=14)),
                ('ground', models.CharField(max_length=40, verbose_name='理由')),
                ('statement', models.TextField(blank=True, default='', verbose_name='说明')),
                ('papers_wanted', models.CharField(blank=True, default='', max_length=1000, verbose_name='需补正材料')),
                ('code_digest', models.CharField(editable=False, max_length=64)),
                ('code_failures', models.PositiveIntegerField(default=0, editable=False)),
                ('code_locked_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('received_at', models.DateTimeField(verbose_name='收到时间')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='受理时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='决定时间')),
                ('effective_at', models.DateTimeField(blank=True, null=True, verbose_name='生效时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('due_step', models.CharField(blank=True, default='', max_length=10)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='办理期限')),
                ('due_provisional', models.BooleanField(default=False)),
                ('extended_at', models.DateTimeField(blank=True, null=True, verbose_name='延期时间')),
                ('outcome', models.CharField(blank=True, default='', max_length=20, verbose_name='结果')),
                ('outcome_reason', models.CharField(blank=True, default='', max_length=1000, verbose_name='结果理由')),
                ('again_from', models.DateField(blank=True, null=True, verbose_name='可再次申请日')),
                ('also_record_ids', models.JSONField(default=list)),
                ('marked', models.BooleanField(default=False)),
                ('undo_asked_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销修复时间')),
                ('forgotten_at', models.DateTimeField(blank=True, null=True, verbose_name='信息删除时间')),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.agency')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('correction', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.record')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise')),
                ('handed_in_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('together_with', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='companions', to='cases.case')),
                ('undo_asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '异议、修复与纠错申请',
                'verbose_name_plural': '异议、修复与纠错申请',
                'ordering': ['-received_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Ban',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('from_on', models.DateField(verbose_name='起始日')),
                ('until_on', models.DateField(verbose_name='截止日')),
                ('imposed_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise')),
                ('imposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bans', to='cases.case')),
            ],
            options={
                'verbose_name': '禁止申请',
                'verbose_name_plural': '禁止申请',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('verb', models.CharField(max_length=30)),
                ('before', models.CharField(blank=True, max_length=14)),
                ('after', models.CharField(max_length=14)),
                ('reason', models.CharField(blank=True, max_length=1000)),
                ('letter', models.CharField(blank=True, default='', max_length=30)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='cases.case')),
            ],
            options={
                'verbose_name': '申请历史',
                'verbose_name_plural': '申请历史',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CasePaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='材料')),
                ('handed_in_at', models.DateTimeField()),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.attachment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='cases.case')),
            ],
            options={
                'verbose_name': '申请材料',
                'verbose_name_plural': '申请材料',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='CaseParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('telephone', models.CharField(blank=True, default='', max_length=30, verbose_name='电话')),
                ('mail', models.EmailField(blank=True, default='', max_length=254, verbose_name='电子邮箱')),
                ('capacity', models.CharField(choices=[('LEGAL_REPRESENTATIVE', '法定代表人（负责人）'), ('AGENT', '受委托的代理人'), ('OTHER', '其他')], max_length=20, verbose_name='身份')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='party', to='cases.case')),
            ],
            options={
                'verbose_name': '申请人',
                'verbose_name_plural': '申请人',
            },
        ),
        migrations.CreateModel(
            name='CasePause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='cases.case')),
            ],
            options={
                'verbose_name': '暂停计时',
                'verbose_name_plural': '暂停计时',
                'ordering': ['from_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CaseSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=4)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': '申请编号',
                'verbose_name_plural': '申请编号',
                'constraints': [models.UniqueConstraint(fields=('prefix', 'year'), name='case_series_once')],
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['agency', 'state', 'due_on'], name='case_agency_state_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['about_kind', 'about_id'], name='case_about'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['enterprise', 'kind'], name='case_enterprise_kind'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['ended_at'], name='case_ended'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('exclusive_key', ''), _negated=True)), fields=('exclusive_key',), name='case_open_once'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('decided_by__isnull', False), models.Q(('confirmed_by', models.F('decided_by')), _negated=True)), _connector='OR'), name='case_confirmed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('undone_by__isnull', True), models.Q(('undo_asked_by__isnull', False), ('undone_at__isnull', False), models.Q(('undone_by', models.F('undo_asked_by')), _negated=True)), _connector='OR'), name='case_undone_by_another'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'DECIDED'), _negated=True), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('outcome', ''), _negated=True), models.Q(('outcome_reason', ''), _negated=True)), _connector='OR'), name='case_decided_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['REFUSED', 'CLOSED', 'WITHDRAWN']), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='case_over_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['ACCEPTED', 'PAPERS_WANTED', 'RECEIVED', 'UNDER_REVIEW']), _negated=True), models.Q(('effective_at__isnull', True), ('ended_at__isnull', True)), _connector='OR'), name='case_undecided_has_no_end'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__isnull', True), models.Q(('due_step', ''), _negated=True), _connector='OR'), name='case_due_has_a_step'),
        ),
        migrations.AddConstraint(
            model_name='ban',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='ban_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='ban',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__gt', models.F('from_on'))), name='ban_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='ban',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_at__isnull', False), models.Q(('confirmed_by', models.F('imposed_by')), _negated=True)), _connector='OR'), name='ban_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='caseparty',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(models.Q(('telephone', ''), _negated=True), models.Q(('mail', ''), _negated=True), _connector='OR')), name='case_party_can_be_reached'),
        ),
        migrations.AddConstraint(
            model_name='casepause',
            constraint=models.UniqueConstraint(condition=models.Q(('until_on__isnull', True)), fields=('case',), name='case_one_open_pause'),
        ),
        migrations.AddConstraint(
            model_name='casepause',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='case_pause_ends_after_it_began'),
        ),
    ]
