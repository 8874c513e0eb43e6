"""API representation of a credit file; every field is listed, none is computed here."""

from rest_framework import serializers

from enterprises.shared.rules.register_codes import CodeKind


class CellSerializer(serializers.Serializer[object]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # the answer's key, not the form label of Field
    value = serializers.CharField(allow_blank=True)


class RelatedRowSerializer(serializers.Serializer[object]):
    """A penalty, or a failed spot check behind it, that is public too."""

    kind = serializers.CharField()
    kind_label = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    document_number = serializers.CharField(allow_blank=True)
    address = serializers.CharField(help_text="Where the row is in its credit file.")


class RowSerializer(serializers.Serializer[object]):
    """One record or listing, with why it is shown and until when."""

    kind = serializers.CharField()
    kind_label = serializers.CharField()
    title = serializers.CharField()
    cells = CellSerializer(many=True)
    source = serializers.CharField()  # type: ignore[assignment] # the answer's key, not Field.source
    source_code = serializers.CharField()
    legal_basis = serializers.CharField(allow_blank=True)
    public_from = serializers.DateField()
    last_public_on = serializers.DateField(allow_null=True, help_text="The last day it is public; null = open.")
    disputed = serializers.BooleanField()
    repairable_from = serializers.DateField(allow_null=True)
    repair_basis = serializers.CharField(allow_blank=True)
    repair_confirmed = serializers.BooleanField(allow_null=True)
    extension_basis = serializers.CharField(
        allow_blank=True, help_text="The legal basis of an extension of publication; blank = not extended."
    )
    unextended_last_public_on = serializers.DateField(
        allow_null=True, help_text="The last public day without that extension; null = not extended."
    )
    text_address = serializers.CharField(
        allow_blank=True, help_text="Where the text of the decision is, personal data blacked out; blank = not public."
    )
    related = RelatedRowSerializer(
        many=True, help_text="The penalty behind a failed spot check, or the checks behind a penalty."
    )


class ChapterSerializer(serializers.Serializer[object]):
    number = serializers.IntegerField(source="chapter")
    title = serializers.CharField()
    count = serializers.SerializerMethodField()
    rows = RowSerializer(many=True)
    advice = serializers.ListField(child=serializers.CharField())
    notices = serializers.ListField(
        child=serializers.CharField(), help_text="What proved wrong and was taken off, for thirty days; no record."
    )

    def get_count(self, chapter: object) -> int:
        return len(getattr(chapter, "rows", ()))


class CounterSerializer(serializers.Serializer[object]):
    chapter = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()


class BadgeSerializer(serializers.Serializer[object]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    tone = serializers.CharField()


class FormerNameSerializer(serializers.Serializer[object]):
    name = serializers.CharField()
    used_from = serializers.DateField(allow_null=True)
    used_until = serializers.DateField(allow_null=True, help_text="The first day it was no longer used.")


class RelativeSerializer(serializers.Serializer[object]):
    uscc = serializers.CharField()
    name = serializers.CharField()


class LinkedCodeSerializer(serializers.Serializer[object]):
    """Another code of the same enterprise; what was published under it is in this file too."""

    uscc = serializers.CharField()
    name = serializers.CharField()
    code_kind = serializers.ChoiceField(choices=[kind.value for kind in CodeKind])
    is_current = serializers.BooleanField(help_text="The code in use; the others are earlier ones.")


class CreditFileSerializer(serializers.Serializer[object]):
    """The public credit file of one enterprise, as of now."""

    uscc = serializers.CharField(
        source="subject.uscc", help_text="The code under which it is kept; code_kind gives what it is."
    )
    code_kind = serializers.ChoiceField(
        source="subject.code_kind",
        choices=[kind.value for kind in CodeKind],
        help_text="AS_REGISTERED: as in the register, check character does not fit; REGISTER_NUMBER: no unified code.",
    )
    linked_codes = LinkedCodeSerializer(many=True, source="subject.linked")
    name = serializers.CharField(source="subject.name")
    status = serializers.CharField(source="subject.status")
    status_label = serializers.CharField(source="subject.status_label")
    region = serializers.CharField(source="subject.region", allow_blank=True)
    industry = serializers.CharField(source="subject.industry", allow_blank=True)
    on = serializers.DateField(help_text="The Shanghai day that the file describes.")
    badges = BadgeSerializer(many=True)
    counters = CounterSerializer(many=True)
    facts = CellSerializer(many=True, source="subject.facts")
    former_names = FormerNameSerializer(many=True, source="subject.former_names")
    parent = RelativeSerializer(source="subject.parent", allow_null=True)
    branches = RelativeSerializer(many=True, source="subject.branches")
    chapters = ChapterSerializer(many=True)
