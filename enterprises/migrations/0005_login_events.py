"""The journal of logins."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0004_document_recall'),
    ]

    operations = [
        migrations.CreateModel(
            name='LoginEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('verb', models.CharField(choices=[('FAILED', '登录失败'), ('LOCKED', '锁定'), ('UNLOCKED', '解除锁定'), ('LOGGED_IN', '登录'), ('LOGGED_OUT', '退出'), ('EXPIRED', '会话到期')], max_length=10, verbose_name='事件')),
                ('account', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('username', models.CharField(blank=True, default='', max_length=150, verbose_name='登录名')),
                ('address', models.CharField(blank=True, default='', max_length=43, verbose_name='网络地址')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='锁定至')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='邮件通知')),
            ],
            options={
                'verbose_name': '登录日志',
                'verbose_name_plural': '登录日志',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['account', 'verb'], name='login_event_account'), models.Index(fields=['address', 'verb', 'at'], name='login_event_address'), models.Index(fields=['at'], name='login_event_at'), models.Index(condition=models.Q(('username', ''), models.Q(('account', ''), _negated=True)), fields=['at'], name='login_event_nobody'), models.Index(condition=models.Q(('mailed_at__isnull', True), ('verb', 'LOCKED')), fields=['account'], name='login_event_to_mail')],
            },
        ),
    ]
