"""The notice to the maker of a failed product, and its comment."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("enterprises", "0033_released_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MakerNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('maker', models.CharField(max_length=200, verbose_name='生产企业')),
                ('state', models.CharField(choices=[('SENT', '已告知，还没有意见'), ('COMMENTED', '收到意见，待核对'), ('SHOWN', '意见随结果公示'), ('REFUSED', '意见不予公示，可以重新提出')], default='SENT', max_length=10)),
                ('code_digest', models.CharField(editable=False, max_length=64)),
                ('informed_at', models.DateTimeField()),
                ('comment_until', models.DateField()),
                ('is_provisional', models.BooleanField(default=False)),
                ('comment', models.TextField(blank=True, default='', max_length=1000, verbose_name='生产企业意见')),
                ('commented_at', models.DateTimeField(blank=True, null=True)),
                ('urgent_reason', models.CharField(blank=True, default='', max_length=400, verbose_name='先行公示理由')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('informed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='maker_notice', to='enterprises.record')),
                ('urgent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '生产企业意见',
                'verbose_name_plural': '生产企业意见',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'SENT'), models.Q(models.Q(('comment', ''), _negated=True), ('commented_at__isnull', False)), _connector='OR'), name='maker_notice_comment_is_there'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'SHOWN'), _negated=True), ('checked_by__isnull', False), _connector='OR'), name='maker_notice_shown_was_checked'), models.CheckConstraint(condition=models.Q(models.Q(('urgent_by__isnull', True), ('urgent_reason', '')), models.Q(('urgent_by__isnull', False), models.Q(('urgent_reason', ''), _negated=True)), _connector='OR'), name='maker_notice_urgent_has_a_reason')],
            },
        ),
    ]
