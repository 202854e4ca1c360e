"""Slots of the ledger in words: their period, their state, and how it came about."""

from __future__ import annotations

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from directories.catalogue_reminders import Reader
from directories.models import Slot
from disclosure_portal.foundation.days import official_date

from .period_words import period_said
from .slot_states import Reckoning, SlotState

STATE_WORDS = {
    SlotState.PENDING: gettext_lazy("to be disclosed"),
    SlotState.DUE_SOON: gettext_lazy("due soon"),
    SlotState.IN_TIME: gettext_lazy("disclosed in time"),
    SlotState.LATE: gettext_lazy("disclosed late"),
    SlotState.OVERDUE: gettext_lazy("overdue, not disclosed"),
    SlotState.EXPLAINED: gettext_lazy("explained"),
    SlotState.MIGRATED: gettext_lazy("disclosed on the older site"),
}
READER_WORDS = {
    Reader.CLERK: gettext_lazy("Clerk"),
    Reader.HEAD: gettext_lazy("Head of the unit"),
    Reader.OFFICE: gettext_lazy("Disclosure office"),
}


def period_words(slot: Slot) -> str:
    """What the slot is of: its period, or what happened."""
    return slot.about or period_said(slot.key) or slot.key


def slot_title(slot: Slot) -> str:
    """Its duty and its period; the slot carries `item__entry`."""
    return f"{slot.item} · {period_words(slot)}"


def how_due(slot: Slot) -> str:
    """By what the due day was computed."""
    return _("%(end)s, %(rule)s: due on %(due)s") % {
        "end": official_date(slot.period_end),
        "rule": slot.rule,
        "due": official_date(slot.due_on),
    }


def how_it_stands(found: Reckoning) -> str:
    """The arithmetic of the state, in one sentence."""
    if found.days is None or found.working_days is None:
        return _("The older site showed it: nobody saw when.")
    days, working = abs(found.days), abs(found.working_days)
    counted = {
        "day": official_date(found.measured_on),
        "days": ngettext("%(count)d day", "%(count)d days", days) % {"count": days},
        "working": ngettext("%(count)d working day", "%(count)d working days", working)
        % {"count": working},
    }
    return _sentence(found) % counted


def _sentence(found: Reckoning) -> str:
    assert found.days is not None
    match found.state:
        case SlotState.OVERDUE:
            return _("Late by %(days)s, which are %(working)s.")
        case SlotState.PENDING | SlotState.DUE_SOON if found.days == 0:
            return _("Today is the last day.")
        case SlotState.PENDING | SlotState.DUE_SOON:
            return _("%(days)s are left, which are %(working)s.")
        case SlotState.LATE:
            return _("Disclosed on %(day)s: late by %(days)s, which are %(working)s.")
        case SlotState.IN_TIME:
            return _("Disclosed on %(day)s: %(days)s before the due day.")
    if found.days < 0:
        return _("Explained on %(day)s, %(days)s after the due day.")
    return _("Explained on %(day)s, before the due day.")
