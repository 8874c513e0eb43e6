"""Name the step of repairs that wait to be undone; its last day is counted by the job of provisional limits."""

from typing import Any

from django.db import migrations


def name_step(apps: Any, schema_editor: Any) -> None:
    waiting = apps.get_model("cases", "Case").objects.filter(undo_asked_at__isnull=False, undone_at__isnull=True)
    waiting.update(due_step="UNDO", due_on=None, due_provisional=True)


def forget_step(apps: Any, schema_editor: Any) -> None:
    due = apps.get_model("cases", "Case").objects.filter(due_step="UNDO")
    due.update(due_step="", due_on=None, due_provisional=False)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_case_keys")]

    operations = [migrations.RunPython(name_step, forget_step)]
