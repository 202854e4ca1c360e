"""Sets of what hangs on notices, whatever their kind: files, posting periods, where
else they were shown, co-publishers. They follow their notices, so that what is
published later stands later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notices.models import (
    CoPublisher,
    Notice,
    NoticeAttachment,
    Posting,
    PostingPeriod,
)

from .columns import ADDRESS, DataColumn, of_field
from .expressions import read_as
from .notice_columns import AGENCY, LINE, OF_NOTICE, WHOLE, fields_of
from .notice_sets import ORDER, page_address
from .source import Record, Row, Source

NUMBER = DataColumn(
    code="id",
    label=_("number of the file"),
    type=WHOLE,
    meaning=_("Never changes; part of its addresses."),
)
FILE_ADDRESSES = (
    DataColumn(code="url", label=_("address of the page"), type=ADDRESS),
    DataColumn(code="download", label=_("address of the file"), type=ADDRESS),
)
PLACES = {"agency_code": "agency__code", "agency_name": "agency__name"}


class Beside(NamedTuple):
    code: str
    title: object
    columns: tuple[DataColumn, ...]
    source: Source


def _of(
    code: str,
    title: object,
    model: type[Model],
    columns: tuple[DataColumn, ...],
    made: tuple[DataColumn, ...] = (),
    public: Q | None = None,
) -> Beside:
    """`made` are columns that are made of the notice's and the row's numbers; `public`
    says which rows of a public notice are."""
    readable = model._default_manager.filter(public or Q())
    rows: QuerySet[Model] = readable.order_by("notice_id", "pk")
    if "position" in {field.name for field in model._meta.fields}:
        rows = rows.order_by("notice_id", "position", "pk")
    places = [PLACES.get(column.code, column.code) for column in columns]
    rows_of_model = rows.values_list("notice_id", *map(read_as, columns, places))

    def records() -> QuerySet[Notice]:
        has_some = Exists(readable.filter(notice=OuterRef("pk")))
        return Notice.objects.public().filter(has_some)

    def rows_of(found: Sequence[Record]) -> Iterator[Row]:
        beside = defaultdict(list)
        for notice, *values in rows_of_model.filter(notice__in=[r[0] for r in found]):
            beside[notice].append(values)
        for *head, cursor in found:
            for line, values in enumerate(beside[head[0]], start=1):
                more = _addresses(head[0], values[0]) if made else ()
                yield (*head, line, *values, *more, f"{cursor}.{line}")

    source = Source(records, ORDER, fields_of(OF_NOTICE), rows_of)
    return Beside(code, title, (*OF_NOTICE, LINE, *columns, *made), source)


def _addresses(notice: int, number: int) -> tuple[str, str]:
    page = f"{page_address()}{notice}/attachments/{number}/"
    return page, f"{settings.SITE_URL}{reverse('attachment', args=[number])}"


def _fields(model: type[Model], *names: str) -> tuple[DataColumn, ...]:
    return tuple(of_field(model, name) for name in names)


_FILE = (
    NUMBER,
    *_fields(NoticeAttachment, "title", "file_name", "media_type", "size"),
    DataColumn(
        code="public_digest",
        label=_("SHA-256 of the file"),
        meaning=_("Of the copy that is given out."),
    ),
)
_POSTING = _fields(
    PostingPeriod,
    *("starts_on", "ends_on", "length", "unit", "objection_unit"),
    *("objection_telephone", "objection_form", "result", "result_note", "afterwards"),
)
_PARTNER = tuple(
    DataColumn(code=f"partner_{each.code}", label=each.label) for each in AGENCY
)
PLACES |= {each.code: PLACES[each.code.removeprefix("partner_")] for each in _PARTNER}

_ELSEWHERE = (
    *_fields(Posting, "form", "place", "shown_from", "shown_until", "number"),
    DataColumn(
        code="photo_digest",
        label=_("SHA-256 of the photograph"),
        meaning=_("Empty where there is none."),
    ),
)

BESIDE = (
    _of("attachments", _("Attachments"), NoticeAttachment, _FILE, FILE_ADDRESSES),
    _of("postings", _("Posting periods"), PostingPeriod, _POSTING),
    _of(
        "elsewhere",
        _("Postings elsewhere"),
        Posting,
        _ELSEWHERE,
        public=Q(confirmed_at__isnull=False),
    ),
    _of("co-publishers", _("Co-publishers"), CoPublisher, _PARTNER),
)
