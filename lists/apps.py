from django.apps import AppConfig
from django.db.models.signals import post_migrate

from lists.criteria.initial_lists import ensure_lists


class ListsConfig(AppConfig):
    name = "lists"
    verbose_name = "红黑名单"

    def ready(self) -> None:
        """Have the lists of reference created with the tables."""
        post_migrate.connect(ensure_lists, sender=self, dispatch_uid="lists.ensure_lists")
