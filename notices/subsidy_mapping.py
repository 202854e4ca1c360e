"""What the columns of somebody else's list of subsidies mean: a mapping in TOML.

docs/data-import.md explains how to write one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from string import Formatter
from typing import Any

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from .import_boards import BoardRules, board_rules
from .mapping_files import BadMapping, check_parts, known, part, read_mapping, texts
from .recipient_checks import KEPT_TEXTS, NUMBERS

NEEDED = ("name", "day", "amount")
FIELDS = frozenset({"agency", *NEEDED, "check", *KEPT_TEXTS, *NUMBERS})
PARTS = {
    "sheet": str,
    "fields": dict,
    "values": dict,
    "check": dict,
    "programme": dict,
    "notice": dict,
    "boards": dict,
}
# What a programme that is to be made may be told; the rest has its safe default.
PROGRAMME = {
    "name": str,
    "create": bool,
    "agency": str,
    "standard": str,
    "measure": str,
    "bases": str,
    "paid_to": str,
    "check_kind": str,
    "check_length": int,
    "tolerance": str,
    "is_open": bool,
}
TITLE_PARTS = (
    (None, None, None),
    *((name, "", None) for name in ("agency", "year", "programme")),
)


@dataclass(frozen=True)
class SubsidyMapping:
    """`columns` maps a field to the column it is read from, `values` what is written in
    a field to what is kept. `programme` are the words of a programme to be made."""

    columns: dict[str, str]
    title: str
    board: str
    programme: dict[str, Any]
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    boards: BoardRules = BoardRules()
    published_on: date | None = None
    separator: str = ""
    may_lack_check: bool = False
    sheet: str = ""

    def title_of(self, agency: str, year: int) -> str:
        return self.title.format(
            agency=agency, year=year, programme=self.programme["name"]
        )


def load_subsidy_mapping(path: Path) -> SubsidyMapping:
    """Raises UnreadableFile where there is no such file, BadMapping for what can't be
    meant."""
    return parse_subsidy_mapping(read_mapping(path))


def parse_subsidy_mapping(content: Mapping[str, Any]) -> SubsidyMapping:
    check_parts(content, PARTS)
    columns = texts(content.get("fields", {}), "fields")
    for name in columns:
        known(name, FIELDS, _("field"))
    for name in NEEDED:
        if name not in columns:
            raise BadMapping(_("The mapping names no column for “%s”.") % name)
    check = part(content, "check", separator=str, may_lack=bool)
    notice = part(content, "notice", title=str, board=str, published_on=date)
    programme = part(content, "programme", **PROGRAMME)
    if lacking := {"title", "board"} - notice.keys() or {"name"} - programme.keys():
        raise BadMapping(
            _("The mapping says nothing of: %s.") % "、".join(sorted(lacking))
        )
    _check_title(notice["title"])
    _check_day(notice.get("published_on"))
    return SubsidyMapping(
        columns=columns,
        title=notice["title"],
        board=notice["board"],
        programme=programme,
        values=_values(content.get("values", {})),
        boards=board_rules(content.get("boards", {})),
        published_on=notice.get("published_on"),
        separator=check.get("separator", ""),
        may_lack_check=check.get("may_lack", False),
        sheet=content.get("sheet", ""),
    )


def _values(found: dict[str, Any]) -> dict[str, dict[str, str]]:
    for name in found:
        known(name, KEPT_TEXTS, _("field"))
    return {name: texts(table, f"values.{name}") for name, table in found.items()}


def _check_title(title: str) -> None:
    try:
        # Each with its form and conversion: {agency.path:>9!r} is all of them.
        parts = [(name, *form) for _text, name, *form in Formatter().parse(title)]
    except ValueError:
        parts = [(title,)]
    if any(part not in TITLE_PARTS for part in parts):
        raise BadMapping(
            _("The title may hold {agency}, {year} and {programme}, nothing else.")
        )


def _check_day(day: date | None) -> None:
    if day is None:
        return
    if isinstance(day, datetime):
        raise BadMapping(
            _("“%s” is not of the form that a mapping wants.") % "published_on"
        )
    if day > local_day(clock.now()):
        raise BadMapping(_("“%s” lies in the future.") % "published_on")
