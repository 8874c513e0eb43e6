from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "搜索"

    def ready(self) -> None:
        """Listen to changes of credit files; let hits lead to the doors."""
        import_module("search.indexing.receivers")
        import_module("search.doors.linking").register_doors()
