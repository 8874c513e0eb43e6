"""A kind of letter for repairs that are revoked, and the notices that go with penalty decisions."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0023_kept_files"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
                verbose_name="种类",
                max_length=20,
                choices=[
                    ("ACCEPTANCE", "受理通知书"),
                    ("REFUSED_ACCEPTANCE", "不予受理通知书"),
                    ("PAPERS_WANTED", "补正通知书"),
                    ("OBJECTION_REPLY", "异议答复书"),
                    ("REPAIR_DECISION", "信用修复决定书"),
                    ("EXTENDED_TIME", "延期通知书"),
                    ("LISTING_NOTICE", "拟列入告知书"),
                    ("LISTING_DECISION", "列入决定书"),
                    ("REMOVAL_NOTICE", "移出通知书"),
                    ("REPAIR_NOTICE", "信用修复告知书"),
                    ("REPAIR_REVOKED", "撤销信用修复决定书"),
                ],
            ),
        ),
        migrations.CreateModel(
            name="RepairNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ordered_at", models.DateTimeField()),
                (
                    "letter",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repair_notice",
                        to="enterprises.letter",
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repair_notice",
                        to="enterprises.record",
                    ),
                ),
            ],
            options={
                "verbose_name": "信用修复告知",
                "verbose_name_plural": "信用修复告知",
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("letter__isnull", True)), fields=["id"], name="repair_notice_to_come"
                    )
                ],
            },
        ),
    ]
