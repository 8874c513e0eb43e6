"""Room for the format "parquet" in the files of documents."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("enterprises", "0034_maker_notices"),
    ]

    operations = [
        migrations.AlterField(
            model_name="issuedfile",
            name="format",
            field=models.CharField(max_length=10),
        ),
    ]
