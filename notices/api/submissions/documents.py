"""What the schema says of each operation on submissions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from disclosure_portal.foundation.api.documents import answers

from ...models import NoticeStatus
from .examples import (
    ATTACHMENT_EXAMPLE,
    ROW_EXAMPLE,
    SENT_CORRECTION_EXAMPLE,
    SENT_EXAMPLE,
    SENT_FEES_EXAMPLE,
    SENT_RECIPIENTS_EXAMPLE,
    SENT_REQUEST_EXAMPLE,
    STATE_EXAMPLE,
)
from .serializers import (
    SOURCE_ID,
    NothingSerializer,
    OwnAttachmentSerializer,
    SentFileSerializer,
    SentNoticeSerializer,
    SentRecipientFileSerializer,
    SentRecipientsSerializer,
    SentRequestSerializer,
    SubmissionRowSerializer,
    SubmissionSerializer,
)

JSON, FORM = "application/json", "multipart/form-data"
CLOSED = (401, 403)
BODY = (400, *CLOSED, 404, 409, 413, 415)
KEY = OpenApiParameter(
    "source_id",
    {"type": "string", "pattern": f"^{SOURCE_ID}$"},
    OpenApiParameter.PATH,
    description=_("The key of the notice in your system."),
)
DRY_RUN = OpenApiParameter(
    "dry_run",
    OpenApiTypes.BOOL,
    default=False,
    description=_("True: nothing is written; the answer says what would come of it."),
)
STATUS = OpenApiParameter(
    "status", str, enum=NoticeStatus.values, description=_("Only those in this status.")
)
LIST = extend_schema(
    summary=_("Notices that this system handed in"),
    description=_("In the order in which they came; each with where it stands."),
    parameters=[STATUS],
    responses=answers(SubmissionRowSerializer(many=True), 400, *CLOSED),
    examples=[ROW_EXAMPLE],
)
CREATE = extend_schema(
    summary=_("Hand in a notice as a draft, change the draft, or correct the notice"),
    description=_(
        "The source_id makes it repeatable: unknown, a draft is made (201); a draft,"
        " its content is replaced (200); published, a correction is begun or the one"
        " begun is replaced, with its change_note (202), and what is public stays until"
        " it is signed; in review, approved, withdrawn or archived, nothing changes"
        " (409, the code is the status; correction_open: somebody at the desk corrects"
        " it)."
    ),
    parameters=[DRY_RUN],
    request=SentNoticeSerializer,
    responses=answers(
        SubmissionSerializer, 400, *CLOSED, 409, 413, 415, success=(200, 201, 202)
    ),
    examples=[
        SENT_EXAMPLE,
        SENT_FEES_EXAMPLE,
        SENT_CORRECTION_EXAMPLE,
        STATE_EXAMPLE,
    ],
)
RETRIEVE = extend_schema(
    summary=_("Where a notice stands, and why it was sent back"),
    description=_("Of this system's own notices only."),
    parameters=[KEY],
    responses=answers(SubmissionSerializer, *CLOSED, 404),
    examples=[STATE_EXAMPLE],
)
SUBMIT = extend_schema(
    summary=_("Hand a draft to the approver"),
    description=_(
        "From then on its content is frozen. With dry_run the answer says what is"
        " missing or would be refused."
    ),
    parameters=[KEY, DRY_RUN],
    request=NothingSerializer,
    responses=answers(SubmissionSerializer, *BODY),
    examples=[STATE_EXAMPLE],
)
ATTACH = extend_schema(
    summary=_("Put a file on a draft"),
    description=_(
        "Judged by its content, whatever its name says. The same file again is the"
        " same attachment (200)."
    ),
    parameters=[KEY],
    request={FORM: SentFileSerializer},
    responses=answers(OwnAttachmentSerializer, *BODY, success=(200, 201)),
    examples=[ATTACHMENT_EXAMPLE],
)
REMOVE = extend_schema(
    summary=_("Take a file off a draft"),
    description=_("Of what was submitted nothing is removed."),
    parameters=[
        KEY,
        OpenApiParameter(
            "attachment",
            {"type": "integer", "minimum": 1, "maximum": 10**18 - 1},
            OpenApiParameter.PATH,
        ),
    ],
    request=NothingSerializer,
    responses=answers(SubmissionSerializer, *BODY),
    examples=[STATE_EXAMPLE],
)
RECIPIENTS = extend_schema(
    summary=_("Give a subsidy notice its recipient list"),
    description=_(
        "A sheet or rows; the list replaces the one before, or all of it is refused."
        " Full names and check values are used to make keys and are never kept; the"
        " answer and the errors repeat none of them."
    ),
    parameters=[KEY],
    request={JSON: SentRecipientsSerializer, FORM: SentRecipientFileSerializer},
    responses=answers(SubmissionSerializer, *BODY),
    examples=[SENT_RECIPIENTS_EXAMPLE, STATE_EXAMPLE],
)
ASK = extend_schema(
    summary=_("Ask that a public notice be withdrawn"),
    description=_(
        "Withdrawing is the approver's deed, as signing is: the request waits at the"
        " desk (202). The same request again changes nothing (200)."
    ),
    parameters=[KEY],
    request=SentRequestSerializer,
    responses=answers(SubmissionSerializer, *BODY, success=(200, 202)),
    examples=[SENT_REQUEST_EXAMPLE, STATE_EXAMPLE],
)
