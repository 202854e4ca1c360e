"""What the schema says of work orders, with an example of each: a fictional county."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from disclosure_portal.foundation.api.documents import answers
from notices.api.submissions.serializers import SOURCE_ID

from .order_intake import (
    SentOrderSerializer,
    SentRatingSerializer,
    SentSupplementSerializer,
)
from .told import OrderSerializer, OrderStepsSerializer

SENT: dict[str, Any] = {
    "source_id": "12345-20260302-0087",
    "mailbox": "hotline",
    "kind": "complaint",
    "title": "幸福路路灯不亮",
    "text": "幸福路12号门前的路灯三天不亮，请派人修理。",
    "unit": "990000-zjj",
    "place_words": "幸福路12号",
    "name": "王小明",
    "telephone": "13800138000",
    "received_at": "2026-03-02T10:20:00+08:00",
}
ANSWER: dict[str, Any] = {
    "unit": "住建局",
    "sent_at": "2026-03-04T02:00:00Z",
    "text": "您好！路灯已于昨日修复。",
    "remedies": "",
}
STATE: dict[str, Any] = {
    "source_id": "12345-20260302-0087",
    "grade": None,
    "number": "2026000001",
    "kind": "complaint",
    "status": "answered",
    "received_at": "2026-03-02T02:20:00Z",
    "due_on": "2026-03-09",
    "is_open": False,
    "answers": [ANSWER],
}
STEPS: dict[str, Any] = {
    "results": [
        {
            "seq": 1,
            "source_id": "12345-20260302-0087",
            "number": "2026000001",
            "due_on": "2026-03-09",
            "ground": "",
            "grade": None,
            "answer": None,
            "kind": "accepted",
            "title": "已受理",
            "at": "2026-03-02T02:30:00Z",
            "unit": "县政府办",
            "message": "",
        },
        {
            "seq": 2,
            "source_id": "12345-20260302-0087",
            "number": "2026000001",
            "due_on": "2026-03-09",
            "ground": "",
            "grade": None,
            "answer": ANSWER,
            "kind": "answered",
            "title": "已答复",
            "at": "2026-03-04T02:00:00Z",
            "unit": "住建局",
            "message": "",
        },
    ],
    "last": 2,
}
RATED: dict[str, Any] = {"grade": 2, "reason": "只修好了一盏。"}
ADDED: dict[str, Any] = {"text": "是东头第三盏。"}


def _sent(name: str, value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(name, value=value, request_only=True)


STATE_EXAMPLE = OpenApiExample("state", value=STATE, response_only=True)
CLOSED = (401, 403)
BODY = (400, *CLOSED, 404, 409, 413, 415)
KEY = OpenApiParameter(
    "source_id",
    {"type": "string", "pattern": f"^{SOURCE_ID}$"},
    OpenApiParameter.PATH,
    description=_("The number of the order in your system."),
)
CREATE = extend_schema(
    summary=_("Hand in a work order"),
    description=_(
        "The source_id makes it repeatable: unknown, a letter is made (201); known, the"
        " same letter is answered and nothing changes (200). What accuses a unit goes"
        " past it; a system whose own house is accused is told no more than this."
    ),
    request=SentOrderSerializer,
    responses=answers(OrderSerializer, 400, *CLOSED, 413, 415, success=(200, 201)),
    examples=[_sent("order", SENT), STATE_EXAMPLE],
)
RETRIEVE = extend_schema(
    summary=_("How a work order stands"),
    description=_("Of this system's own orders only."),
    parameters=[KEY],
    responses=answers(OrderSerializer, *CLOSED, 404),
    examples=[STATE_EXAMPLE],
)
STEPS_TOLD = extend_schema(
    summary=_("What happened to this system's orders"),
    description=_(
        "In order: ask on with `after`, the `last` of the answer before. No step comes"
        " later under a smaller number. `due_on` is the day as it stands now."
    ),
    parameters=[
        OpenApiParameter(
            "after", {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}, default=0
        ),
        OpenApiParameter(
            "limit", {"type": "integer", "minimum": 1, "maximum": 100}, default=100
        ),
    ],
    responses=answers(OrderStepsSerializer, 400, *CLOSED),
    examples=[OpenApiExample("steps", value=STEPS, response_only=True)],
)
RATING = extend_schema(
    summary=_("What the caller says of the answer"),
    description=_(
        "A grade of 1 or 2 takes the letter up again, once; any other settles it. The"
        " same again changes nothing (200)."
    ),
    parameters=[KEY],
    request=SentRatingSerializer,
    responses=answers(OrderSerializer, *BODY, success=(200, 201)),
    examples=[_sent("rating", RATED), STATE_EXAMPLE],
)
SUPPLEMENT = extend_schema(
    summary=_("What the caller adds when asked"),
    description=_("While the letter waits for it (409 else). The same again: 200."),
    parameters=[KEY],
    request=SentSupplementSerializer,
    responses=answers(OrderSerializer, *BODY, success=(200, 201)),
    examples=[_sent("supplement", ADDED), STATE_EXAMPLE],
)
