"""API representation of lists and editions; every field is listed, none is computed here."""

from rest_framework import serializers

from lists.listings.standing import ListStanding, Turn


class CreditListSerializer(serializers.Serializer[object]):
    """A list, what it rests on, and how one comes onto it and off it."""

    slug = serializers.CharField()
    name = serializers.CharField()
    popular_name = serializers.CharField()
    official_type = serializers.CharField()
    color = serializers.ChoiceField(choices=["RED", "BLACK"])
    legal_basis = serializers.CharField()
    criteria = serializers.CharField()
    entry_conditions = serializers.CharField()
    exit_conditions = serializers.CharField()
    remedies = serializers.CharField()
    term_months = serializers.IntegerField()
    count = serializers.IntegerField(source="listing_count", help_text="Enterprises on the list now.")


class ExternalEditionSerializer(serializers.Serializer[object]):
    """The file of another authority that a list shows."""

    source = serializers.CharField(source="public_source")  # type: ignore[assignment]
    label = serializers.CharField(source="public_label")  # type: ignore[assignment]
    as_of = serializers.DateField()


class ExternalListSerializer(serializers.Serializer[object]):
    """A list of another authority (外部名单): no decision of this city."""

    slug = serializers.CharField(source="credit_list.slug")
    name = serializers.CharField(source="credit_list.name")
    official_type = serializers.CharField(source="credit_list.official_type")
    color = serializers.ChoiceField(choices=["RED", "BLACK"], source="credit_list.color")
    keeper = serializers.CharField(source="credit_list.keeper", help_text="The authority that decides.")
    legal_basis = serializers.CharField(source="credit_list.legal_basis")
    exit_conditions = serializers.CharField(source="credit_list.exit_conditions")
    count = serializers.IntegerField(help_text="Rows of the list now.")
    edition = ExternalEditionSerializer(allow_null=True)


class ExternalRowSerializer(serializers.Serializer[object]):
    """A row of an external list, as its page shows it."""

    name = serializers.CharField()
    uscc = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    document_number = serializers.CharField(allow_blank=True)
    authority = serializers.CharField()
    listed_on = serializers.DateField()
    last_public_on = serializers.DateField(allow_null=True, help_text="null: as the deciding authority has it.")


class ExternalRowsSerializer(serializers.Serializer[object]):
    keeper = serializers.CharField()
    edition = ExternalEditionSerializer(allow_null=True)
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    results = ExternalRowSerializer(many=True)


class CreditListsSerializer(serializers.Serializer[object]):
    results = CreditListSerializer(many=True)
    external = ExternalListSerializer(many=True)


class FileSerializer(serializers.Serializer[object]):
    """One file of an edition; the digests differ once an entry was taken off."""

    format = serializers.CharField()
    sha256 = serializers.CharField(help_text="SHA-256 of the bytes served now.")
    first_sha256 = serializers.CharField(help_text="SHA-256 of the bytes as published.")
    rebuilt_at = serializers.DateTimeField(allow_null=True)


class EditionSerializer(serializers.Serializer[object]):
    number = serializers.IntegerField()
    document_number = serializers.CharField(source="document.number")
    as_of = serializers.DateField()
    published_at = serializers.DateTimeField()
    count = serializers.IntegerField(source="entry_count", help_text="Entries when it was published.")
    files = FileSerializer(many=True, source="document.files.all")


class EditionsSerializer(serializers.Serializer[object]):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    results = EditionSerializer(many=True)


class ListingSerializer(serializers.Serializer[object]):
    """An enterprise on a list now, as the page of the list shows it."""

    name = serializers.CharField()
    uscc = serializers.CharField()
    region = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()
    document_number = serializers.CharField(allow_blank=True)
    authority = serializers.CharField()
    decided_on = serializers.DateField()
    public_from = serializers.DateField()
    last_public_on = serializers.DateField(help_text="The last day it is public, if nothing ends it before.")
    term_basis = serializers.CharField()
    disputed = serializers.BooleanField()


class ListingsSerializer(serializers.Serializer[object]):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    results = ListingSerializer(many=True)


class EntrySerializer(serializers.Serializer[object]):
    """One entry; one that was taken off has its position, and everything else empty."""

    position = serializers.IntegerField()
    withdrawn = serializers.BooleanField(source="is_withdrawn")
    name = serializers.CharField(allow_blank=True)
    uscc = serializers.CharField(allow_blank=True)
    region = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    document_number = serializers.CharField(allow_blank=True)
    authority = serializers.CharField(allow_blank=True)
    decided_on = serializers.DateField(allow_null=True)
    public_from = serializers.DateField(allow_null=True)
    last_public_on = serializers.DateField(allow_null=True, help_text="The last day it is public.")
    term_basis = serializers.CharField(allow_blank=True)
    disputed = serializers.BooleanField()


class ErratumSerializer(serializers.Serializer[object]):
    """A correction of the edition; the text is empty once the entry that it is about was taken off."""

    number = serializers.IntegerField()
    document_number = serializers.CharField()
    issued_on = serializers.DateField()
    position = serializers.IntegerField(allow_null=True)
    text = serializers.CharField(allow_blank=True)
    withdrawn = serializers.BooleanField()


class EditionDetailSerializer(serializers.Serializer[object]):
    """One edition with a page of its entries."""

    list = serializers.CharField()
    edition = EditionSerializer()
    superseded_by = serializers.IntegerField(allow_null=True, help_text="Number of the latest edition, if it is later.")
    errata = ErratumSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    entries = EntrySerializer(many=True)


class StepSerializer(serializers.Serializer[object]):
    """A step onto the list or off it, entered and in effect on that day."""

    kind = serializers.ChoiceField(choices=[each.value for each in Turn], source="turn")
    on = serializers.DateField()
    basis = serializers.CharField(allow_blank=True, help_text="Number of the decision, or the class of basis.")


class StandingSerializer(serializers.Serializer[object]):
    """Whether an enterprise was on a list; `listing` only with the answer LISTED."""

    list = serializers.CharField()
    uscc = serializers.CharField()
    valid_on = serializers.DateField()
    known_on = serializers.DateField()
    answer = serializers.ChoiceField(
        choices=[each.value for each in ListStanding],
        help_text="NOT_AVAILABLE: what was so that day is no longer public. It is neither yes nor no.",
    )
    listing = ListingSerializer(allow_null=True)
    steps = StepSerializer(many=True)
