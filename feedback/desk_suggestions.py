"""What the portal suggests to who passes a letter on: its unit, its category, letters
on the same incident; each with its reasons, none of them a decision."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from directories.models import Agency
from disclosure_portal.foundation.models import User

from .classifying import suggest_categories
from .models import Letter, LetterStatus
from .near_duplicates import Likeness
from .routing import suggest_unit
from .routing_rules import Ground, Reason, Routed, Way
from .similar_letters import similar_letters

WAYS: dict[str, Promise] = {
    Way.ABOUT: _("It is about this unit; no rule holds."),
    Way.STAYS: _("No rule holds: it stays where it came in."),
    Way.SUPERIOR: _("The unit of the rule is accused: its superior gets the letter."),
    Way.GROUP: _("No unit may have it: the supervision group gets the letter."),
}
GROUNDS: dict[str, Promise] = {
    Ground.KIND: _("another kind"),
    Ground.CATEGORY: _("another category"),
    Ground.PLACE: _("another place"),
    Ground.ABOUT: _("another unit"),
    Ground.WORDS: _("none of its words"),
    Ground.ACCUSED_UNKNOWN: _("it is not known yet whom the letter accuses"),
    Ground.LATER: _("comes later"),
}

# A category with a smaller share is no suggestion.
LEAST_SHARE = 0.05


def suggestions(letter: Letter, by: User, *, with_similar: bool) -> dict[str, Any]:
    """For the office, and as long as the letter is not passed on. Letters like it are
    looked for when they are asked for: that reads all of two months."""
    unpassed = letter.status in (LetterStatus.SUBMITTED, LetterStatus.ACCEPTED)
    found: dict[str, Any] = {"unit": None, "categories": [], "similar": None}
    if unpassed:
        found["unit"] = _unit(letter, by)
    if not letter.category_id:
        found["categories"] = [
            {
                "name": each.category.name,
                "percent": round(each.share * 100),
                "words": "、".join(each.words),
            }
            for each in suggest_categories(letter, by=by)
            if each.share >= LEAST_SHARE
        ]
    if with_similar:
        found["similar"] = [
            {"letter": each.letter, "why": why_alike(each.likeness)}
            for each in similar_letters(letter, by=by)
        ]
    return found


def _unit(letter: Letter, by: User) -> dict[str, Any]:
    found = suggest_unit(letter, by=by)
    return told_route(found.routed, found.unit)


def told_route(routed: Routed, unit: Agency | None) -> dict[str, Any]:
    """The rule that won, the word that it met, and why each of the others lost."""
    won = [reason for reason in routed.why if reason.ground == Ground.WON]
    return {
        "unit": unit.label if unit else "",
        "rule": _won(won[0]) if won else "",
        "way": WAYS.get(routed.way, ""),
        "lost": [
            f"{reason.rule.name}：{GROUNDS[reason.ground]}"
            for reason in routed.why
            if reason.ground != Ground.WON
        ],
    }


def _won(reason: Reason) -> str:
    name = reason.rule.name
    if not reason.word:
        return name
    return gettext("%(rule)s (the word “%(word)s”)") % {
        "rule": name,
        "word": reason.word,
    }


def why_alike(likeness: Likeness) -> str:
    """The words of both, and what speaks against one incident."""
    said = ["、".join(likeness.words)]
    if likeness.is_elsewhere:
        said.append(gettext("they name other places"))
    if likeness.is_another_day:
        said.append(gettext("they name other days"))
    if likeness.other_name:
        said.append(" ≠ ".join(likeness.other_name))
    return " · ".join(said)
