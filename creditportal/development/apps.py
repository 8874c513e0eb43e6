from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    name = "creditportal.development"
    label = "development"
    verbose_name = "开发与演示"
