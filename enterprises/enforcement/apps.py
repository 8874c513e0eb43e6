from importlib import import_module

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    name = "enterprises.enforcement"
    label = "enforcement"
    verbose_name = "打击侵权假冒"

    def ready(self) -> None:
        """Follow changed penalties with their tags."""
        import_module("enterprises.enforcement.receivers")
