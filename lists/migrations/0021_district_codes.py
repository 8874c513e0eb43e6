"""The code of each entry's district, so that districts stand in the order of their codes."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def fill(apps, schema_editor):
    """Take the code from the register where the enterprise still is in the district of that name."""
    entries, listings = apps.get_model('lists', 'Entry').objects, apps.get_model('lists', 'Listing').objects
    same = listings.filter(pk=OuterRef('listing'), enterprise__region__name=OuterRef('region'))
    code = Subquery(same.values('enterprise__region_id')[:1])
    entries.exclude(region='').update(region_code=Coalesce(code, Value('')))


class Migration(migrations.Migration):

    dependencies = [
        ('lists', '0020_external_proposals'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='region_code',
            field=models.CharField(blank=True, default='', max_length=6, verbose_name='行政区划代码'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
