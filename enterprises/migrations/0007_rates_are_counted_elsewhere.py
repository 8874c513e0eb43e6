from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0002_record_folded_document_number'),
    ]

    operations = [
        migrations.DeleteModel(
            name='RateWindow',
        ),
    ]
