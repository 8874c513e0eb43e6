"""Serializers of search: every field is listed, none is computed here."""

from rest_framework import serializers

from enterprises.creditfile.serializers import BadgeSerializer
from enterprises.shared.rules.register_codes import CodeKind
from search.entry_port import EntryKind
from search.names.features import MatchedField
from search.port import MatchGroup, MatchType
from search.request import DocumentKind


class MatchSerializer(serializers.Serializer[object]):
    rule = serializers.ChoiceField(choices=[group.value for group in MatchGroup])
    field = serializers.ChoiceField(choices=[field.value for field in MatchedField])
    stage = serializers.ChoiceField(
        choices=[match_type.value for match_type in MatchType], help_text="The rule, told apart further."
    )
    is_the_firm = serializers.BooleanField(help_text="Equal whole name or code; every other firm is similar.")


class ExternalMentionSerializer(serializers.Serializer[object]):
    """A list of another authority; no decision of this city."""

    slug = serializers.CharField()
    name = serializers.CharField()
    source = serializers.CharField(help_text="The authority that keeps the list.")  # type: ignore[assignment]


class ResultSerializer(serializers.Serializer[object]):
    """One enterprise as it is now."""

    uscc = serializers.CharField(help_text="The code in use; code_kind gives what it is.")
    code_kind = serializers.ChoiceField(choices=[kind.value for kind in CodeKind])
    earlier_codes = serializers.ListField(child=serializers.CharField(), help_text="Codes before the one in use.")
    name = serializers.CharField()
    former_name = serializers.CharField(allow_null=True, help_text="The former name that matched, else null.")
    renamed_on = serializers.DateField(allow_null=True, help_text="First day it no longer bore former_name.")
    namesakes = serializers.IntegerField(help_text="Other public enterprises of the same name, at most 99.")
    status = serializers.CharField()
    region = serializers.CharField(allow_blank=True)
    match = MatchSerializer(allow_null=True, help_text="Why it was found; null when browsing.")
    explanation = serializers.CharField(allow_blank=True, help_text="The same in a Chinese sentence.")
    highlight = serializers.ListField(
        child=serializers.ListField(), help_text="[[text, matched], ...]: the text of match.field in pieces."
    )
    badges = BadgeSerializer(many=True)
    external_lists = ExternalMentionSerializer(many=True)


class FacetValueSerializer(serializers.Serializer[object]):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF names its own attribute so
    count = serializers.IntegerField()


class HintSerializer(serializers.Serializer[object]):
    """An agency that the text names."""

    agency = serializers.CharField()
    name = serializers.CharField()
    is_applied = serializers.BooleanField(help_text="Nothing else was typed, so it is the filter.")
    address = serializers.URLField(help_text="With the filter; when it is applied, without it.")


class AnswerSerializer(serializers.Serializer[object]):
    """One page of results."""

    count = serializers.IntegerField(help_text="At most 10,000.")
    count_is_exact = serializers.BooleanField()
    next = serializers.URLField(allow_null=True, help_text="With `page`, or behind the first hits with `cursor`.")
    hint = HintSerializer(allow_null=True)
    facets = serializers.DictField(child=FacetValueSerializer(many=True), help_text="Empty behind a cursor.")
    results = ResultSerializer(many=True)


class HolderSerializer(serializers.Serializer[object]):
    """The enterprise of a record."""

    uscc = serializers.CharField(help_text="The code in use.")
    name = serializers.CharField()


class FoundCellSerializer(serializers.Serializer[object]):
    label = serializers.CharField()  # type: ignore[assignment] # DRF names its own attribute so
    value = serializers.CharField()


class FoundRecordSerializer(serializers.Serializer[object]):
    """One public record as it is now."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in EntryKind])
    id = serializers.IntegerField(help_text="Of the record, as in the credit file.")
    title = serializers.CharField(help_text="What the record is about.")
    cells = FoundCellSerializer(many=True, help_text="The other fields by which it is found, labels in Chinese.")
    enterprise = HolderSerializer()
    agency = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)
    disputed = serializers.BooleanField(help_text="An objection to it is being looked at.")
    address = serializers.CharField(help_text="Path of the record's page, or of its place in the credit file.")


class EntryAnswerSerializer(serializers.Serializer[object]):
    """One page of records of one kind; the answer where `type` is given."""

    count = serializers.IntegerField(help_text="At most 10,000.")
    count_is_exact = serializers.BooleanField()
    next = serializers.URLField(allow_null=True)
    kinds = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many of each kind fit; empty while a change waits."
    )
    facets = serializers.DictField(
        child=FacetValueSerializer(many=True), help_text="Empty while a change waits for the index."
    )
    results = FoundRecordSerializer(many=True)


class FoundDocumentSerializer(serializers.Serializer[object]):
    """One published edition of a red or black list."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in DocumentKind])
    title = serializers.CharField(help_text="Name of the list and number of the edition.")
    list = serializers.SlugField()
    number = serializers.IntegerField()
    as_of = serializers.DateField()
    agency = serializers.CharField(allow_blank=True, help_text="The authority that publishes the list.")
    address = serializers.CharField(help_text="Path of its page.")
    pdf = serializers.CharField(help_text="Path of its PDF.")


class DocumentAnswerSerializer(serializers.Serializer[object]):
    """One page of published documents; the answer where `type` is `document`."""

    count = serializers.IntegerField()
    count_is_exact = serializers.BooleanField()
    next = serializers.URLField(allow_null=True)
    results = FoundDocumentSerializer(many=True)


class SuggestionSerializer(serializers.Serializer[object]):
    uscc = serializers.CharField()
    name = serializers.CharField()
    former_name = serializers.CharField(
        allow_null=True, help_text="The former name that begins so, where the name does not."
    )
    is_similar_code = serializers.BooleanField(
        help_text="What was typed is not a valid code; this one is a character or two swapped neighbours away."
    )


class SuggestionsSerializer(serializers.Serializer[object]):
    results = SuggestionSerializer(many=True)
