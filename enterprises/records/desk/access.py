"""The one getter through which every desk view of records obtains what it works on."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from enterprises.agencies.desk import AgencyDesk, desk_of
from enterprises.agencies.entrance import entrance
from enterprises.catalogue.kinds.penalty import PENALTY
from enterprises.records.models import ImportBatch, PublicationExtension, Record
from enterprises.records.rules.lifecycle import State


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDesk(AgencyDesk):
    """The desk of an agency with its records."""

    def records(self) -> QuerySet[Record]:
        """Return the agency's own records; nobody sees another agency's."""
        return Record.objects.filter(agency=self.agency).select_related("enterprise", "agency", "source_agency")

    def record(self, pk: int) -> Record:
        """Return one of the agency's records.

        :raises Http404: there is none of that number, or it is another agency's.
        """
        found = self.records().filter(pk=pk).first()
        if found is None:
            raise Http404("no such record")
        return found

    def extension(self, pk: int) -> PublicationExtension:
        """Return an extension of one of the agency's records.

        :raises Http404: there is none.
        """
        found = PublicationExtension.objects.filter(pk=pk, record__agency=self.agency).select_related("record").first()
        if found is None:
            raise Http404("no such extension")
        return found

    def batches_with_waiting(self) -> QuerySet[ImportBatch]:
        """Return the batches, each with `waiting`: how many of its rows wait for review."""
        rows = Record.objects.filter(batch=OuterRef("pk"), state=State.SUBMITTED).order_by().values("batch")
        waiting = Subquery(rows.annotate(number=Count("pk")).values("number"))
        return self.batches().annotate(waiting=Coalesce(waiting, 0))

    def deliveries(self) -> QuerySet[ImportBatch]:
        """Return the first batch of each delivery, the newest first; `continued_by` is loaded with them."""
        following = ImportBatch.objects.select_related("imported_by").order_by("id")
        return self.batches().filter(continues=None).prefetch_related(Prefetch("continued_by", queryset=following))

    def usual_kind(self) -> str:
        """Return the kind that this officer recorded last, else the most usual one."""
        last = Record.objects.filter(agency=self.agency, recorded_by=self.user).order_by("-id")
        return last.values_list("kind", flat=True).first() or PENALTY.code

    def batches(self) -> QuerySet[ImportBatch]:
        """Return the agency's import batches, the newest first."""
        return ImportBatch.objects.filter(agency=self.agency).select_related("imported_by")


# Lets officers of an agency in, and calls the view with `desk=`.
at_the_records = entrance("desk", lambda request: desk_of(request, RecordDesk))
