"""The code of each entry's district, by which districts stand in order, and the digest of each bundle."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def fill_codes(apps, schema_editor):
    """Take the code from the register where the enterprise still is in the district of that name."""
    entries, listings = apps.get_model('lists', 'Entry').objects, apps.get_model('lists', 'Listing').objects
    same = listings.filter(pk=OuterRef('listing'), enterprise__region__name=OuterRef('region'))
    code = Subquery(same.values('enterprise__region_id')[:1])
    entries.exclude(region='').update(region_code=Coalesce(code, Value('')))


def fill_bundles(apps, schema_editor):
    """Take the digest of the bundle that is stored from its row, the first one too where others came later."""
    manifests, files = apps.get_model('lists', 'Manifest').objects, apps.get_model('enterprises', 'IssuedFile').objects
    bundles = files.filter(format='zip').order_by()
    for file in bundles.filter(document__in=manifests.values('edition__document')).values(
        'document', 'sha256', 'first_sha256'
    ):
        own = manifests.filter(edition__document=file['document']).order_by('revision')
        numbers = list(own.values_list('revision', flat=True))
        if file['first_sha256'] != file['sha256']:
            own.filter(revision=numbers[0]).update(bundle_sha256=file['first_sha256'])
        own.filter(revision=numbers[-1]).update(bundle_sha256=file['sha256'])


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
        migrations.AddField(
            model_name='manifest',
            name='bundle_sha256',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.RunPython(fill_codes, migrations.RunPython.noop),
        migrations.RunPython(fill_bundles, migrations.RunPython.noop),
    ]
