from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from enterprises.shared import clock
from lists.criteria.initial_lists import ensure_lists


def write_lists(sender: object, **kwargs: Any) -> None:
    """Write the lists of every portal, after `migrate`."""
    ensure_lists(now=clock.now, **kwargs)


class ListsConfig(AppConfig):
    name = "lists"
    verbose_name = "红黑名单"

    def ready(self) -> None:
        """Have the lists of reference created with the tables; follow the records that listings rest on."""
        import_module("lists.receivers")
        post_migrate.connect(write_lists, sender=self, dispatch_uid="lists.ensure_lists")
