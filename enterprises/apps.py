from importlib import import_module

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = "企业信用"

    def ready(self) -> None:
        """Register the system checks, the lookup of our own and the receivers of signals."""
        import_module("enterprises.checks")
        import_module("enterprises.shared.lookups")
        import_module("enterprises.documents.letters.receivers")
