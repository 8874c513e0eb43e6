"""Papers of a record: decision text, its blacked-out copy, proof of service."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0025_letters_of_steps'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RecordPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('DECISION', '决定书全文'), ('REDACTED', '决定书（个人信息已遮盖）'), ('SERVICE', '送达证明')], max_length=10, verbose_name='材料')),
                ('added_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.attachment')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='enterprises.recordpaper')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='enterprises.record')),
            ],
            options={
                'verbose_name': '记录材料',
                'verbose_name_plural': '记录材料',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'REDACTED'), ('made_from__isnull', False)), models.Q(models.Q(('kind', 'REDACTED'), _negated=True), ('made_from__isnull', True)), _connector='OR'), name='record_paper_redacted_from_a_text'), models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', True), ('checked_by__isnull', True)), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False), ('kind', 'REDACTED'), models.Q(('checked_by', models.F('added_by')), _negated=True)), _connector='OR'), name='record_paper_checked_by_another')],
            },
        ),
    ]
