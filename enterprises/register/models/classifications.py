"""Reference data with history: regions (GB/T 2260) and industries (GB/T 4754)."""

from django.db import models


class Region(models.Model):
    """An administrative division; codes of abolished ones stay, with their last day."""

    code = models.CharField("行政区划代码", max_length=6, primary_key=True)
    name = models.CharField("名称", max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_until = models.DateField("停用日期", null=True, blank=True)
    earlier_names = models.CharField("曾用名称", max_length=120, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = verbose_name_plural = "行政区划"

    def __str__(self) -> str:
        return self.name


class Industry(models.Model):
    """A section (letter) or class (2 to 4 digits) of the industry classification."""

    code = models.CharField("行业代码", max_length=5, primary_key=True)
    name = models.CharField("名称", max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    edition = models.CharField("版本", max_length=20, default="2017")
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = verbose_name_plural = "行业分类"

    def __str__(self) -> str:
        return self.name
