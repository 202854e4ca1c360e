"""What a kind's structure says beside facts and lines, as other systems send it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _

from directories.models import Agency
from disclosure_portal.foundation.official_text import without_controls

from .models import GuideFee, Kind, LifeEvent, Notice, ProcedureGuide, Programme
from .structures.guide_parts import set_events, tied
from .structures.guides import FEE_COLUMNS

Read = Callable[[Any], Any]
YEARS = range(1949, 2101)
MAX_FEES = 200


def _nothing(notice: Notice, found: Mapping[str, Any]) -> None:
    return None


def _no_facts(found: Mapping[str, Any]) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Extras:
    """`readers` raise ValidationError for what they can't read; `facts` are those of
    the values that belong to the record of facts, `write` sees to the others."""

    readers: Mapping[str, Read] = field(default_factory=dict)
    facts: Callable[[Mapping[str, Any]], dict[str, Any]] = _no_facts
    write: Callable[[Notice, Mapping[str, Any]], None] = _nothing
    # Made by the portal: may be sent along, and is not read.
    made: frozenset[str] = frozenset()

    @property
    def names(self) -> set[str]:
        return {*self.readers, *self.made}


def no_extras() -> Extras:
    return Extras()


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or not is_aware(moment) or moment.year not in YEARS:
        words = _("Write a moment with its zone, as 2026-03-05T08:00:00+08:00.")
        raise ValidationError(words, "not_a_time")
    return moment


def _unit(value: Any) -> Agency | None:
    if value is None:
        return None
    code = value.get("code") if isinstance(value, dict) else None
    unit = isinstance(code, str) and Agency.objects.filter(slug=code.lower()).first()
    if not unit:
        raise ValidationError(_("There is nothing of this name."), "unknown_value")
    return unit


def _programme(value: Any) -> Programme | None:
    if value is None:
        return None
    pk = value.get("id") if isinstance(value, dict) else None
    programme = None
    if isinstance(pk, int) and not isinstance(pk, bool) and 0 < pk < 1 << 63:
        programme = Programme.objects.filter(pk=pk).first()
    if programme is None:
        raise ValidationError(_("There is nothing of this name."), "unknown_value")
    return programme


def _events(value: Any) -> list[str]:
    events = [] if value is None else value
    if not isinstance(events, list) or not all(
        isinstance(each, str) and each in LifeEvent.values for each in events
    ):
        raise ValidationError(
            _("Send a list of: %s.") % "、".join(LifeEvent.values), "unknown_value"
        )
    return events


def _fees(value: Any) -> list[GuideFee]:
    rows = [] if value is None else value
    if not isinstance(rows, list) or len(rows) > MAX_FEES:
        raise ValidationError(
            _("Send a list of at most %s lines.") % MAX_FEES, "not_a_list"
        )
    return [_fee(number, row) for number, row in enumerate(rows)]


def _fee(number: int, row: Any) -> GuideFee:
    known = {*FEE_COLUMNS, "notice"}
    if not isinstance(row, dict) or not known.issuperset(row):
        raise ValidationError(_("Send objects with: %s.") % "、".join(FEE_COLUMNS))
    words = {name: row.get(name) or "" for name in FEE_COLUMNS}
    if not all(isinstance(word, str) for word in words.values()):
        raise ValidationError(_("Send texts only."), "invalid")
    read = {name: without_controls(word) for name, word in words.items()}
    fee = GuideFee(position=number + 1, **read)
    fee.clean_fields(exclude=["notice"])
    return fee


def _write_guide(notice: Notice, found: Mapping[str, Any]) -> None:
    set_events(ProcedureGuide.objects.get(notice=notice), found["events"])
    GuideFee.objects.filter(notice=notice).delete()
    for fee in tied(notice, found["fees"]):
        fee.notice = notice
        fee.save()


EXTRAS: dict[str, Extras] = {
    Kind.WARNING: Extras(
        readers={"starts_at": _moment, "ends_at": _moment, "branch": _unit},
        facts=dict,
    ),
    Kind.PROCEDURE: Extras(
        readers={"events": _events, "fees": _fees}, write=_write_guide
    ),
    Kind.SUBSIDY: Extras(
        readers={"programme": _programme},
        facts=dict,
        made=frozenset({"list", "townships", "statuses"}),
    ),
}
