from django.apps import AppConfig
from django.core.checks import register


class CreditPortalConfig(AppConfig):
    name = "creditportal"
    verbose_name = "门户"

    def ready(self) -> None:
        """Register the checks of the machine."""
        from creditportal.checks import document_fonts, pdf_libraries

        register(pdf_libraries, "creditportal")
        register(document_fonts, "creditportal")
