"""The log of publications for programs: its lines, head and keys, what a line stands
for, and the same as a feed of changes with a digest for each unit and month."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext, gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from disclosure_portal.foundation.api.documents import answers
from disclosure_portal.foundation.api.errors import Gone, invalid
from disclosure_portal.foundation.api.public import PublicViewSet
from disclosure_portal.foundation.days import day_start, local_day
from disclosure_portal.foundation.models import (
    Receipt,
    ReceiptKey,
    ReceiptKind,
    SignedHead,
)
from disclosure_portal.foundation.pages import state_of
from disclosure_portal.foundation.receipts import moment_text

from ..log_page import number_in
from ..models import Notice, Revision
from ..receipting import NOTICE, OF_REVISIONS
from ..release import settle_due
from ..structures.registry import signed_structure, told_structure
from .content import page_address

MOST = 500
HEAD = ("seq", "digest", "key", "signature", "text")


class LineSerializer(serializers.Serializer):
    """One line; its digest is made of all of it but `form` and `digest`."""

    seq = serializers.IntegerField(help_text=_("1, 2, 3 … without a gap."))
    previous = serializers.CharField(help_text=_("Digest of the line before."))
    kind = serializers.ChoiceField(choices=ReceiptKind.choices)
    subject = serializers.CharField(
        help_text=_("notice; internal: all that is said of it is that there was one.")
    )
    id = serializers.IntegerField(allow_null=True)
    revision = serializers.IntegerField(allow_null=True)
    agency = serializers.CharField(allow_blank=True)
    content = serializers.CharField(help_text=_("SHA-256 of the signed content."))
    files = serializers.ListField(child=serializers.CharField())
    line_sets = serializers.ListField(child=serializers.CharField())
    facts = serializers.DictField(child=serializers.CharField())
    at = serializers.CharField(help_text=_("UTC with microseconds."))
    later = serializers.BooleanField(
        help_text=_("Published before there was a log, recorded later.")
    )
    algorithms = serializers.CharField()
    form = serializers.IntegerField()
    digest = serializers.CharField()


class ChangeSerializer(LineSerializer):
    """A line, with what saves mirrors some work."""

    month = serializers.CharField(help_text=_("Local month, as in `digests`."))
    url = serializers.CharField(
        allow_blank=True, help_text=_("Address of the page for readers.")
    )


class ChangesSerializer(serializers.Serializer):
    results = ChangeSerializer(many=True)
    last = serializers.IntegerField(help_text=_("The newest line there is."))


class LinesSerializer(serializers.Serializer):
    results = LineSerializer(many=True)
    last = serializers.IntegerField(
        help_text=_("The newest line there is; ask again after the last one you got.")
    )


class HeadSerializer(serializers.Serializer):
    seq = serializers.IntegerField()
    digest = serializers.CharField()
    at = serializers.CharField()
    key = serializers.CharField()
    signature = serializers.CharField()
    text = serializers.CharField(help_text=_("What was signed, and the signature."))


class KeySerializer(serializers.Serializer):
    public = serializers.CharField(help_text=_("Ed25519, hexadecimal."))
    first_used_at = serializers.CharField()


class MonthSerializer(serializers.Serializer):
    """All lines of one unit in one month."""

    agency = serializers.CharField(allow_blank=True)
    month = serializers.CharField()
    lines = serializers.IntegerField()
    digest = serializers.CharField(
        help_text=_("SHA-256 of the digests of the lines, in their order, in one.")
    )


EXAMPLE = {
    "seq": 12,
    "previous": "9f2c" * 16,
    "kind": "published",
    "subject": "notice",
    "id": 1207,
    "revision": 1,
    "agency": "990000-zfb",
    "content": "3b1e" * 16,
    "files": [],
    "line_sets": [],
    "facts": {"note": "77aa" * 16},
    "at": "2026-11-26T01:30:00.000000Z",
    "later": False,
    "algorithms": "SHA-256/Ed25519",
    "form": 1,
    "digest": "c04d" * 16,
}
AFTER = OpenApiParameter(
    "after", int, description=_("The last line you have; 0: none.")
)
LIMIT = OpenApiParameter("limit", int, description=_("Lines an answer, 1 to 500."))
MONTH = OpenApiParameter(
    "month", str, required=True, description=_("Local month, like 2026-11.")
)


def _documented(
    summary: Any, description: Any, shape: Any, more: dict[str, str] | None = None
) -> Any:
    return extend_schema(
        summary=summary,
        description=description,
        parameters=[AFTER, LIMIT],
        responses=answers(shape, 400),
        examples=[
            OpenApiExample(
                "lines",
                value={"results": [EXAMPLE | (more or {})], "last": 12},
                response_only=True,
            )
        ],
    )


class Lines(PublicViewSet):
    """Lines after a number, in their order."""

    serializer_class = LinesSerializer
    pagination_class = None

    def get_queryset(self) -> Any:
        return Receipt.objects.order_by("seq")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if state_of(request._request).is_change_due:
            settle_due()

    def known_parameters(self) -> frozenset[str]:
        of_action = {"list": {"after", "limit"}, "digests": {"month"}}
        return frozenset(of_action.get(self.action, set()))

    def list(self, request: Request) -> Response:
        after = _number(request, "after", 0, 2**63 - 1)
        limit = _number(request, "limit", MOST, MOST)
        lines = self.get_queryset().filter(seq__gt=after)[: limit or MOST]
        last = self.get_queryset().values_list("seq", flat=True).last()
        results = [line.given_out() for line in lines]
        return Response({"results": results, "last": last or 0})


@extend_schema_view(
    list=_documented(
        _("Lines of the log of publications"),
        _("Each holds the digest of the one before it."),
        LinesSerializer,
    )
)
class LogViewSet(Lines):
    """The log of publications (存证)."""

    lookup_field = "seq"
    lookup_value_regex = r"\d{1,18}"

    @extend_schema(
        summary=_("One line"),
        responses=answers(LineSerializer, 404),
        parameters=[OpenApiParameter("seq", int, OpenApiParameter.PATH)],
        examples=[OpenApiExample("line", value=EXAMPLE, response_only=True)],
    )
    def retrieve(self, request: Request, seq: str) -> Response:
        return Response(_line(seq).given_out())

    @extend_schema(
        summary=_("The signed content of which a line holds the digest"),
        description=_("Its SHA-256 is `content`. Gone once the notice is."),
        responses=answers(OpenApiTypes.BINARY, 404, 410),
        parameters=[OpenApiParameter("seq", int, OpenApiParameter.PATH)],
    )
    @action(detail=True)
    def content(self, request: Request, seq: str) -> HttpResponse:
        return HttpResponse(_content(_line(seq)), content_type="application/json")

    @extend_schema(
        summary=_("The newest signed head"), responses=answers(HeadSerializer, 404)
    )
    @action(detail=False)
    def head(self, request: Request) -> Response:
        signed = SignedHead.objects.newest()
        if signed is None:
            raise NotFound
        plain = {name: getattr(signed, name) for name in HEAD}
        return Response(plain | {"at": moment_text(signed.at)})

    @extend_schema(
        summary=_("All public keys there ever were"),
        responses=answers(KeySerializer(many=True)),
    )
    @action(detail=False)
    def keys(self, request: Request) -> Response:
        keys = ReceiptKey.objects.all()
        return Response(
            [
                {"public": key.public, "first_used_at": moment_text(key.first_used_at)}
                for key in keys
            ]
        )


@extend_schema_view(
    list=_documented(
        _("What changed, strictly in order"),
        _(
            "The log as a feed: take the lines after the last one that you have. Of a"
            " notice that was withdrawn, archived or destroyed only its line is left."
        ),
        ChangesSerializer,
        {"month": "2026-11", "url": "https://www.example.gov.cn/notices/1207/"},
    )
)
class ChangeViewSet(Lines):
    """What mirrors follow."""

    @extend_schema(
        summary=_("A digest for each unit of one month"),
        description=_("Two mirrors with the same digests hold the same lines."),
        parameters=[MONTH],
        responses=answers(MonthSerializer(many=True), 400),
    )
    @action(detail=False)
    def digests(self, request: Request) -> Response:
        first = _month(request.query_params.get("month", ""))
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        lines = self.get_queryset().filter(
            at__gte=day_start(first), at__lt=day_start(following)
        )
        rows = lines.values_list("agency_code", "digest").iterator()
        return Response(_digests(f"{first:%Y-%m}", rows))

    def list(self, request: Request) -> Response:
        answer = super().list(request)
        for row in answer.data["results"]:
            row["month"] = f"{local_day(_at(row)):%Y-%m}"
            is_notice = row["subject"] == NOTICE
            row["url"] = page_address("notice-detail", row["id"]) if is_notice else ""
        return answer


def _at(row: dict[str, Any]) -> Any:
    return serializers.DateTimeField().to_internal_value(row["at"])


def _digests(month: str, rows: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    found: dict[str, Any] = {}
    for agency, digest in rows:
        entry = found.setdefault(agency, [0, hashlib.sha256()])
        entry[0] += 1
        entry[1].update(digest.encode())
    return [
        {"agency": code, "month": month, "lines": count, "digest": made.hexdigest()}
        for code, (count, made) in sorted(found.items())
    ]


def _number(request: Request, name: str, default: int, most: int) -> int:
    text = request.query_params.get(name, str(default))
    try:
        number = number_in(text)
    except ValueError:
        number = -1
    if not 0 <= number <= most:
        raise invalid(name, "invalid", gettext("Give a number."))
    return number


def _month(text: str) -> date:
    try:
        if len(text) == len("2026-11"):
            return date.fromisoformat(f"{text}-01")
    except ValueError:
        pass
    raise invalid("month", "invalid", gettext("Give a month like 2026-11."))


def _line(seq: str) -> Receipt:
    line = Receipt.objects.filter(seq=number_in(seq)).first()
    if line is None:
        raise NotFound
    return line


def _content(line: Receipt) -> str:
    """Raises NotFound where a line is of no revision, Gone where its notice is public
    no longer, a correction took the revision back, or a rule in force now tells less
    than was signed."""
    if line.subject_type != NOTICE or line.kind not in OF_REVISIONS:
        raise NotFound
    revisions = Revision.objects.filter(
        notice__in=Notice.objects.public().filter(pk=line.subject_id or 0),
        number=line.revision,
        is_withheld=False,
    )
    content = revisions.values_list("content", flat=True).first()
    if content is None or told_structure(content) != signed_structure(content):
        raise Gone
    return content
