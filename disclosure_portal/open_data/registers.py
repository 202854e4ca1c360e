"""Sets that are no notices: units, their officials, lists of powers and services,
windows, promises, boards, legal bases, subsidy programmes, matters, reading points
with their visitors, activity days."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import (
    Agency,
    LegalBasis,
    Official,
    ServiceItem,
    ServicePoint,
    ServicePromise,
)
from disclosure_portal.foundation.spreadsheets.columns import Kind as Type
from notices.models import (
    Activity,
    ActivityFile,
    Board,
    Matter,
    Programme,
    ReadingPoint,
    VisitorCount,
)

from .columns import DataColumn, of_field
from .expressions import read_as
from .order import ByColumn
from .source import Source


class Register(NamedTuple):
    code: str
    title: object
    columns: tuple[DataColumn, ...]
    source: Source


def _columns(model: type[models.Model], *names: str) -> tuple[DataColumn, ...]:
    return tuple(of_field(model, name) for name in names)


_ID = DataColumn(code="id", label=_("number"), type=Type.WHOLE.value)
_UNITS = (
    *_columns(Agency, "code", "name", "short_name", "kind"),
    DataColumn(
        code="path",
        label=_("place in the tree"),
        meaning=_("Four digits a level, after those of the unit above."),
    ),
    DataColumn(code="parent_code", label=_("code of the superior unit")),
    *_columns(Agency, "credit_code", "duties", "address", "postcode", "office_hours"),
    *_columns(Agency, "telephone", "fax", "email", "website", "founded_on"),
    *_columns(Agency, "closed_on"),
    DataColumn(
        code="successor_code",
        label=_("code of the successor"),
        meaning=_("The unit that took over from a closed one."),
    ),
)
_OF_AGENCY = (
    DataColumn(code="agency_code", label=_("code of the unit")),
    DataColumn(code="agency_name", label=_("unit")),
)
_OFFICIALS = (
    _ID,
    *_OF_AGENCY,
    *_columns(Official, "kind", "name", "post", "duties", "telephone"),
    *_columns(Official, "certificate_number", "certificate_until"),
)
_BOARDS = (
    _ID,
    *_columns(Board, "slug", "name"),
    *_OF_AGENCY,
    *_columns(Board, "nature", "column_type", "description", "keywords"),
    *_columns(Board, "default_kind", "update_days", "is_open"),
)
_BASES = (
    _ID,
    *_columns(LegalBasis, "title", "number", "issued_by", "url", "validity"),
    *_columns(LegalBasis, "effective_from", "repealed_on"),
)
_PROGRAMMES = (
    _ID,
    *_columns(Programme, "name"),
    DataColumn(code="agency_code", label=_("code of the unit in charge")),
    DataColumn(code="agency_name", label=_("unit in charge")),
    *_columns(Programme, "standard", "standard_amount", "measure", "paid_to"),
    *_columns(Programme, "bases", "is_open"),
)
_MATTERS = (
    _ID,
    *_columns(Matter, "title", "kind"),
    *_OF_AGENCY,
    *_columns(Matter, "summary", "promise", "progress", "result", "next_step"),
    *_columns(Matter, "next_step_on", "person_in_charge", "telephone", "status"),
    *_columns(Matter, "signed_at", "closed_at"),
)
_POINTS = (
    _ID,
    *_columns(ReadingPoint, "name"),
    *_OF_AGENCY,
    *_columns(ReadingPoint, "place", "office_hours", "telephone", "holdings"),
    *_columns(ReadingPoint, "opened_on", "closed_on", "signed_at"),
)
_VISITORS = (
    _ID,
    DataColumn(code="point_id", label=_("number of the point"), type=Type.WHOLE.value),
    DataColumn(code="point_name", label=_("reading point")),
    *_columns(VisitorCount, "first_day", "last_day", "visitors", "registered_at"),
)
_ACTIVITIES = (
    _ID,
    *_columns(Activity, "title", "sort"),
    *_OF_AGENCY,
    *_columns(Activity, "held_on", "place", "summary", "present", "questions"),
    *_columns(Activity, "signed_at"),
)
_ACTIVITY_FILES = (
    _ID,
    DataColumn(
        code="activity_id", label=_("number of the activity"), type=Type.WHOLE.value
    ),
    *_columns(ActivityFile, "sort", "title", "file_name", "media_type", "size"),
    DataColumn(code="public_digest", label=_("SHA-256 of the file")),
    *_columns(ActivityFile, "signed_at"),
)
_ITEMS = (
    _ID,
    *_columns(ServiceItem, "code", "basic_code", "name", "kind", "level"),
    *_OF_AGENCY,
    *_columns(ServiceItem, "bases", "responsibilities", "accountability"),
    *_columns(ServiceItem, "legal_number", "legal_unit", "promised_number"),
    *_columns(ServiceItem, "promised_unit", "is_charged", "charge_basis"),
    *_columns(ServiceItem, "removed_on", "removal_note"),
)
_SERVICE_POINTS = (
    _ID,
    *_columns(ServicePoint, "kind", "name"),
    *_OF_AGENCY,
    *_columns(ServicePoint, "place", "floor", "telephone", "hours", "closed_on"),
)
_PROMISES = (
    _ID,
    *_OF_AGENCY,
    *_columns(ServicePromise, "subject", "wording", "measure", "limit", "limit_unit"),
    *_columns(ServicePromise, "telephone", "since", "until"),
)
PLACES = {
    "point_name": "point__name",
    "agency_code": "agency__code",
    "agency_name": "agency__name",
    "parent_code": "parent__code",
    "successor_code": "successor__code",
}


def _register(
    code: str,
    title: object,
    records: Callable[[], models.QuerySet],
    key: str,
    columns: tuple[DataColumn, ...],
) -> Register:
    places = [PLACES.get(column.code, column.code) for column in columns]
    fields = tuple(map(read_as, columns, places))
    source = Source(records, ByColumn(key), fields)
    return Register(code, title, columns, source)


def _counts() -> models.QuerySet:
    return VisitorCount.objects.filter(point__signed_at__isnull=False)


def _files() -> models.QuerySet:
    return ActivityFile.objects.filter(
        signed_at__isnull=False, activity__signed_at__isnull=False
    )


REGISTERS = (
    _register("agencies", _("Units"), Agency.objects.all, "path", _UNITS),
    _register("officials", _("Officials"), Official.objects.public, "id", _OFFICIALS),
    _register("boards", _("Boards"), Board.objects.public, "id", _BOARDS),
    _register(
        "service-items",
        _("Powers and services"),
        ServiceItem.objects.all,
        "id",
        _ITEMS,
    ),
    _register(
        "service-points",
        _("Windows and agent points"),
        ServicePoint.objects.all,
        "id",
        _SERVICE_POINTS,
    ),
    _register(
        "service-promises",
        _("Service promises"),
        ServicePromise.objects.all,
        "id",
        _PROMISES,
    ),
    _register("legal-bases", _("Legal bases"), LegalBasis.objects.all, "id", _BASES),
    _register(
        "programmes", _("Subsidy programmes"), Programme.objects.all, "id", _PROGRAMMES
    ),
    _register("matters", _("Matters"), Matter.objects.public, "id", _MATTERS),
    _register(
        "reading-points",
        _("Reading points"),
        ReadingPoint.objects.public,
        "id",
        _POINTS,
    ),
    _register("visitor-counts", _("Visitors counted"), _counts, "id", _VISITORS),
    _register(
        "activities", _("Activity days"), Activity.objects.public, "id", _ACTIVITIES
    ),
    _register(
        "activity-files", _("Files of activity days"), _files, "id", _ACTIVITY_FILES
    ),
)
