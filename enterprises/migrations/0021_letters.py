"""Letters of agencies: head lines, numbers, service."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0020_attachments_of_applicants'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='issueddocument',
            name='kind',
            field=models.CharField(choices=[('REPORT', '公共信用信息报告'), ('EDITION', '名单期次'), ('CERTIFICATE', '查询证明'), ('LETTER', '函件')], max_length=12),
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ACCEPTANCE', '受理通知书'), ('REFUSED_ACCEPTANCE', '不予受理通知书'), ('PAPERS_WANTED', '补正通知书'), ('OBJECTION_REPLY', '异议答复书'), ('REPAIR_DECISION', '信用修复决定书'), ('EXTENDED_TIME', '延期通知书'), ('LISTING_NOTICE', '拟列入告知书'), ('LISTING_DECISION', '列入决定书'), ('REMOVAL_NOTICE', '移出通知书'), ('REPAIR_NOTICE', '信用修复告知书')], max_length=20, verbose_name='种类')),
                ('reference', models.CharField(max_length=250, unique=True, verbose_name='文号')),
                ('series', models.CharField(choices=[('函', '函'), ('决', '决'), ('告', '告')], max_length=1)),
                ('year', models.PositiveSmallIntegerField()),
                ('ordinal', models.PositiveIntegerField()),
                ('about_kind', models.CharField(max_length=20)),
                ('about_id', models.PositiveBigIntegerField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='enterprises.agency', verbose_name='机关')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='letter', to='enterprises.issueddocument')),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '函件',
                'verbose_name_plural': '函件',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='LetterHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(help_text='如“汉市监”，编号为“汉市监信函〔2026〕1号”', max_length=20, verbose_name='机关代字')),
                ('title', models.CharField(blank=True, default='', help_text='不填则为机关名称', max_length=60, verbose_name='发文机关标志')),
                ('agency', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='letter_head', to='enterprises.agency', verbose_name='机关')),
            ],
            options={
                'verbose_name': '函件版头',
                'verbose_name_plural': '函件版头',
                'ordering': ['agency_id'],
            },
        ),
        migrations.CreateModel(
            name='LetterService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(choices=[('DIRECT', '直接送达'), ('LEFT', '留置送达'), ('POST', '邮寄送达'), ('ELECTRONIC', '电子送达'), ('ENTRUSTED', '委托送达'), ('ANNOUNCED', '公告送达')], max_length=10, verbose_name='送达方式')),
                ('served_on', models.DateField(verbose_name='送达日期')),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='备注')),
                ('recorded_at', models.DateTimeField()),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='enterprises.letter')),
                ('proof', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.attachment')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '函件送达',
                'verbose_name_plural': '函件送达',
                'ordering': ['recorded_at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['about_kind', 'about_id'], name='letter_about'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('agency', 'series', 'year', 'ordinal'), name='letter_number_once'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('ordinal__gt', 0)), name='letter_numbers_begin_at_one'),
        ),
        migrations.AddConstraint(
            model_name='letterhead',
            constraint=models.CheckConstraint(condition=models.Q(('prefix', ''), _negated=True), name='letter_head_has_a_prefix'),
        ),
    ]
