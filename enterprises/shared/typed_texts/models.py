"""Texts as they were typed, where `unified` has replaced characters."""

from django.db import models


class TypedText(models.Model):
    """One field of one step as it was typed; rows are only ever added.

    They are deleted when a case is forgotten or a draft discarded. `subject` and `key` name whose field it is: an
    enterprise by its unified code, any other row by model and id.
    """

    ENTERPRISE, RECORD = "ENTERPRISE", "RECORD"

    subject = models.CharField("对象", max_length=40)
    key = models.CharField("编号", max_length=20)
    field = models.CharField("栏目", max_length=60)
    typed = models.TextField("原文")
    on = models.DateField("日期")

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "原始写法"
        indexes = [models.Index(fields=["subject", "key"], name="typed_text_of")]

    def __str__(self) -> str:
        return f"typed text {self.pk}"
