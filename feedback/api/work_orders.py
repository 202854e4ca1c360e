"""Work orders of a hotline (12345): handed in, followed, rated, added to."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from directories.api.tokened import TokenViewSet
from disclosure_portal.foundation.api.errors import invalid
from disclosure_portal.foundation.api.pagination import MAX_LIMIT, limit_of
from notices.api.submissions.serializers import SOURCE_ID

from ..models import LetterStatus, Reply, WorkOrder, WorkOrderStep
from ..work_orders import (
    is_barred,
    order_of,
    rate_order,
    supplement_order,
    take_in,
    told_after,
)
from . import order_documents as said
from .order_intake import (
    SentOrderSerializer,
    SentRatingSerializer,
    SentSupplementSerializer,
    given_of,
)
from .told import OrderSerializer, answer_row, standing, step_row

SCOPE = "may_handle_letters"
MOST_DIGITS = 18


@extend_schema_view(
    create=said.CREATE,
    retrieve=said.RETRIEVE,
    steps=said.STEPS_TOLD,
    rating=said.RATING,
    supplement=said.SUPPLEMENT,
)
class WorkOrderViewSet(TokenViewSet):
    """A system hands in and sees its own orders only, by its own keys."""

    serializer_class = OrderSerializer
    pagination_class = None
    lookup_field = "source_id"
    lookup_value_regex = SOURCE_ID
    parameters = {"steps": frozenset({"after", "limit"})}
    scopes = dict.fromkeys(
        ("create", "retrieve", "steps", "rating", "supplement"), SCOPE
    )

    def create(self, request: Request) -> Response:
        sent = self._sent(SentOrderSerializer)
        system, key = self.token.system, sent["source_id"]
        known = order_of(system, key)
        if known is not None:
            return Response(self._state(known))
        order, is_new = take_in(system, key, given_of(sent), by=self.account)
        return Response(self._state(order), 201 if is_new else 200)

    def retrieve(self, request: Request, source_id: str) -> Response:
        return Response(self._state(self._order(source_id)))

    @action(detail=False, methods=["get"])
    def steps(self, request: Request) -> Response:
        after = _after(request)
        limit = limit_of(request.query_params.get("limit", str(MAX_LIMIT)))
        told = list(told_after(self.token.system, after, self.account)[:limit])
        last = told[-1].seq if told else after
        return Response({"results": _step_rows(told), "last": last})

    @action(detail=True, methods=["post"])
    def rating(self, request: Request, source_id: str) -> Response:
        sent = self._sent(SentRatingSerializer)
        order = self._open_order(source_id)
        reason = sent.get("reason", "")
        is_new = rate_order(order, sent["grade"], reason, by=self.account)
        return Response(self._state(order), 201 if is_new else 200)

    @action(detail=True, methods=["post"])
    def supplement(self, request: Request, source_id: str) -> Response:
        sent = self._sent(SentSupplementSerializer)
        order = self._open_order(source_id)
        is_new = supplement_order(order, sent["text"], by=self.account)
        return Response(self._state(order), 201 if is_new else 200)

    def _sent(self, shape: Any) -> dict[str, Any]:
        """The body, checked. Raises ValidationError."""
        serializer = shape(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        sent: dict[str, Any] = serializer.validated_data
        return sent

    def _order(self, source_id: str) -> WorkOrder:
        found = order_of(self.token.system, source_id)
        if found is None:
            raise Http404
        return found

    def _open_order(self, source_id: str) -> WorkOrder:
        """One that the system may go on with: none that accuses its own house."""
        found = self._order(source_id)
        if is_barred(found, self.account):
            raise Http404
        return found

    def _state(self, order: WorkOrder) -> dict[str, Any]:
        """Of what accuses the system's house no more than the receipt."""
        letter = order.letter
        letter.refresh_from_db()
        state = {"source_id": order.source_id, "grade": None, **standing(letter)}
        if is_barred(order, self.account):
            first = {"status": LetterStatus.SUBMITTED, "due_on": letter.promised_on}
            return {**state, **first, "is_open": True, "answers": []}
        last = letter.ratings.order_by("-round").first()
        return {**state, "grade": last.grade if last else None}


def _after(request: Request) -> int:
    text = request.query_params.get("after", "0")
    if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        return int(text)
    raise invalid("after", "invalid", _("Give the number of a step, or 0."))


def _step_rows(told: list[WorkOrderStep]) -> list[dict[str, Any]]:
    """Two queries at most, however many there are."""
    keys = [row.step.facts["reply"] for row in told if "reply" in row.step.facts]
    sent = Reply.objects.filter(pk__in=keys).select_related("agency") if keys else []
    replies = {reply.pk: reply for reply in sent}
    return [_told(row, replies) for row in told]


def _told(row: WorkOrderStep, replies: dict[int, Reply]) -> dict[str, Any]:
    letter, facts = row.order.letter, row.step.facts
    reply = replies.get(facts.get("reply", 0))
    return {
        "seq": row.seq,
        "source_id": row.order.source_id,
        "number": letter.number,
        "due_on": letter.due_on,
        "ground": facts.get("ground", ""),
        "grade": facts.get("grade"),
        "answer": answer_row(reply, letter) if reply else None,
        **step_row(row.step, letter),
    }
