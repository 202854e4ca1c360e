"""The way from the desk to the letters."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.desk_doors import DeskDoor
from disclosure_portal.foundation.models import User

from .desk_inbox import has_inbox


def door(user: User) -> DeskDoor | None:
    return (
        DeskDoor(_("Letters of citizens"), reverse("desk-letters"))
        if has_inbox(user)
        else None
    )
