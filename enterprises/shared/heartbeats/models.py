"""Heartbeats that running processes leave."""

from django.db import models


class Heartbeat(models.Model):
    """When something was last alive; one row a name, shared by all processes that do the same."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        verbose_name = verbose_name_plural = "运行标记"

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
