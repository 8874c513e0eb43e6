"""Codes by which a second person confirms a file of an external list."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("enterprises", "0017_codes_of_enterprises"),
    ]

    operations = [
        migrations.AlterField(
            model_name='secondpersoncode',
            name='purpose',
            field=models.CharField(choices=[('PUBLISH_BATCH', '公示一批'), ('PUBLISH_EDITION', '发布名单'), ('CONFIRM_EXTERNAL', '确认外部名单')], max_length=20, verbose_name='用途'),
        ),
    ]
