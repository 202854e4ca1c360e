"""The shapes in which units' systems send notices and are answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.fields import empty

from disclosure_portal.foundation.official_text import without_controls

from ...models import (
    Decision,
    DisclosureAttribute,
    Genre,
    Kind,
    NoticeStatus,
    PostingAfter,
    PostingUnit,
    ServiceAudience,
    Stage,
    StepRole,
    Term,
    Theme,
    Validity,
    WithdrawalGround,
)
from ..serializers import NoticeSerializer, StructureField

SOURCE_ID = "[0-9A-Za-z][0-9A-Za-z._:-]{0,63}"
FIRST_YEAR, LAST_YEAR = 1949, 2100
MOST_CO_PUBLISHERS = 50
# What stands where bytes could not be read.
LOST = "\ufffd"


def in_our_times(value: Any) -> None:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise serializers.ValidationError(
            gettext("This day is out of range."), "out_of_range"
        )


class SentText(serializers.CharField):
    """Text as a clerk's form takes it, without the characters that nobody sees. What
    was not sent as UTF-8 has lost its words already, and is refused."""

    default_error_messages = {
        "not_utf8": _("This is not UTF-8: send the text again in that encoding.")
    }

    def run_validation(self, data: Any = empty) -> Any:
        if isinstance(data, str):
            if LOST in data:
                self.fail("not_utf8")
            data = without_controls(data)
        return super().run_validation(data)


class SentMoment(serializers.DateTimeField):
    """A day alone is no moment; without a zone it is the county's time."""

    def to_internal_value(self, value: Any) -> Any:
        if isinstance(value, str) and ":" not in value:
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss+08:00")
        return super().to_internal_value(value)


class KnownFieldsSerializer(serializers.Serializer):
    """A field that nobody knows is a mistake of who sends it, and is named.
    `ignored` are those that are only read."""

    ignored: frozenset[str] = frozenset()

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            known = self.fields.keys() | self.ignored
            message = gettext("There is no such field.")
            strange = {
                str(name)[:40]: [ErrorDetail(message, "unknown_field")]
                for name in data
                if name not in known
            }
            if strange:
                raise serializers.ValidationError(strange)
        return super().to_internal_value(data)


def text(length: int, help_text: Any = None) -> SentText:
    return SentText(
        max_length=length, required=False, allow_blank=True, help_text=help_text
    )


