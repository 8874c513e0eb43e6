"""API representation of the registry and of what institutions hand in; every field is listed."""

from rest_framework import serializers

from enterprises.evaluations.rules import EvaluationType


class InstitutionGradeSerializer(serializers.Serializer[object]):
    """One grade of a scale."""

    grade = serializers.CharField()
    meaning = serializers.CharField()


class InstitutionScaleSerializer(serializers.Serializer[object]):
    """The scale of one type of evaluation, the best grade first."""

    evaluation_type = serializers.CharField()
    grades = InstitutionGradeSerializer(many=True)


class InstitutionSerializer(serializers.Serializer[object]):
    """An institution in the register."""

    code = serializers.CharField()
    name = serializers.CharField()
    qualification = serializers.CharField()
    qualification_authority = serializers.CharField()
    method = serializers.CharField()
    contact = serializers.CharField()
    valid_from = serializers.DateField(help_text="First day of the qualification.")
    valid_until = serializers.DateField(allow_null=True, help_text="Last day of the qualification; null = open.")
    agency = serializers.CharField(source="agency.public_name")
    withdrawn_on = serializers.DateField(allow_null=True, help_text="First day out of the register; null = in it.")
    withdrawn_reason = serializers.CharField(allow_blank=True)
    complaints_received = serializers.IntegerField(source="received")
    complaints_upheld = serializers.IntegerField(source="upheld")
    scales = InstitutionScaleSerializer(many=True)


class InstitutionsSerializer(serializers.Serializer[object]):
    """The register."""

    count = serializers.IntegerField()
    results = InstitutionSerializer(many=True)


class GivenEvaluationSerializer(serializers.Serializer[object]):
    """An evaluation as its institution hands it in."""

    subject_code = serializers.CharField(max_length=40, help_text="Unified code of the enterprise.")
    subject_name = serializers.CharField(max_length=200)
    evaluation_type = serializers.ChoiceField(choices=[each.value for each in EvaluationType])
    content = serializers.CharField(max_length=500)
    grade = serializers.CharField(max_length=50, help_text="A grade of the institution's registered scale.")
    decided_on = serializers.DateField()
    valid_until = serializers.DateField(required=False, allow_null=True, help_text="Last day; null = open.")
    report_number = serializers.CharField(max_length=128, required=False, allow_blank=True)
    standard = serializers.CharField(max_length=500, required=False, allow_blank=True)
    report = serializers.FileField(required=False, help_text="PDF; public once the evaluation is.")

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        """Refuse fields that there are not: a misspelt one would be lost without a word."""
        unknown = sorted(set(self.initial_data) - set(self.fields))
        if unknown:
            raise serializers.ValidationError({unknown[0][:40]: "没有这个字段。"}, code="unknown_field")
        return attrs


class SubmittedEvaluationSerializer(serializers.Serializer[object]):
    """The receipt of an evaluation; it waits for review."""

    id = serializers.IntegerField(source="pk", help_text="Number of the submission.")
    state = serializers.CharField(source="record.state")
    report_sha256 = serializers.CharField(allow_blank=True)
