from importlib import import_module

from django.apps import AppConfig


class ShieldsConfig(AppConfig):
    name = "enterprises.shields"
    label = "shields"
    verbose_name = "临时屏蔽"

    def ready(self) -> None:
        """Follow the codes of enterprises."""
        import_module("enterprises.shields.receivers")
