"""The page of running clocks (电子监察): units with their cards, clocks of one unit,
months, and all of it as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from directories.models import Agency, Role
from directories.permissions import in_branches, seats
from directories.tree import depth
from disclosure_portal.foundation import lazy
from disclosure_portal.foundation.days import official_date
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.spreadsheets.columns import Column, Kind
from notices.slot_words import slot_title

from .card_words import CARD_WORDS
from .cards import SHAPES, Card
from .models import ClockKind
from .monitoring import (
    MONITORS,
    Cards,
    MonthFigures,
    UnitCards,
    Watch,
    by_month,
    by_unit,
    card_today,
    running,
    watch_of,
    whole,
)

if TYPE_CHECKING:
    from disclosure_portal.foundation.spreadsheets import template
else:
    template = lazy.Module("disclosure_portal.foundation.spreadsheets.template")

# Clocks of one kind on the page of a unit; the workbook has all of them.
SHOWN = 100
IN_A_SHEET = 50_000
BESIDE = {
    ClockKind.LETTERS: ("agency",),
    ClockKind.SLOTS: ("agency", "item__entry", "item__standard"),
    ClockKind.ORDERS: ("agency",),
}


def may_monitor(user: User) -> bool:
    return any(seat.role in MONITORS for seat in seats(user))


def may_set_rules(user: User) -> bool:
    """Overseers of the county as a whole."""
    return any(
        seat.role == Role.OVERSEER and depth(seat.path) == 0 for seat in seats(user)
    )


def unit_watched(watch: Watch, code: str) -> Agency | None:
    """A unit by its code, in the branches of the person."""
    units = Agency.objects.filter(in_branches(watch.paths, "path"))
    # No database takes a NUL, and no code has one.
    return units.filter(code=code[:40].replace("\x00", "")).first()


def monitoring_context(user: User) -> dict[str, Any]:
    watch = watch_of(user)
    units = by_unit(watch)
    return {
        "desk_section": "monitoring",
        "today": official_date(watch.today),
        "sums": [(kind.label, *_shapes(cards)) for kind, cards in whole(units).items()],
        "units": [_unit_row(unit) for unit in units],
        "months": month_rows(by_month(watch)),
        "rules": [_rule_words(watch, kind) for kind in ClockKind],
        "may_set": may_set_rules(user),
        "shapes": [(SHAPES[card], CARD_WORDS[card]) for card in Card],
    }


def unit_context(watch: Watch, unit: Agency) -> dict[str, Any]:
    """The clocks of one unit, what runs out first."""
    return {
        "desk_section": "monitoring",
        "unit": unit,
        "today": official_date(watch.today),
        "kinds": [_kind_rows(watch, kind, unit) for kind in ClockKind],
        "months": month_rows(by_month(watch, unit)),
    }


def _shapes(cards: Cards) -> tuple[int, int, int]:
    return cards.normal, cards.yellow, cards.red


def _unit_row(unit: UnitCards) -> dict[str, Any]:
    return {
        "label": unit.agency.label,
        "url": f"?unit={unit.agency.code}",
        "cells": [_shapes(unit.kinds[kind]) for kind in ClockKind],
        "all": _shapes(unit.all),
    }


def _rule_words(watch: Watch, kind: ClockKind) -> str:
    rule = watch.rules[kind]
    words = _("%(kind)s: △ from working day %(yellow)s, ■ from working day %(red)s.")
    return words % {
        "kind": kind.label,
        "yellow": f"{rule.yellow_from:+d}",
        "red": f"{rule.red_from:+d}",
    }


def _kind_rows(watch: Watch, kind: ClockKind, unit: Agency) -> dict[str, Any]:
    """Two queries at most: the rows, and how many there are where some are left out."""
    rows = running(watch, kind).filter(agency=unit)
    found = list(_ordered(rows, kind)[: SHOWN + 1])
    count = rows.order_by().count() if len(found) > SHOWN else len(found)
    return {
        "title": kind.label,
        "count": count,
        "hidden": count - len(found[:SHOWN]),
        "rows": [_clock_row(watch, kind, row) for row in found[:SHOWN]],
    }


def _ordered(rows: Any, kind: ClockKind) -> Any:
    return rows.select_related(*BESIDE[kind]).order_by("due_on", "pk")


def _clock_row(watch: Watch, kind: ClockKind, row: Any) -> dict[str, Any]:
    card = card_today(watch, kind, row.due_on)
    doors = {
        ClockKind.LETTERS: "desk-letter",
        ClockKind.SLOTS: "desk-slot",
        ClockKind.ORDERS: "desk-order",
    }
    return {
        "title": _title(kind, row),
        "url": reverse(doors[kind], args=[row.pk]),
        "due": official_date(row.due_on),
        "card": card.value,
        "shape": SHAPES[card],
        "card_words": CARD_WORDS[card],
    }


def _title(kind: ClockKind, row: Any) -> str:
    """Of a letter its number alone: the page may be printed, a workbook leaves the
    house."""
    return slot_title(row) if kind is ClockKind.SLOTS else str(row)


# --- Months ---------------------------------------------------------------------------


def month_rows(
    months: dict[date, dict[ClockKind, MonthFigures]],
) -> list[dict[str, Any]]:
    return [
        {
            "month": f"{month:%Y-%m}",
            "kind": kind.label,
            "figures": figures,
            "share": percent(figures.timeliness),
        }
        for month, kinds in months.items()
        for kind, figures in kinds.items()
        if figures.due
    ]


def percent(share: Fraction | None) -> str:
    """Half up to one place."""
    if share is None:
        return "—"
    tenths = int(share * 1000 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}%"


# --- The workbook ---------------------------------------------------------------------

UNIT = Column(code="unit", label=gettext_lazy("Unit"))
MONTH_COLUMNS = (
    Column(code="month", label=gettext_lazy("Month")),
    Column(code="kind", label=gettext_lazy("Kind")),
    Column(code="due", label=gettext_lazy("due"), kind=Kind.WHOLE),
    Column(code="in_time", label=gettext_lazy("in time"), kind=Kind.WHOLE),
    Column(code="late", label=gettext_lazy("late"), kind=Kind.WHOLE),
    Column(code="undone", label=gettext_lazy("not done"), kind=Kind.WHOLE),
    Column(code="share", label=gettext_lazy("share in time")),
)
CLOCK_COLUMNS = (
    UNIT,
    Column(code="kind", label=gettext_lazy("Kind")),
    Column(code="title", label=gettext_lazy("Clock")),
    Column(code="due_on", label=gettext_lazy("due on"), kind=Kind.DAY),
    Column(code="card", label=gettext_lazy("Card")),
)


def unit_columns() -> tuple[Column, ...]:
    cards = [
        Column(
            code=f"{kind}_{card}",
            label=f"{kind.label} {SHAPES[card]} {CARD_WORDS[card]}",
            kind=Kind.WHOLE,
        )
        for kind in ClockKind
        for card in Card
    ]
    return (UNIT, *cards)


def monitoring_workbook(user: User) -> bytes:
    """Three sheets: units, months, clocks."""
    watch = watch_of(user)
    stream = BytesIO()
    sheets = [
        template.Sheet(_("By unit"), unit_columns(), _unit_cells(by_unit(watch))),
        template.Sheet(_("By month"), MONTH_COLUMNS, _month_cells(watch)),
        template.Sheet(_("Clocks"), CLOCK_COLUMNS, _clock_cells(watch)),
    ]
    template.write_sheets(sheets, stream)
    return stream.getvalue()


def _unit_cells(units: list[UnitCards]) -> Iterator[dict[str, Any]]:
    for unit in units:
        row: dict[str, Any] = {"unit": unit.agency.label}
        for kind, cards in unit.kinds.items():
            for card in Card:
                row[f"{kind}_{card}"] = getattr(cards, card)
        yield row


def _month_cells(watch: Watch) -> Iterator[dict[str, Any]]:
    for row in month_rows(by_month(watch)):
        figures = row["figures"]
        yield {
            "month": row["month"],
            "kind": str(row["kind"]),
            "share": row["share"],
            **{
                name: getattr(figures, name)
                for name in ("due", "in_time", "late", "undone")
            },
        }


def _clock_cells(watch: Watch) -> Iterator[dict[str, Any]]:
    for kind in ClockKind:
        for row in _ordered(running(watch, kind), kind)[:IN_A_SHEET]:
            card = card_today(watch, kind, row.due_on)
            yield {
                "unit": row.agency.label,
                "kind": str(kind.label),
                "title": _title(kind, row),
                "due_on": row.due_on,
                "card": f"{SHAPES[card]} {CARD_WORDS[card]}",
            }
