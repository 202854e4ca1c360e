"""What the pages of open data show: the sets, and the columns of one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.linked_data import Thing, thing, whole
from notices.models import Tally

from ..open_data.answers import FORMATS
from ..open_data.columns import ADDRESS, CURSOR, HTML, MOMENT, DataColumn
from ..open_data.sets import SETS, DataSet


def sets_page() -> dict[str, Any]:
    """One query for the tallies, one for each register."""
    counts = dict(Tally.objects.values_list("key", "count").filter(key__in=_tallies()))
    rows = {code: _row(found, counts) for code, found in SETS.items()}
    for code, found in SETS.items():
        if found.within:
            rows[found.within]["tables"].append(rows[code])
    of_notices = [code for code, found in SETS.items() if found.tally]
    leading = [code for code in of_notices if not SETS[code].within]
    return {
        "section": "data",
        "breadcrumbs": [{"title": _("Open data"), "url": ""}],
        "groups": [
            {"title": _("Notices"), "sets": [rows[code] for code in leading]},
            {
                "title": _("Registers"),
                "sets": [row for code, row in rows.items() if code not in of_notices],
            },
        ],
        "example": reverse("open-data-rows", args=["notices", "ndjson"]),
    }


def _tallies() -> set[str]:
    return {found.tally for found in SETS.values() if found.tally}


def _row(found: DataSet, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "title": str(found.title),
        "count": _count(found, counts),
        "columns": len(found.columns),
        "url": reverse("open-data-set", args=[found.code]),
        "files": _files(found),
        "tables": [],
    }


def _count(found: DataSet, counts: dict[str, int]) -> int | None:
    """None for lines: to count them every notice would have to be read."""
    if found.within:
        return None
    if found.tally:
        return counts.get(found.tally, 0)
    return found.source.records().count()


def set_page(found: DataSet, site_name: str) -> dict[str, Any]:
    """No query."""
    words = _types()
    description = _description(found)
    return {
        "section": "data",
        "breadcrumbs": [
            {"title": _("Open data"), "url": reverse("open-data")},
            {"title": str(found.title), "url": ""},
        ],
        "title": str(found.title),
        "description": description,
        "linked_data": [_linked_data(found, description, site_name)],
        "code": found.code,
        "files": _files(found),
        "columns_url": reverse("open-data-columns", args=[found.code]),
        "columns": [_column(column, words) for column in found.columns],
        "most": f"{found.source.most:,}",
        "is_of_notices": bool(found.tally),
    }


def _description(found: DataSet) -> str:
    """The first columns say what is in it."""
    columns = "、".join(str(column.label) for column in found.columns[:12])
    return _(
        "%(title)s of the county as open data in CSV and NDJSON, brought up to date"
        " with every publication. Columns: %(columns)s"
    ) % {"title": found.title, "columns": columns}


def _linked_data(found: DataSet, description: str, site_name: str) -> Thing:
    files = [
        thing(
            "DataDownload",
            encodingFormat=answer.media_type.partition(";")[0],
            contentUrl=whole(reverse("open-data-rows", args=[found.code, ending])),
        )
        for ending, answer in FORMATS.items()
    ]
    address = whole(reverse("open-data-set", args=[found.code]))
    return thing(
        "Dataset",
        name=str(found.title),
        description=description,
        url=address,
        identifier=address,
        creator=thing("GovernmentOrganization", name=site_name, url=whole("/")),
        isAccessibleForFree=True,
        inLanguage="zh-CN",
        variableMeasured=[str(column.label) for column in found.columns],
        distribution=files,
    )


def _column(column: DataColumn, types: dict[str, str]) -> dict[str, Any]:
    told = column.described()
    return told | {
        "type": types[column.type],
        "choices": [{"code": c, "word": w} for c, w in told["choices"].items()],
    }


def columns_of(found: DataSet) -> dict[str, Any]:
    return {
        "set": found.code,
        "title": str(found.title),
        "columns": [column.described() for column in found.columns],
    }


def _files(found: DataSet) -> list[dict[str, str]]:
    return [
        {
            "title": ending.upper(),
            "url": reverse("open-data-rows", args=[found.code, ending]),
        }
        for ending in FORMATS
    ]


def _types() -> dict[str, str]:
    return {
        "text": _("plain text"),
        "number": _("decimal number"),
        "money": _("sum of money"),
        "whole": _("whole number"),
        "day": _("day, 2026-01-31"),
        "flag": _("true or false"),
        "choice": _("code"),
        MOMENT: _("moment in UTC, 2026-01-31T08:00:00Z"),
        HTML: _("text in HTML"),
        ADDRESS: _("web address"),
        CURSOR: _("cursor"),
    }
