"""Heartbeats that running processes leave."""

from django.db import models


class Heartbeat(models.Model):
    """When something last happened: a process was alive, a letter failed. One row a name, shared by all processes."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        verbose_name = verbose_name_plural = "运行标记"

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
