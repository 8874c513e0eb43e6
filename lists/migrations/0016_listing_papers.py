"""Papers of a listing's steps."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0026_record_papers'),
        ('lists', '0013_list_versions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ListingPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('NOTICE', '拟列入告知书'), ('OBJECTION', '陈述、申辩或者异议材料'), ('DECISION', '列入决定书'), ('REMOVAL', '移出文书'), ('SERVICE', '送达证明')], max_length=10, verbose_name='材料')),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.attachment')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='lists.listing')),
            ],
            options={
                'verbose_name': '名单材料',
                'verbose_name_plural': '名单材料',
                'ordering': ['id'],
            },
        ),
    ]
