"""The columns that every set of notices has: declared once, read from the notice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.spreadsheets.columns import Kind as Type
from notices.models import (
    DisclosureAttribute,
    Genre,
    Kind,
    Notice,
    ServiceAudience,
    Stage,
    Term,
    Theme,
    Validity,
)

from .columns import ADDRESS, CURSOR, HTML, MOMENT, DataColumn


def _own(name: str, **more: object) -> DataColumn:
    """A column that is called as the field of the notice is."""
    label = Notice._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return DataColumn(code=name, label=label, **more)  # type: ignore[arg-type]


def _choice(name: str, choices: object, **more: object) -> DataColumn:
    words = dict(choices.choices)  # type: ignore[attr-defined]
    return _own(name, type=Type.CHOICE.value, choices=words, **more)


DAY, FLAG, WHOLE = Type.DAY.value, Type.FLAG.value, Type.WHOLE.value

ID = DataColumn(
    code="id",
    label=_("number"),
    type=WHOLE,
    meaning=_("Number of the notice in this portal; never changes."),
)
INDEX_NUMBER = _own(
    "index_number", meaning=_("Given once at publication, never used again.")
)
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
    type=MOMENT,
    meaning=_("In UTC; eight hours earlier than the clock in China."),
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
    _choice("kind", Kind),
    _choice("theme", Theme),
    _choice("genre", Genre),
    _choice("stage", Stage),
    _choice("service_audience", ServiceAudience),
    _own("keywords"),
    _own("issued_on", type=DAY),
    PUBLISHED_AT,
    _own(
        "recorded_at",
        type=MOMENT,
        meaning=_("When this portal took it in; later than published_at if migrated."),
    ),
    _own("effective_from", type=DAY),
    _own("effective_until", type=DAY),
    _choice("validity", Validity, meaning=_("As it was entered.")),
    _choice("disclosure", DisclosureAttribute),
    _own("disclosure_basis"),
    _choice("term", Term),
    _own("source"),
    _own("source_url", type=ADDRESS),
    _own("responsible_editor"),
    _own("section"),
    _own(
        "is_migrated",
        type=FLAG,
        meaning=_("Taken over from an older site under the day it bore there."),
    ),
    _own("original_url", type=ADDRESS),
    _own("legacy_index_number"),
    DataColumn(
        code="interprets",
        label=_("explains the policy"),
        type=WHOLE,
        meaning=_("Number of the policy that this text explains."),
    ),
    _own("body", type=HTML),
)
# Where the value of a column is found, if not under its own name.
PLACES = {
    "agency_code": "agency__code",
    "agency_name": "agency__name",
    "board": "board__slug",
    "interprets": "interprets_id",
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


def fields_of(columns: tuple[DataColumn, ...]) -> tuple[str, ...]:
    """Where the columns are found in a notice."""
    places = PLACES | {"notice": "id"}
    return tuple(places.get(column.code, column.code) for column in columns)
