from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "enterprises.cases"
    label = "cases"
    verbose_name = "异议、修复与纠错"

    def ready(self) -> None:
        """Follow the records and listings that cases are about; read the English of kinds."""
        import_module("enterprises.cases.receivers")
        import_module("enterprises.cases.english").read_english_of_kinds()
