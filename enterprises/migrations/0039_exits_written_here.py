"""The two people of an exit stand on the record; those of exits so far come from its history."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WRITTEN, CONFIRMED, UNDONE = "close-listing", "confirm-exit", ("refuse-exit", "reopen-listing")


def read_history(apps, schema_editor):
    """Follow the steps of each exit in their order: written, confirmed, undone."""
    events = apps.get_model("enterprises", "RecordEvent").objects.filter(verb__in=(WRITTEN, CONFIRMED, *UNDONE))
    standing = {}
    for event in events.order_by("pk").iterator():
        if event.verb == WRITTEN:
            standing[event.record_id] = {"exit_written_by": event.actor_id, "exit_written_at": event.at}
        elif event.verb in UNDONE:
            standing.pop(event.record_id, None)
        elif event.record_id in standing:
            standing[event.record_id]["exit_confirmed_by"] = event.actor_id
    records = apps.get_model("enterprises", "Record").objects
    for pk, columns in standing.items():
        records.filter(pk=pk).update(**columns)


class Migration(migrations.Migration):

    dependencies = [
        ("enterprises", "0038_names_with_qian"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="record",
            name="exit_confirmed_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="record",
            name="exit_written_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="record",
            name="exit_written_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("exit_confirmed_by__isnull", True),
                        ("exit_written_at__isnull", True),
                        ("exit_written_by__isnull", True),
                    ),
                    models.Q(
                        ("exit_written_at__isnull", False),
                        ("exit_written_by__isnull", False),
                        models.Q(
                            ("exit_confirmed_by__isnull", True),
                            models.Q(("exit_confirmed_by", models.F("exit_written_by")), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="record_exit_four_eyes",
            ),
        ),
        migrations.RunPython(read_history, migrations.RunPython.noop),
    ]
