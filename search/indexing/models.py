"""What search keeps in the database: which files wait to be indexed, and what was built."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

# A running rebuild renews its lease by a heartbeat; without one the lease expires.
HEARTBEAT_SECONDS = 10.0
LEASE = timedelta(minutes=1)


class OutboxEntry(models.Model):
    """A credit file changed and waits for the index; written in the transaction of the change.

    Holds an id and nothing else of the enterprise (decision 0022).
    """

    enterprise_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "待索引"

    def __str__(self) -> str:
        return f"outbox entry {self.pk}"


class OutboxState(models.Model):
    """The outbox generation: one row, incremented whenever rows are drained.

    Raised in the transaction that deletes them, so that whoever reads both misses none (decision 0022).
    """

    generation = models.PositiveBigIntegerField(default=0, db_column="times_settled")

    class Meta:
        verbose_name = verbose_name_plural = "待索引的状态"

    def __str__(self) -> str:
        return f"outbox generation {self.generation}"


class IndexBuildQuerySet(models.QuerySet["IndexBuild"]):
    def running(self) -> Self:
        """Keep the rebuild that runs, or did at its last heartbeat."""
        return self.filter(state=IndexBuild.State.RUNNING)

    def leased(self, *, at: datetime) -> Self:
        """Keep the rebuild that runs, unless its lease has expired."""
        return self.running().filter(heartbeat_at__gt=at - LEASE)

    def expired(self, *, at: datetime) -> Self:
        """Keep the rebuild whose lease has expired."""
        return self.running().filter(heartbeat_at__lte=at - LEASE)


class IndexBuild(models.Model):
    """One rebuild of the index: who, when, how many, how it ended; while it runs also the lock."""

    class State(models.TextChoices):
        RUNNING = "RUNNING", "进行中"
        DONE = "DONE", "完成"
        FAILED = "FAILED", "失败"

    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    holder = models.CharField(max_length=200)
    index_name = models.CharField(max_length=200, blank=True, default="")
    documents = models.PositiveBigIntegerField(default=0)
    entries = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(db_column="heard_at")
    finished_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=1000, blank=True, default="")

    objects = IndexBuildQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "索引构建"
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="RUNNING"), name="index_build_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"index build {self.pk}"

    @property
    def duration(self) -> timedelta:
        """Return how long it took, or had been running at its last heartbeat."""
        return (self.finished_at or self.heartbeat_at) - self.started_at

    @property
    def rate(self) -> float:
        """Return documents and entries a second; 0 for what took no time."""
        seconds = self.duration.total_seconds()
        return (self.documents + self.entries) / seconds if seconds > 0 else 0.0
