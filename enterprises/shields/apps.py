from django.apps import AppConfig


class ShieldsConfig(AppConfig):
    name = "enterprises.shields"
    label = "shields"
    verbose_name = "临时屏蔽"
