"""The token by which a form of a public page is received once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_case_reminders")]

    operations = [
        migrations.AddField(
            "case",
            "form_token",
            models.CharField(blank=True, editable=False, max_length=32, null=True, unique=True),
        ),
    ]
