"""API representation of the figures; every field is listed."""

from rest_framework import serializers


class CaseSplitSerializer(serializers.Serializer[object]):
    """Outcomes of one authority and month."""

    upheld = serializers.IntegerField(help_text="Decided for the applicant, in force.")
    refused = serializers.IntegerField(help_text="Decided against the applicant, or not accepted.")
    other = serializers.IntegerField(help_text="Withdrawn, ended with its subject, or a decision that was undone.")
    pending = serializers.IntegerField()
    overdue = serializers.IntegerField(help_text="Pending past the last day, as of `as_of`.")
    median_days = serializers.IntegerField(allow_null=True, help_text="Working days; null for few answers.")
    p90_days = serializers.IntegerField(allow_null=True, help_text="Working days; null for few answers.")


class CaseCellSerializer(serializers.Serializer[object]):
    """The cases that one authority received in one month."""

    month = serializers.CharField(help_text="Month of receipt, 2026-11.")
    agency_code = serializers.CharField(allow_blank=True, help_text="Empty: no authority is named yet.")
    agency_name = serializers.CharField()
    received = serializers.IntegerField(source="cell.received")
    split = CaseSplitSerializer(source="cell.split", allow_null=True, help_text="null: too few enterprises.")


class CaseFiguresSerializer(serializers.Serializer[object]):
    """The figures of one year."""

    year = serializers.IntegerField()
    as_of = serializers.DateField()
    smallest_split = serializers.IntegerField(help_text="Fewest enterprises of a cell that is split by outcome.")
    results = CaseCellSerializer(many=True)
