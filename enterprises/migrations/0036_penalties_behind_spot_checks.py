"""The penalty behind a failed spot check, with which its publication ends."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def forget_earlier_own_ends(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Leave the end that holds as the only one, as the constraint of the earlier state demands."""
    records = apps.get_model("enterprises", "Record").objects.filter(penalty__isnull=False)
    records.filter(public_until__lt=models.F("unheld_until")).update(unheld_until=models.F("public_until"))


class Migration(migrations.Migration):

    dependencies = [
        ("enterprises", "0035_longer_names_of_formats"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="record", name="record_hold_never_shortens"),
        migrations.AddField(
            model_name="record",
            name="penalty",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spot_checks",
                to="enterprises.record",
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(("penalty__isnull", True), ("kind", "inspection"), _connector="OR"),
                name="record_penalty_is_of_an_inspection",
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unheld_until__isnull", True),
                    ("public_until__isnull", True),
                    ("penalty__isnull", False),
                    ("public_until__gte", models.F("unheld_until")),
                    _connector="OR",
                ),
                name="record_hold_never_shortens",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_earlier_own_ends),
    ]
