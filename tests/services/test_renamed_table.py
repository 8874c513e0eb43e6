"""The model `PublicationExtension` lies in the table of its earlier name, which migration 0008 leaves alone."""

from importlib import import_module
from io import StringIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from enterprises.records.models import PublicationExtension

MIGRATION = "0008_hold_is_named_publication_extension"


@pytest.mark.django_db(transaction=True)  # SQLite's schema editor refuses to work inside a transaction
@pytest.mark.parametrize("backwards", [False, True])
def test_the_migration_changes_no_table(backwards: bool) -> None:
    printed = StringIO()
    call_command("sqlmigrate", "enterprises", MIGRATION, backwards=backwards, no_color=True, stdout=printed)
    lines = [line.strip() for line in printed.getvalue().splitlines()]
    assert [line for line in lines if line and not line.startswith("--")] in ([], ["BEGIN;", "COMMIT;"])
    assert PublicationExtension._meta.db_table == "enterprises_hold"


@pytest.mark.django_db
def test_the_row_of_its_content_type_follows_both_ways() -> None:
    operation = import_module(f"enterprises.migrations.{MIGRATION}").Migration.operations[-1]
    rows = ContentType.objects.filter(app_label="enterprises")
    row = rows.get(model="publicationextension")
    granted = set(Permission.objects.filter(content_type=row).values_list("codename", flat=True))
    assert granted == {"add_hold", "change_hold", "delete_hold", "view_hold"}
    editor = SimpleNamespace(connection=connection)
    operation.reverse_code(apps, editor)
    assert rows.get(model="hold").pk == row.pk
    operation.code(apps, editor)
    assert rows.get(model="publicationextension").pk == row.pk
    assert not rows.filter(model="hold").exists()


@pytest.mark.django_db
def test_who_was_granted_to_view_them_still_may(client: Client) -> None:
    page = reverse("admin:enterprises_publicationextension_changelist")
    clerk = User.objects.create_user("clerk", is_staff=True)
    client.force_login(clerk)
    assert client.get(page).status_code == 403
    clerk.user_permissions.add(Permission.objects.get(codename="view_hold"))
    assert client.get(page).status_code == 200