def choice(choices: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(
        choices=choices.choices, required=False, allow_blank=True
    )


def day() -> serializers.DateField:
    return serializers.DateField(
        required=False, allow_null=True, validators=[in_our_times]
    )


class SentPeriodSerializer(KnownFieldsSerializer):
    """公示期: its end is computed."""

    ignored = frozenset({"ends_on", "result", "result_note"})

    starts_on = serializers.DateField(validators=[in_our_times])
    length = serializers.IntegerField(min_value=1, max_value=365)
    unit = serializers.ChoiceField(choices=PostingUnit.choices, required=False)
    objection_unit = SentText(max_length=100)
    objection_telephone = text(60)
    objection_form = text(200)
    afterwards = serializers.ChoiceField(choices=PostingAfter.choices, required=False)


class SentCoPublisherSerializer(KnownFieldsSerializer):
    ignored = frozenset({"agency_name", "is_lead"})

    agency_code = serializers.CharField(max_length=40)


class SentStructureField(StructureField):
    """Read by notices.received_structure, which knows the columns of each kind."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            self.fail("not_a_dict", input_type=type(data).__name__)
        return data


class SentNoticeSerializer(KnownFieldsSerializer):
    """A notice with its provenance. What is left out is empty afterwards; files,
    recipients and a structure that is left out stay as they are."""

    ignored = frozenset(NoticeSerializer().fields)

    source_id = serializers.RegexField(
        f"^{SOURCE_ID}\\Z",
        help_text=_("The key in your system; the same key means the same notice."),
    )
    reviewer = SentText(max_length=60, help_text=_("Who reviewed it in your system."))
    reviewed_at = SentMoment(
        validators=[in_our_times], help_text=_("When; not later than now.")
    )
    agency_code = serializers.CharField(
        max_length=40,
        required=False,
        allow_blank=True,
        help_text=_("Left out: the unit of the system."),
    )
    board_slug = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    title = SentText(max_length=200)
    summary = text(100)
    body = SentText(
        required=False,
        allow_blank=True,
        max_length=2_000_000,
        help_text=_("HTML, or plain text."),
    )
    document_number = text(60)
    issued_on = day()
    effective_from = day()
    effective_until = day()
    validity = choice(Validity)
    theme = choice(Theme)
    genre = choice(Genre)
    stage = choice(Stage)
    service_audience = choice(ServiceAudience)
    keywords = text(100)
    interprets = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=(1 << 63) - 1
    )
    release_at = SentMoment(required=False, allow_null=True, validators=[in_our_times])
    posting_until = day()
    disclosure = choice(DisclosureAttribute)
    disclosure_basis = text(200)
    term = choice(Term)
    source_url = text(500)
    responsible_editor = text(60)
    section = text(60)
    co_publishers: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=SentCoPublisherSerializer(),
        required=False,
        max_length=MOST_CO_PUBLISHERS,
    )
    posting_period = SentPeriodSerializer(required=False, allow_null=True)
    change_note = text(
        300,
        _("Required where the notice is public: what is corrected, for all to read."),
    )
    reason = text(300, _("Of a correction: why; public, too."))
    structure = SentStructureField(
        required=False,
        allow_null=True,
        help_text=_("As it is read: lines and facts of the kind."),
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        # A serializer has an attribute `source` of its own.
        return super().get_fields() | {"source": text(100)}

    def validate_reviewed_at(self, moment: datetime) -> datetime:
        if moment > self.context["now"]:
            raise serializers.ValidationError(
                gettext("This moment has not come yet."), "in_future"
            )
        return moment


class OneFileSerializer(KnownFieldsSerializer):
    """Of two files in one request one would be dropped in silence."""

    file = serializers.FileField(allow_empty_file=True)

    def validate_file(self, file: Any) -> Any:
        if len(self.initial_data.getlist("file")) > 1:
            said = gettext("Send one file with each request.")
            raise serializers.ValidationError(said, "several_files")
        if LOST in file.name:
            raise serializers.ValidationError(
                SentText.default_error_messages["not_utf8"], "not_utf8"
            )
        return file


class SentFileSerializer(OneFileSerializer):
    title = text(200)


class SentRecipientFileSerializer(OneFileSerializer):
    """The sheet, in the columns of the template."""


class SentRecipientsSerializer(KnownFieldsSerializer):
    rows = serializers.ListField(
        child=serializers.DictField(),
        allow_empty=False,
        help_text=_(
            "Objects with the columns of the template: name, check, township, village,"
            " group, quantity, standard, amount, status, remark."
        ),
    )


class SentRequestSerializer(KnownFieldsSerializer):
    ground = serializers.ChoiceField(choices=WithdrawalGround.choices)
    reason = SentText(max_length=1000)


class NothingSerializer(KnownFieldsSerializer):
    """An empty object."""


# --- Answers -------------------------------------------------------------------------


class SubmissionRowSerializer(serializers.Serializer):
    """One notice of the system, as a row."""

    id = serializers.IntegerField(help_text=_("Number of the notice in this portal."))
    source_id = serializers.CharField()
    title = serializers.CharField()
    agency_code = serializers.CharField()
    board_slug = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    status = serializers.ChoiceField(choices=NoticeStatus.choices)
    step = serializers.CharField(
        allow_blank=True,
        help_text=_("Code of the step that waits for a decision, while in review."),
    )
    reviewer = serializers.CharField()
    reviewed_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    release_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    index_number = serializers.CharField(allow_blank=True)


class RefusalSerializer(serializers.Serializer):
    code = serializers.CharField()
    detail = serializers.CharField()


class StepSerializer(serializers.Serializer):
    """One step of the review; `decision` is empty while it is open."""

    code = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=StepRole.choices)
    decision = serializers.ChoiceField(choices=Decision.choices, allow_null=True)
    at = serializers.DateTimeField(allow_null=True)
    is_override = serializers.BooleanField()


class ReturnSerializer(serializers.Serializer):
    round = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)


class OwnAttachmentSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField()
    file_name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField(help_text=_("In bytes, of the public copy."))
    sha256 = serializers.CharField(help_text=_("Digest of the file as it was sent."))


class RecipientFiguresSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    amount = serializers.DecimalField(max_digits=17, decimal_places=2)


class AskedWithdrawalSerializer(serializers.Serializer):
    ground = serializers.ChoiceField(choices=WithdrawalGround.choices)
    reason = serializers.CharField()
    at = serializers.DateTimeField()
    declined_at = serializers.DateTimeField(allow_null=True)
    decline_reason = serializers.CharField(allow_blank=True)


class WithdrawalSerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    ground = serializers.ChoiceField(choices=WithdrawalGround.choices)
    reason = serializers.CharField()


class OpenCorrectionSerializer(serializers.Serializer):
    """A correction that is not signed yet; what is public stays as it is."""

    status = serializers.ChoiceField(choices=NoticeStatus.choices)
    title = serializers.CharField()
    change_note = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    opened_at = serializers.DateTimeField()
    opened_here = serializers.BooleanField(
        help_text=_("False: begun at the desk, and not to be changed by the system.")
    )
    submitted_at = serializers.DateTimeField(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField())
    refusals = RefusalSerializer(many=True)
    returns = ReturnSerializer(many=True)
    attachments = OwnAttachmentSerializer(many=True)
    recipients = RecipientFiguresSerializer(allow_null=True)


class SubmissionSerializer(SubmissionRowSerializer):
    """Where a notice stands."""

    id = serializers.IntegerField(
        allow_null=True,
        help_text=_(
            "Number of the notice in this portal; null of a new one's dry run."
        ),
    )
    url = serializers.URLField(
        allow_null=True, help_text=_("Public address, once it is public.")
    )
    missing = serializers.ListField(
        child=serializers.CharField(),
        help_text=_("Of a draft: what must still be sent before it can be submitted."),
    )
    refusals = RefusalSerializer(
        many=True, help_text=_("Of a draft: why it would be refused if submitted now.")
    )
    steps = StepSerializer(
        many=True, help_text=_("Of the newest round, in their order.")
    )
    returns = ReturnSerializer(
        many=True, help_text=_("Each time it was sent back, and why; oldest first.")
    )
    attachments = OwnAttachmentSerializer(many=True)
    recipients = RecipientFiguresSerializer(allow_null=True)
    withdrawal_request = AskedWithdrawalSerializer(allow_null=True)
    withdrawal = WithdrawalSerializer(allow_null=True)
    revision = serializers.IntegerField(
        help_text=_("Number of its newest public version; 0 before the first.")
    )
    correction = OpenCorrectionSerializer(allow_null=True)
