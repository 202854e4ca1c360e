"""Notices of units' own systems: handed in, followed, never signed."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from directories.api.tokened import TokenViewSet
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.api.errors import invalid
from disclosure_portal.foundation.api.pagination import (
    PARAMETERS,
    ColumnPagination,
    Listing,
)
from disclosure_portal.foundation.api.parsers import StrictJSONParser

from ...attaching import detach
from ...models import Notice, NoticeAttachment, NoticeStatus
from ...received_recipients import take_recipient_rows, take_recipient_sheet
from ...received_structure import RefusedParts
from ...receiving import NoLongerDraft, in_hand
from ...review import submit
from ...withdrawal_requests import ask_withdrawal
from . import documents as said
from .content import attachment_row, rows_of, state_of, told
from .files import attach_once
from .intake import receive
from .serializers import (
    SOURCE_ID,
    NothingSerializer,
    SentFileSerializer,
    SentNoticeSerializer,
    SentRecipientFileSerializer,
    SentRecipientsSerializer,
    SentRequestSerializer,
    SubmissionRowSerializer,
)

NUMBER = "[0-9]{1,18}"


@extend_schema_view(
    list=said.LIST,
    create=said.CREATE,
    retrieve=said.RETRIEVE,
    submit=said.SUBMIT,
    attachments=said.ATTACH,
    remove=said.REMOVE,
    recipients=said.RECIPIENTS,
    withdrawal_request=said.ASK,
)
class SubmissionViewSet(TokenViewSet):
    """A system sees and changes its own notices only, by its own keys."""

    serializer_class = SubmissionRowSerializer
    pagination_class = ColumnPagination
    paging_column = "id"
    lookup_field = "source_id"
    lookup_value_regex = SOURCE_ID
    parameters = {
        "list": PARAMETERS | {"status"},
        "create": frozenset({"dry_run"}),
        "submit": frozenset({"dry_run"}),
    }
    scopes = {
        "create": "may_write",
        "attachments": "may_write",
        "remove": "may_write",
        "recipients": "may_write",
        "submit": "may_submit",
        "withdrawal_request": "may_ask_withdrawal",
    }

    def list(self, request: Request) -> Response:
        notices = self._notices()
        if status := _status(request):
            notices = notices.filter(status=status)
        listing = Listing(lambda _until: rows_of(notices), None)
        page: Any = self.paginate_queryset(listing)
        return self.get_paginated_response([told(row) for row in page])

    def create(self, request: Request) -> Response:
        sent = self._sent(SentNoticeSerializer)
        is_dry = _is_dry(request)
        received = receive(self.token, sent, by=self.account, is_dry=is_dry)
        if is_dry:
            return Response(received.state)
        if received.is_correction:
            return self._accepted(received.state)
        return Response(received.state, 201 if received.is_new else 200)

    def retrieve(self, request: Request, source_id: str) -> Response:
        return self._state(self._notice(source_id))

    @action(detail=True, methods=["post"])
    def submit(self, request: Request, source_id: str) -> Response:
        self._sent(NothingSerializer)
        notice = self._in_hand(source_id)
        if notice.status != NoticeStatus.DRAFT:
            raise NoLongerDraft(notice.status)
        if not _is_dry(request):
            submit(notice, by=self.account)
        return self._state(notice)

    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def attachments(self, request: Request, source_id: str) -> Response:
        sent = self._sent(SentFileSerializer)
        notice = self._in_hand(source_id)
        title = sent.get("title", "")
        file, is_new = attach_once(notice, sent["file"], title, by=self.account)
        return Response(attachment_row(file), 201 if is_new else 200)

    @action(
        detail=True,
        methods=["post"],
        url_path=f"attachments/(?P<attachment>{NUMBER})/remove",
    )
    def remove(self, request: Request, source_id: str, attachment: str) -> Response:
        self._sent(NothingSerializer)
        notice = self._in_hand(source_id)
        file = NoticeAttachment.objects.filter(notice=notice, pk=attachment).first()
        if file is None:
            raise Http404
        detach(file, by=self.account)
        return self._state(self._notice(source_id))

    @action(
        detail=True,
        methods=["post"],
        parser_classes=[StrictJSONParser, MultiPartParser],
    )
    def recipients(self, request: Request, source_id: str) -> Response:
        notice = self._in_hand(source_id)
        if "multipart" in (request.content_type or ""):
            file = self._sent(SentRecipientFileSerializer)["file"]
            take_recipient_sheet(
                notice, file_name=file.name, chunks=file.chunks(), by=self.account
            )
        else:
            rows = self._sent(SentRecipientsSerializer)["rows"]
            take_recipient_rows(notice, rows, by=self.account)
        return self._state(self._notice(source_id))

    @action(detail=True, methods=["post"], url_path="withdrawal-request")
    def withdrawal_request(self, request: Request, source_id: str) -> Response:
        sent = self._sent(SentRequestSerializer)
        notice = self._notice(source_id)
        _asked, is_new = ask_withdrawal(notice, by=self.account, **sent)
        state = state_of(notice, by=self.account)
        return Response(state, 202 if is_new else 200)

    def _sent(self, shape: Any) -> dict[str, Any]:
        """The body, checked. Raises ValidationError."""
        context = {"now": clock.now()}
        serializer = shape(data=self.request.data, context=context)
        serializer.is_valid(raise_exception=True)
        sent: dict[str, Any] = serializer.validated_data
        return sent

    def _notices(self) -> Any:
        return Notice.objects.filter(origin__system=self.token.system_id)

    def _notice(self, source_id: str) -> Notice:
        found: Notice | None = (
            self._notices()
            .filter(origin__source_id=source_id)
            .select_related("agency", "board")
            .first()
        )
        if found is None:
            raise Http404
        return found

    def _in_hand(self, source_id: str) -> Notice:
        """What is written on under the key: of a public notice its correction."""
        return in_hand(self._notice(source_id), by=self.account)

    def _state(self, notice: Notice) -> Response:
        return Response(state_of(notice.corrects or notice, by=self.account))

    def _accepted(self, state: dict[str, Any]) -> Response:
        address = reverse("api-submission-detail", args=[state["source_id"]])
        return Response(state, 202, headers={"Location": address})

    def handle_exception(self, exc: Exception) -> Response:
        known = _by_field(exc) if isinstance(exc, RefusedParts) else exc
        return super().handle_exception(known)


def _by_field(refused: RefusedParts) -> ValidationError:
    found: dict[str, list[ErrorDetail]] = {}
    for fault in refused.faults:
        place = fault.place or "non_field_errors"
        found.setdefault(place, []).append(ErrorDetail(fault.message, fault.code))
    return ValidationError(found)


def _is_dry(request: Request) -> bool:
    value = request.query_params.get("dry_run", "false")
    if value not in ("true", "false"):
        raise invalid("dry_run", "invalid", str(_("Write true or false.")))
    return value == "true"


def _status(request: Request) -> str:
    value = request.query_params.get("status", "")
    if value and value not in NoticeStatus.values:
        raise invalid("status", "unknown_value", str(_("There is no such status.")))
    return value
