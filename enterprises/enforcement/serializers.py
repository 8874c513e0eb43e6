"""API representation of campaigns and figures; every field is listed."""

from rest_framework import serializers

from enterprises.enforcement.bases import Infringement
from enterprises.enforcement.selectors import MonthFigures


class CampaignTotalsSerializer(serializers.Serializer[object]):
    """Results of a month or all together; value in yuan, persons handed over as a number."""

    cases = serializers.IntegerField()
    goods = serializers.IntegerField(help_text="Pieces destroyed.")
    value_yuan = serializers.DecimalField(max_digits=20, decimal_places=2)
    persons = serializers.IntegerField()


class CampaignMonthSerializer(serializers.Serializer[object]):
    """Results of one month."""

    month = serializers.DateField(format="%Y-%m")
    results = CampaignTotalsSerializer()


class CampaignResultsSerializer(serializers.Serializer[object]):
    """The published results; `marks` name what does not add up."""

    months = CampaignMonthSerializer(many=True)
    total = CampaignTotalsSerializer(help_text="The months added.")
    stated = CampaignTotalsSerializer(allow_null=True, help_text="The total that the agency states; null without.")
    marks = serializers.ListField(child=serializers.CharField())


class CampaignSerializer(serializers.Serializer[object]):
    """One public campaign."""

    id = serializers.IntegerField(source="campaign.pk")
    name = serializers.CharField(source="campaign.public_name")
    type = serializers.CharField(source="campaign.campaign_type")
    agency = serializers.CharField(source="campaign.agency.public_name")
    partners = serializers.ListField(child=serializers.CharField())
    goals = serializers.CharField(source="campaign.public_goals")
    starts_on = serializers.DateField(source="campaign.starts_on")
    ends_on = serializers.DateField(source="campaign.ends_on", allow_null=True, help_text="Last day; null = open.")
    results = CampaignResultsSerializer(allow_null=True)


class CampaignsSerializer(serializers.Serializer[object]):
    """The public campaigns, the latest first."""

    count = serializers.IntegerField()
    results = CampaignSerializer(many=True)


class EnforcementMonthSerializer(serializers.Serializer[MonthFigures]):
    """Public cases decided in one month; amounts in yuan."""

    month = serializers.DateField(format="%Y-%m")
    cases = serializers.IntegerField()
    by_class = serializers.SerializerMethodField()
    fine_yuan = serializers.DecimalField(max_digits=20, decimal_places=2)
    confiscated_yuan = serializers.DecimalField(max_digits=20, decimal_places=2)

    def get_by_class(self, row: MonthFigures) -> dict[str, int]:
        return {each.value: count for each, count in zip(Infringement, row.by_class, strict=True)}


class EnforcementFiguresSerializer(serializers.Serializer[object]):
    """The figures of one year."""

    year = serializers.IntegerField()
    as_of = serializers.DateField()
    results = EnforcementMonthSerializer(many=True)
