"""An order that begins from a missing slot, a letter or a mark: what is filled in
already.

A letter's own words never go into an order by themselves: the unit reads the order,
and may be the one that the letter accuses.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from directories.models import Agency, Slot
from directories.permissions import in_branches, seats
from disclosure_portal.foundation.days import official_date
from disclosure_portal.foundation.models import User
from feedback.models import Letter
from notices.slot_words import slot_title

from .models import TOLD, WATCHERS, Mark, SheetKind

# Twice the longest key of a database, in digits.
LONGEST_KEY = 18
GROUND_OF_SLOTS = "《中华人民共和国政府信息公开条例》第二十六条"
GROUND_OF_LETTERS = "《信访工作条例》"


class Start(NamedTuple):
    """What showed the fault, and what the form begins with."""

    slot: Slot | None = None
    letter: Letter | None = None
    unit: Agency | None = None
    initial: dict[str, Any] | None = None
    words: str = ""
    mark: str = ""


def start_of(
    user: User, *, slot: str = "", letter: str = "", mark: str = "", unit: str = ""
) -> Start:
    """Nothing of what this person does not watch or may not read."""
    if found := _slot(user, slot):
        return _of_slot(found)
    if read := _letter(user, letter):
        return _of_letter(read)
    if put := _mark(user, mark):
        return _of_mark(put)
    # No database takes a NUL, and no code has one.
    code = unit[:40].replace("\x00", "")
    named = Agency.objects.open().filter(code=code).first() if code else None
    return Start(unit=named, initial={"unit": named.name} if named else {})


def _key(text: str) -> int:
    """0 is nobody's."""
    is_key = text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY
    return int(text) if is_key else 0


def _slot(user: User, text: str) -> Slot | None:
    if not (key := _key(text)):
        return None
    paths = sorted({seat.path for seat in seats(user) if seat.role in WATCHERS})
    slots = Slot.objects.empty().filter(in_branches(paths))
    return slots.select_related("agency", "item__entry").filter(pk=key).first()


def _letter(user: User, text: str) -> Letter | None:
    if not (key := _key(text)):
        return None
    seen = Letter.objects.visible_to(user).select_related("agency")
    return seen.filter(pk=key).first()


def _mark(user: User, text: str) -> Mark | None:
    """Of an inspection, once its unit was told."""
    if not (key := _key(text)):
        return None
    paths = sorted({seat.path for seat in seats(user) if seat.role in WATCHERS})
    marks = Mark.objects.filter(
        in_branches(paths, "sheet__unit__agency__path"),
        sheet__kind=SheetKind.FIRST,
        sheet__unit__round__status__in=TOLD,
    )
    beside = ("indicator", "sheet__unit__agency", "sheet__unit__round")
    return marks.select_related(*beside).filter(pk=key).first()


def _of_mark(mark: Mark) -> Start:
    """The comment of who put it, as it stands in the rating."""
    unit, indicator = mark.sheet.unit, mark.indicator
    words = f"{unit.round.title} · {indicator.code} {indicator.title}"
    initial = {
        "unit": unit.agency.name,
        "fault": "\n".join(each for each in (words, mark.comment) if each),
        "demand": indicator.evidence or indicator.rule,
        "ground": unit.round.title,
    }
    return Start(unit=unit.agency, initial=initial, words=words, mark=str(mark.pk))


def _of_slot(slot: Slot) -> Start:
    words = slot_title(slot)
    fault = _("“%(what)s” was to be disclosed by %(due)s and is not there.") % {
        "what": words,
        "due": official_date(slot.due_on),
    }
    demand = _("Disclose it, or say why there is nothing to disclose (情况说明).")
    entry = slot.item.entry
    basis = entry.basis_text if entry else ""
    initial = {
        "unit": slot.agency.name,
        "fault": fault,
        "demand": demand,
        "ground": basis or GROUND_OF_SLOTS,
    }
    return Start(slot=slot, unit=slot.agency, initial=initial, words=words)


def _of_letter(letter: Letter) -> Start:
    """Of an accusation not even the unit: who writes the order names it."""
    if letter.is_accusation:
        return Start(letter=letter, initial={"ground": GROUND_OF_LETTERS})
    fault = _("A letter of %(day)s was to be answered by %(due)s.") % {
        "day": official_date(letter.received_on),
        "due": official_date(letter.due_on),
    }
    initial = {
        "unit": letter.agency.name,
        "fault": fault,
        "demand": _("Settle the matter, and answer the writer."),
        "ground": GROUND_OF_LETTERS,
    }
    return Start(letter=letter, unit=letter.agency, initial=initial)
