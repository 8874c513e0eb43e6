from django.apps import AppConfig


class CreditPortalConfig(AppConfig):
    name = "creditportal"
    verbose_name = "门户"
