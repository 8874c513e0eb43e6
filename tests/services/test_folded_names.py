"""Folded names of before get 乾 back."""

from importlib import import_module

import pytest
from django.apps import apps

from enterprises.register.models import Enterprise, FormerName
from enterprises.shared.rules.names import fold_name
from tests import make

migration = import_module("enterprises.migrations.0038_names_with_qian")
NAMES = ["乾县乾丰（集团）有限公司", "武汉 乾幹餅乾厂", "㈱乾元", "武汉干穗有限公司"]


@pytest.mark.parametrize("name", NAMES)
def test_a_folded_name_of_before_becomes_what_it_is_now(db: None, name: str) -> None:
    enterprise = make.new_enterprise(1)
    former = FormerName.objects.create(enterprise=enterprise, name=name, folded_name=before(name))
    Enterprise.objects.filter(pk=enterprise.pk).update(name=name, folded_name=before(name))
    migration.keep(apps, None)
    for row in (enterprise, former):
        row.refresh_from_db()
        assert row.folded_name == fold_name(name)
    migration.fold(apps, None)
    enterprise.refresh_from_db()
    assert enterprise.folded_name == before(name)


def before(name: str) -> str:
    return fold_name(name).replace("乾", "干")
