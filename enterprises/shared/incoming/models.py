"""Files that were handed in and are being read."""

from django.conf import settings
from django.db import models


class IncomingFile(models.Model):
    """One entry of `DATA_DIR/incoming`; `name` is that of its folder, `purpose` the address that took it.

    One with `keep_until` outlives its process, for the same user's next request, until that instant.
    """

    name = models.CharField(max_length=32, unique=True)
    purpose = models.CharField(max_length=100)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    keep_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "正在读取的文件"

    def __str__(self) -> str:
        return f"incoming {self.name}"
