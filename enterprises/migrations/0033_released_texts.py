"""Decision texts that another person released; earlier checks released nothing and are asked for again."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


def forget_checks(apps, schema_editor):
    """Who checked stays in the history of the record."""
    papers = apps.get_model("enterprises", "RecordPaper").objects.using(schema_editor.connection.alias)
    papers.filter(checked_at__isnull=False).update(checked_by=None, checked_at=None)


class Migration(migrations.Migration):

    dependencies = [
        ("enterprises", "0030_typed_texts_of_every_step"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(forget_checks, migrations.RunPython.noop),
        migrations.RemoveConstraint("recordpaper", "record_paper_checked_by_another"),
        migrations.RenameField("recordpaper", "checked_by", "released_by"),
        migrations.RenameField("recordpaper", "checked_at", "released_at"),
        migrations.AddConstraint(
            "recordpaper",
            models.CheckConstraint(
                name="record_paper_released_by_another",
                condition=Q(released_by__isnull=True, released_at__isnull=True)
                | (
                    Q(kind="REDACTED", released_by__isnull=False, released_at__isnull=False)
                    & ~Q(released_by=F("added_by"))
                ),
            ),
        ),
        migrations.AddConstraint(
            "recordpaper",
            models.UniqueConstraint(
                fields=["record"], condition=Q(released_at__isnull=False), name="record_paper_one_released"
            ),
        ),
    ]
