"""The ways from the desk to checklists and score sheets."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import branches
from disclosure_portal.foundation.desk_doors import DeskDoor
from disclosure_portal.foundation.models import User

from .models import EDITS


def door(user: User) -> DeskDoor | None:
    if not user.has_perm(EDITS):
        return None
    return DeskDoor(_("Checklists for inspection"), reverse("desk-checklists"))


def sheets_door(user: User) -> DeskDoor | None:
    """For those who score others; who answers for a unit comes by its round."""
    if not branches(user, Role.INSPECTOR):
        return None
    return DeskDoor(_("My score sheets"), reverse("desk-sheets"))
