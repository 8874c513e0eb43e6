"""No default states a register fact: a status that nobody stated is its own value."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STATUSES = [
    ("NOT_STATED", "登记状态未提供"),
    ("ACTIVE", "存续"),
    ("CANCELLED", "注销"),
    ("REVOKED", "吊销"),
    ("MOVED_OUT", "迁出"),
    ("SUSPENDED", "歇业"),
]
CATEGORIES = [
    ("NOT_STATED", "类别未提供"),
    ("LEGAL_PERSON", "法人及非法人组织"),
    ("INDIVIDUAL_BUSINESS", "个体工商户"),
]


def forget_invented_statuses(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take back the default status of enterprises that records alone have named: no record has a status.

    Whether a register file stated 存续 for the others is not known any more; theirs stays as stored.
    """
    enterprises = apps.get_model("enterprises", "Enterprise").objects
    invented = enterprises.filter(origin="RECORD", status="ACTIVE")
    invented.update(status="NOT_STATED", revision=models.F("revision") + 1)


def give_them_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Return to the default of the schema before."""
    enterprises = apps.get_model("enterprises", "Enterprise").objects
    enterprises.filter(status="NOT_STATED").update(status="ACTIVE", revision=models.F("revision") + 1)
    enterprises.filter(category="NOT_STATED").update(category="LEGAL_PERSON")


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0015_attachments_and_codes")]

    operations = [
        migrations.AlterField(
            model_name="enterprise",
            name="status",
            field=models.CharField(choices=STATUSES, default="NOT_STATED", max_length=12, verbose_name="登记状态"),
        ),
        migrations.AlterField(
            model_name="enterprise",
            name="category",
            field=models.CharField(choices=CATEGORIES, default="NOT_STATED", max_length=20, verbose_name="类别"),
        ),
        migrations.RunPython(forget_invented_statuses, give_them_back),
    ]
