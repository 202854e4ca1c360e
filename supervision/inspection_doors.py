"""The ways from the desk to the checklists, the rounds and the score sheets."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import branches
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


def sheets_door(user: User) -> DeskDoor | None:
    """For those who score others; who assesses their own unit comes by its round."""
    if not branches(user, Role.INSPECTOR):
        return None
    return DeskDoor(_("My score sheets"), reverse("desk-score-sheets"))
