"""API representation of what is behind a door; every field is listed."""

from django.urls import reverse
from rest_framework import serializers

from enterprises.creditfile.serializers import CellSerializer, RelatedRowSerializer
from search.doors.entries import DoorEntry


class DoorEntrySerializer(serializers.Serializer[DoorEntry]):
    """One record behind a door."""

    id = serializers.IntegerField()
    url = serializers.SerializerMethodField()
    kind = serializers.CharField(source="row.kind")
    title = serializers.CharField()
    name = serializers.CharField(help_text="The enterprise that the record is about.")
    uscc = serializers.CharField()
    region = serializers.CharField(allow_blank=True)
    decided_on = serializers.DateField(allow_null=True)
    cells = CellSerializer(many=True, source="row.cells")
    source = serializers.CharField(source="row.source")  # type: ignore[assignment] # the key, not Field.source
    source_code = serializers.CharField(source="row.source_code")
    public_from = serializers.DateField(source="row.public_from")
    last_public_on = serializers.DateField(
        source="row.last_public_on", allow_null=True, help_text="The last day it is public; null = open."
    )
    disputed = serializers.BooleanField(source="row.disputed")
    text_address = serializers.CharField(
        source="row.text_address",
        allow_blank=True,
        help_text="Where the text of the decision is, personal data blacked out; blank = not public.",
    )
    related = RelatedRowSerializer(
        many=True,
        source="row.related",
        help_text="The penalty behind a failed spot check, or the checks behind a penalty.",
    )
    marks = serializers.ListField(child=serializers.CharField(), help_text="What the record alone does not show.")

    def get_url(self, entry: DoorEntry) -> str:
        return reverse("doors:entry", kwargs={"door": self.context["door"], "pk": entry.id})


class DoorEntriesSerializer(serializers.Serializer[object]):
    """A page of entries."""

    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    results = DoorEntrySerializer(many=True)
