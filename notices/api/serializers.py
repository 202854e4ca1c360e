"""The shapes of the notices' API. Lists are answered from values; the classes here
are their documentation and, for single notices, their content."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from disclosure_portal.foundation.api.searching import HighlightSerializer

from ..models import (
    BoardNature,
    ColumnType,
    DisclosureAttribute,
    Genre,
    Kind,
    PostingAfter,
    PostingResult,
    PostingUnit,
    ServiceAudience,
    Stage,
    Term,
    Theme,
    Validity,
    WarningState,
)
from ..slot_states import SlotState
from .structures.registry import structure_shapes

SLOT_STATES = [(state.value, state.value) for state in SlotState]


class BoardSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    slug = serializers.CharField(help_text=_("Name of the board in addresses."))
    name = serializers.CharField()
    agency_code = serializers.CharField(
        allow_null=True, help_text=_("Null: a board of the whole county.")
    )
    nature = serializers.ChoiceField(choices=BoardNature.choices)
    column_type = serializers.ChoiceField(
        choices=ColumnType.choices, help_text=_("ColumnType of the national page tags.")
    )
    description = serializers.CharField(allow_blank=True)
    keywords = serializers.CharField(allow_blank=True)
    update_days = serializers.IntegerField(
        allow_null=True, help_text=_("Must be updated every so many days.")
    )
    is_open = serializers.BooleanField(help_text=_("Takes new notices."))


class NoticeRowSerializer(serializers.Serializer):
    """One row of the list."""

    id = serializers.IntegerField()
    url = serializers.URLField(help_text=_("Address of the page for readers."))
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    index_number = serializers.CharField(
        allow_null=True,
        help_text=_("Null for at most a minute after a timed release."),
    )
    document_number = serializers.CharField(allow_blank=True)
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    board_slug = serializers.CharField(help_text=_("Name of the board in addresses."))
    kind = serializers.ChoiceField(choices=Kind.choices)
    theme = serializers.ChoiceField(choices=Theme.choices, allow_blank=True)
    genre = serializers.ChoiceField(choices=Genre.choices, allow_blank=True)
    stage = serializers.ChoiceField(choices=Stage.choices, allow_blank=True)
    keywords = serializers.CharField(allow_blank=True)
    issued_on = serializers.DateField(allow_null=True)
    published_at = serializers.DateTimeField(help_text=_("In UTC."))
    recorded_at = serializers.DateTimeField(
        allow_null=True,
        help_text=_(
            "When this portal took it in; later than published_at if migrated."
        ),
    )
    effective_from = serializers.DateField(allow_null=True)
    effective_until = serializers.DateField(allow_null=True)
    validity = serializers.ChoiceField(
        choices=Validity.choices, allow_blank=True, help_text=_("As it was entered.")
    )
    validity_now = serializers.ChoiceField(
        choices=Validity.choices,
        allow_blank=True,
        help_text=_("As it stands today: after its last day of effect it is expired."),
    )
    is_migrated = serializers.BooleanField(
        help_text=_("Taken over from an older site under the day it bore there.")
    )
    interprets = serializers.IntegerField(
        allow_null=True, help_text=_("Number of the policy that this text explains.")
    )


class NoticeListedSerializer(NoticeRowSerializer):
    body = serializers.CharField(
        required=False, help_text=_("HTML; only where `fields` asks for it.")
    )
    highlight = HighlightSerializer(
        required=False, help_text=_("Only where `highlight` asks for it.")
    )


class AttachmentSerializer(serializers.Serializer):
    title = serializers.CharField()
    file_name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField(help_text=_("In bytes."))
    sha256 = serializers.CharField(help_text=_("Digest of the file at `url`."))
    url = serializers.URLField(help_text=_("The file itself."))
    page_url = serializers.URLField(
        help_text=_("Address of the page on which readers read the file.")
    )
    pages = serializers.IntegerField(
        allow_null=True,
        help_text=_(
            "Pages of a PDF, sheets of a workbook; null for other kinds, and while"
            " the file has not been opened."
        ),
    )
    has_text = serializers.BooleanField(
        allow_null=True,
        help_text=_(
            "False: a scan or picture, nothing in it can be searched or read aloud."
            " Null: not known."
        ),
    )


class CoPublisherSerializer(serializers.Serializer):
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    is_lead = serializers.BooleanField()


class PostingPeriodSerializer(serializers.Serializer):
    """How long a notice is open to objections (公示期)."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    length = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=PostingUnit.choices)
    objection_unit = serializers.CharField()
    objection_telephone = serializers.CharField(allow_blank=True)
    objection_form = serializers.CharField(allow_blank=True)
    result = serializers.ChoiceField(choices=PostingResult.choices, allow_blank=True)
    result_note = serializers.CharField(allow_blank=True)
    afterwards = serializers.ChoiceField(choices=PostingAfter.choices)


class InterpretationSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField()
    published_at = serializers.DateTimeField()
    url = serializers.URLField()


class OverrideSerializer(serializers.Serializer):
    """特批: who let it out before all steps of its review were decided, and why."""

    by = serializers.CharField()
    reason = serializers.CharField()


class WarningStateSerializer(serializers.Serializer):
    """Whether a warning holds at the moment of the answer. What ended it early is no
    part of its signed structure."""

    state = serializers.ChoiceField(choices=WarningState.choices)
    ended_at = serializers.DateTimeField(
        allow_null=True, help_text=_("When it was ended before its time, in UTC.")
    )
    end_note = serializers.CharField(
        allow_blank=True, help_text=_("Why it was ended early.")
    )


class FulfilledDutySerializer(serializers.Serializer):
    """Which duty (公开事项) the notice fulfils, and for which period."""

    id = serializers.IntegerField(help_text=_("Number of the duty."))
    url = serializers.URLField(help_text=_("Address of the page for readers."))
    code = serializers.CharField(
        allow_blank=True, help_text=_("Of the item in the catalogue of its unit.")
    )
    title = serializers.CharField()
    period = serializers.CharField(help_text=_("2026, 2026-H1, 2026-Q1 or 2026-01."))
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(
        choices=SLOT_STATES,
        allow_null=True,
        help_text=_("Null while the site does not show to all what is owed."),
    )


@extend_schema_field(
    PolymorphicProxySerializer(
        "NoticeStructure", structure_shapes, resource_type_field_name="kind"
    )
)
class StructureField(serializers.DictField):
    """One of structure_shapes."""


class NoticeSerializer(NoticeRowSerializer):
    """All that is public of one notice."""

    body = serializers.CharField(allow_blank=True, help_text=_("HTML."))
    service_audience = serializers.ChoiceField(
        choices=ServiceAudience.choices, allow_blank=True
    )
    disclosure = serializers.ChoiceField(choices=DisclosureAttribute.choices)
    disclosure_basis = serializers.CharField(allow_blank=True)
    term = serializers.ChoiceField(choices=Term.choices)
    source_url = serializers.CharField(allow_blank=True)
    responsible_editor = serializers.CharField(allow_blank=True)
    section = serializers.CharField(allow_blank=True)
    original_url = serializers.CharField(allow_blank=True)
    legacy_index_number = serializers.CharField(allow_blank=True)
    attachments = AttachmentSerializer(many=True)
    co_publishers = CoPublisherSerializer(many=True)
    posting_period = PostingPeriodSerializer(allow_null=True)
    interpretations = InterpretationSerializer(many=True)
    override = OverrideSerializer(
        allow_null=True,
        help_text=_("Of the newest version that went out by override, if any did."),
    )
    structure = StructureField(
        allow_null=True, help_text=_("Structured content; its shape goes by the kind.")
    )
    warning_state = WarningStateSerializer(
        allow_null=True,
        help_text=_("Of a warning: whether it holds; null for other kinds."),
    )
    duties = FulfilledDutySerializer(
        many=True, help_text=_("What it fulfils in the ledger of disclosure.")
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        # A serializer has an attribute `source` of its own.
        return super().get_fields() | {"source": serializers.CharField()}


class ShortTextSerializer(serializers.Serializer):
    """A notice in at most 200 characters, made from what was signed."""

    led = serializers.CharField(help_text=_("For LED lines."))
    spoken = serializers.CharField(
        help_text=_("For loudspeakers: numbers as they are read out.")
    )
