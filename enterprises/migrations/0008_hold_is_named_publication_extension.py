"""Name the model `PublicationExtension`; its table, columns, constraints and permissions keep their names."""

import django.db.models.deletion
from django.contrib.contenttypes.management import RenameContentType
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('enterprises', '0007_rates_are_counted_elsewhere'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel(old_name='Hold', new_name='PublicationExtension'),
                migrations.AlterModelTable(name='publicationextension', table='enterprises_hold'),
                migrations.AlterField(
                    model_name='publicationextension',
                    name='record',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='enterprises.record'),
                ),
                migrations.AlterModelOptions(
                    name='publicationextension',
                    options={
                        'default_permissions': (),
                        'ordering': ['-id'],
                        'permissions': [
                            ('add_hold', 'Can add 延长公示'),
                            ('change_hold', 'Can change 延长公示'),
                            ('delete_hold', 'Can delete 延长公示'),
                            ('view_hold', 'Can view 延长公示'),
                        ],
                        'verbose_name': '延长公示',
                        'verbose_name_plural': '延长公示',
                    },
                ),
            ],
        ),
        # The row of the content type follows, so permissions that were granted and the admin's log stay attached.
        # Django adds this by itself only to a RenameModel that also changes the table.
        RenameContentType('enterprises', 'hold', 'publicationextension'),
    ]
