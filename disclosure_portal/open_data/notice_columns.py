"""The columns that every set of notices has: declared once, read from the notice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.spreadsheets.columns import Kind as Type
from notices.models import Notice

from .columns import ADDRESS, CURSOR, HTML, DataColumn, of_field
from .expressions import read_as
from .source import Fields

WHOLE = Type.WHOLE.value


def _own(name: str, meaning: object = "", type_: str = "") -> DataColumn:
    return of_field(Notice, name, meaning, type_)


ID = DataColumn(
    code="id",
    label=_("number"),
    type=WHOLE,
    meaning=_("Number of the notice in this portal; never changes."),
)
INDEX_NUMBER = _own("index_number", _("Given once at publication, never used again."))
AGENCY = (
    DataColumn(
        code="agency_code",
        label=_("code of the unit"),
        meaning=_("As in the set of units."),
    ),
    DataColumn(code="agency_name", label=_("unit")),
)
PUBLISHED_AT = _own(
    "published_at",
    _("In UTC; eight hours earlier than the clock in China."),
)
NOTICE_COLUMNS = (
    ID,
    _own("title"),
    _own("summary"),
    INDEX_NUMBER,
    _own("document_number"),
    *AGENCY,
    DataColumn(
        code="board",
        label=_("board"),
        meaning=_("Name of the board in addresses."),
    ),
    _own("kind"),
    _own("theme"),
    _own("genre"),
    _own("stage"),
    _own("service_audience"),
    _own("keywords"),
    _own("issued_on"),
    PUBLISHED_AT,
    _own(
        "recorded_at",
        _(
            "When this portal took it in; later than published_at if migrated. Empty in"
            " the minute between a timed release and its recording."
        ),
    ),
    _own("effective_from"),
    _own("effective_until"),
    _own("validity", _("As it was entered.")),
    _own("disclosure"),
    _own("disclosure_basis"),
    _own("term"),
    _own("source"),
    _own("source_url"),
    _own("responsible_editor"),
    _own("section"),
    _own(
        "is_migrated",
        _("Taken over from an older site under the day it bore there."),
    ),
    _own("original_url"),
    _own("legacy_index_number"),
    DataColumn(
        code="interprets",
        label=_("explains the policy"),
        type=WHOLE,
        meaning=_("Number of the policy that this text explains."),
    ),
    _own("body", type_=HTML),
)
# Where the value of a column is found, if not under its own name.
PLACES = {
    "agency_code": "agency__code",
    "agency_name": "agency__name",
    "board": "board__slug",
    "interprets": "interprets_id",
    "notice": "id",
}
URL = DataColumn(
    code="url", label=_("address of the page"), type=ADDRESS, meaning=_("For readers.")
)
CURSOR_COLUMN = DataColumn(
    code="cursor",
    label=_("cursor"),
    type=CURSOR,
    meaning=_("Ask for what comes after this row with ?after=."),
)
# What a line says of its notice.
OF_NOTICE = (
    DataColumn(
        code="notice",
        label=_("number of the notice"),
        type=WHOLE,
        meaning=_("The `id` in the sets of notices."),
    ),
    INDEX_NUMBER,
    *AGENCY,
    PUBLISHED_AT,
)
LINE = DataColumn(
    code="line",
    label=_("line"),
    type=WHOLE,
    meaning=_("Place of the line in its table, from 1."),
)


def fields_of(columns: tuple[DataColumn, ...]) -> Fields:
    """Where the columns are found in a notice."""
    return tuple(
        read_as(column, PLACES.get(column.code, column.code)) for column in columns
    )
