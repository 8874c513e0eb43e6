"""Codes confirmed and linked by two persons, and divisions as typed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0016_register_facts_not_stated"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CodeStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("CONFIRM", "确认代码与登记一致"), ("LINK", "登记换码"), ("UNLINK", "撤销换码")],
                        max_length=10,
                        verbose_name="事项",
                    ),
                ),
                ("code", models.CharField(db_index=True, max_length=18, verbose_name="代码")),
                ("later_code", models.CharField(blank=True, db_index=True, max_length=18, verbose_name="现用代码")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="企业名称")),
                ("reason", models.CharField(max_length=500, verbose_name="依据")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("WAITING", "待复核"),
                            ("DONE", "已办理"),
                            ("REFUSED", "不同意"),
                            ("BY_REGISTER", "登记信息载明"),
                        ],
                        max_length=12,
                        verbose_name="结果",
                    ),
                ),
                ("requested_at", models.DateTimeField(verbose_name="申请时间")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="办理时间")),
            ],
            options={
                "verbose_name": "企业代码事项",
                "verbose_name_plural": "企业代码事项",
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="enterprise",
            name="now_under",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="earlier_codes",
                to="enterprises.enterprise",
                verbose_name="现用代码",
            ),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="region_as_typed",
            field=models.CharField(blank=True, max_length=60, verbose_name="行政区划(原文)"),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(("now_under", models.F("id")), _negated=True),
                name="enterprise_not_its_own_successor",
            ),
        ),
        migrations.AddField(
            model_name="codestep",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="codestep",
            name="requested_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="codestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("requested_by")), _negated=True),
                    _connector="OR",
                ),
                name="code_step_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="codestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by__isnull", True), ("outcome", "BY_REGISTER"), ("requested_by__isnull", True)),
                    models.Q(("decided_by__isnull", True), ("outcome", "WAITING"), ("requested_by__isnull", False)),
                    models.Q(
                        ("decided_by__isnull", False),
                        ("outcome__in", ["DONE", "REFUSED"]),
                        ("requested_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="code_step_by_two_or_by_the_register",
            ),
        ),
        migrations.AddConstraint(
            model_name="codestep",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="code_step_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="codestep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "WAITING")), fields=("kind", "code"), name="code_step_waits_once"
            ),
        ),
    ]
