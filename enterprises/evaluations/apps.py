from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "enterprises.evaluations"
    label = "evaluations"
    verbose_name = "第三方评价"
