"""What the search API says; every field is listed, none is computed here."""

from rest_framework import serializers

from enterprises.api.serializers import BadgeSerializer


class MatchSerializer(serializers.Serializer[object]):
    rule = serializers.CharField(help_text="code, name, prefix, phrase, pairs, pinyin or initials")
    field = serializers.CharField(help_text="uscc, name or former_name")


class ResultSerializer(serializers.Serializer[object]):
    """One enterprise as it is now."""

    uscc = serializers.CharField()
    name = serializers.CharField()
    former_name = serializers.CharField(allow_null=True, help_text="The former name that matched, else null.")
    status = serializers.CharField()
    region = serializers.CharField(allow_blank=True)
    match = MatchSerializer(allow_null=True, help_text="Why it was found; null when browsing.")
    highlight = serializers.ListField(
        child=serializers.ListField(), help_text="[[text, matched], ...]: the text of match.field in pieces."
    )
    badges = BadgeSerializer(many=True)


class FacetValueSerializer(serializers.Serializer[object]):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF names its own attribute so
    count = serializers.IntegerField()


class AnswerSerializer(serializers.Serializer[object]):
    """One page of results."""

    count = serializers.IntegerField(help_text="At most 10,000.")
    count_is_exact = serializers.BooleanField()
    next = serializers.URLField(allow_null=True)
    facets = serializers.DictField(child=FacetValueSerializer(many=True))
    results = ResultSerializer(many=True)


class SuggestionSerializer(serializers.Serializer[object]):
    uscc = serializers.CharField()
    name = serializers.CharField()


class SuggestionsSerializer(serializers.Serializer[object]):
    results = SuggestionSerializer(many=True)
