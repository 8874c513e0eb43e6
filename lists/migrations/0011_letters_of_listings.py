"""The letter that a step of a black list sent out."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lists", "0010_manifests"), ("enterprises", "0025_letters_of_steps")]

    operations = [
        migrations.AddField(
            model_name="listingevent",
            name="letter",
            field=models.CharField(blank=True, default="", max_length=30),
        ),
        migrations.AddIndex(
            model_name="listingevent",
            index=models.Index(
                condition=models.Q(("letter", ""), _negated=True),
                fields=["listing"],
                name="listing_event_with_letter",
            ),
        ),
        migrations.CreateModel(
            name="ListingLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="issued", to="lists.listingevent"
                    ),
                ),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listing_letter",
                        to="enterprises.letter",
                    ),
                ),
            ],
            options={"ordering": ["id"], "verbose_name": "名单函件", "verbose_name_plural": "名单函件"},
        ),
    ]
