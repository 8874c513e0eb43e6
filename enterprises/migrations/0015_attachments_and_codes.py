"""Attached papers, and codes by which a second person agrees to a step at a console."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0014_contradictions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='officer',
            name='credit_office',
            field=models.BooleanField(default=False, help_text='不填机关的为信用办；填写机关的，可代表该机关登记严重失信主体名单的列入决定', verbose_name='名单工作人员'),
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=32, unique=True)),
                ('media_type', models.CharField(choices=[('application/pdf', 'application/pdf'), ('image/jpeg', 'image/jpeg'), ('image/png', 'image/png')], max_length=20, verbose_name='类型')),
                ('size', models.PositiveIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField(verbose_name='上传时间')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='attachment_is_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='SecondPersonCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('PUBLISH_BATCH', '公示一批'), ('PUBLISH_EDITION', '发布名单')], max_length=20, verbose_name='用途')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='对象')),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('issued_at', models.DateTimeField(verbose_name='取得时间')),
                ('expires_at', models.DateTimeField(verbose_name='有效至')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='使用时间')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='本人')),
            ],
            options={
                'verbose_name': '一次性验证码',
                'verbose_name_plural': '一次性验证码',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['user', 'purpose', 'object_id'], name='second_person_code_for')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('issued_at'))), name='second_person_code_expires')],
            },
        ),
    ]
