"""Sets that are no notices: units, legal bases, subsidy programmes."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, LegalBasis
from disclosure_portal.foundation.spreadsheets.columns import Kind as Type
from notices.models import Programme

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
PLACES = {
    "agency_code": "agency__code",
    "agency_name": "agency__name",
    "parent_code": "parent__code",
    "successor_code": "successor__code",
}


def _register(
    code: str,
    title: object,
    model: type[models.Model],
    key: str,
    columns: tuple[DataColumn, ...],
) -> Register:
    places = [PLACES.get(column.code, column.code) for column in columns]
    fields = tuple(map(read_as, columns, places))
    source = Source(model._default_manager.all, ByColumn(key), fields)
    return Register(code, title, columns, source)


REGISTERS = (
    _register("agencies", _("Units"), Agency, "path", _UNITS),
    _register("legal-bases", _("Legal bases"), LegalBasis, "id", _BASES),
    _register("programmes", _("Subsidy programmes"), Programme, "id", _PROGRAMMES),
)
