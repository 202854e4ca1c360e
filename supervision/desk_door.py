"""The way from the desk to the checklists."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.desk_doors import DeskDoor
from disclosure_portal.foundation.models import User

from .models import EDITS


def door(user: User) -> DeskDoor | None:
    if not user.has_perm(EDITS):
        return None
    return DeskDoor(_("Checklists for inspection"), reverse("desk-checklists"))
