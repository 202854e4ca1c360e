"""The ways from the desk to the checklists and the rounds."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.desk_doors import DeskDoor
from disclosure_portal.foundation.models import User

from .models import EDITS, RUNS, RoundUnit


def door(user: User) -> DeskDoor | None:
    if not user.has_perm(EDITS):
        return None
    return DeskDoor(_("Checklists for inspection"), reverse("desk-checklists"))


def rounds_door(user: User) -> DeskDoor | None:
    """For the office, and for units that were ever in a round; one query."""
    if not user.has_perm(RUNS) and not RoundUnit.objects.answered_by(user).exists():
        return None
    return DeskDoor(_("Inspection rounds"), reverse("desk-inspections"))
