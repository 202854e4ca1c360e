"""A letter by number and code, as its page shows it: kept by no cache."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.decorators.common import no_append_slash
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import NotFound, Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from directories.api.tokened import ByContentType
from disclosure_portal.foundation.api.documents import answers
from disclosure_portal.foundation.api.errors import refuse_strange
from disclosure_portal.foundation.api.parsers import StrictJSONParser
from disclosure_portal.foundation.api.renderers import OrjsonRenderer
from disclosure_portal.foundation.api.throttling import ReadThrottle
from disclosure_portal.foundation.limits import network_of
from disclosure_portal.foundation.sign_in import address_of
from notices.api.submissions.serializers import KnownFieldsSerializer, SentText

from ..clock_words import clock_lines
from ..letter_clock import counted
from ..models import TOLD_TO_THE_WRITER, Letter, LetterStatus
from ..sending_limits import wait_before_tracking
from ..tracking_page import NO_SUCH_LETTER, digits_of, letter_of, may_rate
from .told import TrackedSerializer, standing, step_rows

ASKED = {"number": "2026000032", "code": "04719823"}
TRACKED: dict[str, Any] = {
    "number": "2026000032",
    "kind": "complaint",
    "status": "submitted",
    "received_at": "2026-03-02T02:20:00Z",
    "due_on": "2026-03-09",
    "is_open": True,
    "answers": [],
    "title": "幸福路路灯不亮",
    "clock": [
        "2026年3月2日（星期一）收到，当日不计。",
        "自2026年3月3日（星期二）起算。",
        "2026年3月3日（星期二）至2026年3月9日（星期一）：计5个工作日。",
        "办理期限为5个工作日，于2026年3月9日（星期一）当日结束时届满。",
        "当年放假安排尚未公布，这一日期可能变动。",
    ],
    "steps": [
        {
            "kind": "submitted",
            "title": "已提交",
            "at": "2026-03-02T02:20:00Z",
            "unit": "县政府办",
            "message": "",
        }
    ],
    "is_asked": False,
    "may_rate": False,
}


class TrackSerializer(KnownFieldsSerializer):
    """Both as on the receipt, with or without spaces."""

    number = SentText(max_length=30)
    code = SentText(max_length=30)


@extend_schema_view(
    create=extend_schema(
        summary=_("Follow a letter"),
        description=_(
            "By number and query code; 404 for a wrong one of either. Tries are counted"
            " together with those on the page."
        ),
        request=TrackSerializer,
        responses=answers(TrackedSerializer, 400, 404, 413, 415),
        examples=[
            OpenApiExample("receipt", value=ASKED, request_only=True),
            OpenApiExample("letter", value=TRACKED, response_only=True),
        ],
    )
)
class TrackViewSet(GenericViewSet):
    """A POST, so that no log keeps the code."""

    serializer_class: type[serializers.Serializer] = TrackedSerializer
    authentication_classes = ()
    renderer_classes = (OrjsonRenderer,)
    parser_classes = (StrictJSONParser,)
    content_negotiation_class = ByContentType
    throttle_classes = (ReadThrottle,)
    throttle_scope = "detail"

    @no_append_slash
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)

    @sensitive_variables()
    def create(self, request: Request) -> Response:
        refuse_strange(request, frozenset())
        sent = TrackSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        number, code = (digits_of(sent.validated_data[each]) for each in ASKED)
        place = network_of(address_of(request._request))
        if wait := wait_before_tracking(number, place):
            raise Throttled(wait)
        letter = letter_of(number, code)
        if letter is None:
            raise NotFound(str(NO_SUCH_LETTER))
        return Response(_told(letter), headers={"Cache-Control": "no-store"})


def _told(letter: Letter) -> dict[str, Any]:
    rows = letter.steps.filter(kind__in=TOLD_TO_THE_WRITER).select_related("agency")
    found = standing(letter)
    return {
        **found,
        "title": letter.title,
        "clock": [str(line) for line in clock_lines(counted(letter))],
        "steps": step_rows(letter, rows),
        "is_asked": letter.status == LetterStatus.WAITING,
        "may_rate": may_rate(letter, len(found["answers"])),
    }
