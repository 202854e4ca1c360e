"""How a mark is written down and read, by the rule of its indicator."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from .checklist_tree import written
from .scoring_plan import Place
from .scoring_rules import (
    ONE,
    ZERO,
    Credit,
    Deduction,
    GivenIn,
    Kind,
    Mark as Found,
    Veto,
)

COUNTS = frozenset({Kind.PER_OCCURRENCE, Kind.BONUS, Kind.PENALTY})


@dataclass(frozen=True, slots=True)
class Entry:
    """The input that fits an indicator: two choices, or a number."""

    label: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    is_whole: bool = False


def entry_of(place: Place) -> Entry:
    rule = place.rule
    if place.kind is Kind.PASS_FAIL:
        return Entry(
            _("What was found"), choices=(("1", _("Passed")), ("0", _("Failed")))
        )
    if isinstance(rule, Veto):
        return _veto(rule)
    if isinstance(rule, Credit):
        return _credit(rule, place)
    if place.kind is Kind.RATE:
        return Entry(_("Rate in per cent"), unit="%")
    if place.kind is Kind.TIERS:
        return Entry(_("Quantity"))
    if isinstance(rule, Deduction):
        return Entry(_("How many faults"), is_whole=True)
    if place.kind is Kind.PER_OCCURRENCE:
        return Entry(_("How many occurred"), is_whole=True)
    return Entry(_("How many; 0 for none"), is_whole=True)


def _veto(rule: Veto) -> Entry:
    if rule.threshold == ONE and not rule.is_strict:
        return Entry(_("Veto"), choices=(("1", _("Hit")), ("0", _("Not hit"))))
    words = _("Vetoed above %s.") if rule.is_strict else _("Vetoed from %s on.")
    return Entry(_("Measured"), help=words % written(rule.threshold))


def _credit(rule: Credit, place: Place) -> Entry:
    if rule.given_in is GivenIn.SHARE:
        return Entry(_("Share given, from 0 to 1"))
    return Entry(_("Points given"), help=_("0 to %s.") % written(place.points))


def mark_words(place: Place, found: Found) -> str:
    """What a mark says, in a line."""
    if not found.is_applicable:
        return _("Does not apply")
    told = [_value_words(place, found.value)] if found.value is not None else []
    if found.is_explained:
        told.append(_("Only an explanation"))
    if found.lacks_prerequisite:
        told.append(_("Prerequisite missing"))
    return "，".join(told)


def _value_words(place: Place, value: Decimal) -> str:
    entry, text = entry_of(place), written(value) or ""
    if entry.choices and value in (ZERO, ONE):
        return dict(entry.choices)[text]
    if isinstance(place.rule, Credit) and place.rule.given_in is GivenIn.POINTS:
        return _("%s points") % text
    return f"{entry.label} {text}{entry.unit}"
